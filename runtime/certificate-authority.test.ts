/** What an authority remembers: names, keys and dates of what it has issued. */

import { expect, test } from 'vitest';
import { DAY_MS } from '../protocol/time-units.ts';
import { type AuthorityOptions, createAuthority } from './certificate-authority.ts';
import { createStandInCrypto } from './crypto/stand-in.ts';
import { createDice } from './dice.ts';

const NOW_MS = Date.UTC(2026, 0, 15, 12);

function labAuthority(options: Partial<AuthorityOptions> = {}) {
  return createAuthority(createStandInCrypto(createDice('ca')), {
    name: 'pta-lab CA',
    nowMs: NOW_MS,
    dice: createDice('serials'),
    lifetimeMs: 3650 * DAY_MS,
    nameConstraints: true,
    ...options,
  });
}

test('the same set of names in any order gets the same certificate, another set another one', async () => {
  const lab = await labAuthority();
  const first = await lab.issueServer(['a.localhost', 'b.localhost'], NOW_MS);
  expect(await lab.issueServer(['b.localhost', 'a.localhost'], NOW_MS)).toBe(first);
  const other = await lab.issueServer(['a.localhost'], NOW_MS);
  expect(other.chain[0]?.serial).not.toBe(first.chain[0]?.serial);
});

test('two that ask at the same time share one certificate', async () => {
  const lab = await labAuthority();
  const ask = () => lab.issueServer(['a.localhost'], NOW_MS);
  const [one, two] = await Promise.all([ask(), ask()]);
  expect(one).toBe(two);
});

test('a server certificate is issued anew when it has run out, and not before', async () => {
  const lab = await labAuthority({ serverLifetimeMs: 10 * DAY_MS });
  const first = await lab.issueServer(['a.localhost'], NOW_MS);
  const endsMs = first.chain[0]?.notAfterMs ?? 0;
  expect(endsMs).toBe(NOW_MS + 9 * DAY_MS);
  expect(await lab.issueServer(['a.localhost'], endsMs - 1)).toBe(first);
  const next = await lab.issueServer(['a.localhost'], endsMs);
  expect(next.chain[0]?.notAfterMs).toBe(endsMs + 9 * DAY_MS);
});

test('one key serves all servers of an authority, and the chain ends in the authority', async () => {
  const lab = await labAuthority();
  const one = await lab.issueServer(['a.localhost'], NOW_MS);
  const two = await lab.issueServer(['b.localhost'], NOW_MS);
  expect(two.key).toBe(one.key);
  expect(one.key.algorithm).toBe('ec-p256');
  expect(one.chain[0]?.spki).toEqual(one.key.spki);
  expect(one.chain[1]).toBe(lab.certificate);
});

test('a name too long for a common name is still among the names', async () => {
  const lab = await labAuthority();
  const name = `${'11111111-2222-3333-4444-555555555555'}.registration.msappproxy.net.lab.localhost`;
  const { chain } = await lab.issueServer([name], NOW_MS);
  expect(chain[0]).toMatchObject({ subject: 'pta-lab server', dnsNames: [name] });
});

test('the same dice give the same certificate to the byte', async () => {
  const [one, two] = [await labAuthority(), await labAuthority()];
  expect(one.certificate.der).toEqual(two.certificate.der);
});
