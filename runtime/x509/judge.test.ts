/** Chains at their boundaries: dates as pairs, names, constraints, and issuers that are none. */
import { describe, expect, test } from 'vitest';
import { createAuthority } from '../certificate-authority.ts';
import { createDice } from '../dice.ts';
import { isLabAuthority, judgeChain, judgeServer, parseCertificate } from '../x509.ts';
import {
  agentOf,
  authority,
  DAY_MS,
  HOST,
  NOW_MS,
  standIn,
  TENANT,
} from './fixture-authorities.ts';

describe('judging a chain', () => {
  const crypto = standIn();

  test('a leaf holds from its first to its last moment and not a millisecond more', async () => {
    const { certificate, registration } = await agentOf(crypto);
    const { notBeforeMs, notAfterMs } = certificate;
    const at = (ms: number) => judgeChain(crypto, [certificate], [registration.certificate], ms);
    expect(await at(notBeforeMs - 1)).toBe('certificate-not-yet-valid');
    expect(await at(notBeforeMs)).toBeUndefined();
    expect(await at(notAfterMs)).toBeUndefined();
    expect(await at(notAfterMs + 1)).toBe('certificate-expired');
  });

  test('an issuer that has expired holds nothing', async () => {
    const expiresMs = NOW_MS + 3650 * DAY_MS;
    const { certificate, registration } = await agentOf(crypto, NOW_MS, expiresMs + DAY_MS);
    const trust = [registration.certificate];
    expect(await judgeChain(crypto, [certificate], trust, expiresMs)).toBeUndefined();
    expect(await judgeChain(crypto, [certificate], trust, expiresMs + 1)).toBe(
      'certificate-expired',
    );
  });

  test('an anchor of the same name with another key is not trusted, beside the right one it does no harm', async () => {
    const lab = await authority(crypto, 'pta-lab CA');
    const foreign = await authority(standIn('another lab'), 'pta-lab CA');
    const { chain } = await lab.issueServer([HOST], NOW_MS);
    const judge = (...trust: (typeof lab.certificate)[]) =>
      judgeChain(crypto, chain, trust, NOW_MS);
    expect(await judge(foreign.certificate)).toBe('certificate-untrusted');
    expect(await judge(foreign.certificate, lab.certificate)).toBeUndefined();
    expect(await judge()).toBe('certificate-untrusted');
    expect(await judgeChain(crypto, [], [lab.certificate], NOW_MS)).toBe('certificate-untrusted');
  });

  test('a tampered leaf is not trusted', async () => {
    const { certificate, registration } = await agentOf(crypto);
    const der = Buffer.from(certificate.der);
    const at = der.indexOf(TENANT);
    der.write('9', at);
    const forged = parseCertificate(der);
    expect(forged.subject).not.toBe(TENANT);
    expect(await judgeChain(crypto, [forged], [registration.certificate], NOW_MS)).toBe(
      'certificate-untrusted',
    );
  });

  test('a certificate that is no authority cannot vouch for another one', async () => {
    const { certificate, key, registration } = await agentOf(crypto);
    const impostor = await createAuthority(crypto, {
      name: TENANT,
      nowMs: NOW_MS,
      dice: createDice('impostor'),
      lifetimeMs: DAY_MS,
      nameConstraints: false,
      stored: { key, certificate },
    });
    const { chain } = await impostor.issueServer([HOST], NOW_MS);
    expect(await judgeChain(crypto, chain, [registration.certificate], NOW_MS)).toBe(
      'certificate-untrusted',
    );
  });

  test('name constraints of the anchor hold', async () => {
    const lab = await authority(crypto, 'pta-lab CA');
    const judged = async (name: string) => {
      const { chain } = await lab.issueServer([name], NOW_MS);
      return judgeServer(crypto, chain, [lab.certificate], name, NOW_MS);
    };
    expect(await judged('localhost')).toBeUndefined();
    expect(await judged(HOST)).toBeUndefined();
    expect(await judged('login.microsoftonline.com')).toBe('certificate-untrusted');
    expect(await judged('notlocalhost')).toBe('certificate-untrusted');
  });

  test('a wildcard covers one label, and names are compared without case', async () => {
    const lab = await authority(crypto, 'pta-lab CA');
    const { chain } = await lab.issueServer([`*.msappproxy.net.lab.localhost`], NOW_MS);
    const judged = (name: string) => judgeServer(crypto, chain, [lab.certificate], name, NOW_MS);
    expect(await judged('a.msappproxy.net.lab.localhost')).toBeUndefined();
    expect(await judged('A.MSAPPPROXY.net.lab.localhost')).toBeUndefined();
    expect(await judged('a.b.msappproxy.net.lab.localhost')).toBe('certificate-wrong-name');
    expect(await judged('msappproxy.net.lab.localhost')).toBe('certificate-wrong-name');
  });
});

describe('authorities of the lab', () => {
  test('constrained ones and the registration authority are, everything else is not', async () => {
    const crypto = standIn();
    const lab = await authority(crypto, 'pta-lab CA');
    const inspection = await authority(crypto, 'pta-lab inspection CA (hq)');
    const unconstrained = await authority(crypto, 'pta-lab CA', false);
    const { certificate, registration } = await agentOf(crypto);
    const [leaf] = (await lab.issueServer([HOST], NOW_MS)).chain;
    const ours = [lab.certificate, inspection.certificate, registration.certificate];
    expect(ours.map(isLabAuthority)).toEqual([true, true, true]);
    expect(isLabAuthority(unconstrained.certificate)).toBe(false);
    expect(isLabAuthority(certificate)).toBe(false);
    expect(leaf && isLabAuthority(leaf)).toBe(false);
  });

  test("the name alone, or constraints to somebody else's domain, do not make one", async () => {
    const { certificate } = await authority(standIn(), 'pta-lab CA');
    expect(isLabAuthority({ ...certificate, organization: 'Contoso' })).toBe(false);
    expect(isLabAuthority({ ...certificate, permittedDnsNames: ['contoso.com'] })).toBe(false);
    expect(isLabAuthority({ ...certificate, permittedDnsNames: [] })).toBe(false);
    expect(isLabAuthority({ ...certificate, permittedDnsNames: ['lab.example'] })).toBe(true);
  });
});
