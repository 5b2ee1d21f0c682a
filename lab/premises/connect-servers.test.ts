/** What Connect servers decide, and what goes on without them. */
import { describe, expect, test } from 'vitest';
import { causes } from '../../test/parity/causes.ts';
import { proves } from '../../test/parity/proves.ts';
import type { LabOptions } from '../estate.ts';
import { inspectEstate } from '../inspect-estate.ts';
import type { Lab } from '../lab.ts';
import { healthy, quietLab, signIn } from '../people/stub-person.ts';

const MINUTE = 60_000;
const LEA = 'lea@contoso.example';

const STAGED: LabOptions = {
  sites: [
    {
      ...{ name: 'hq', agents: ['agt-1', 'agt-2', 'agt-3'], controllers: ['dc-1'] },
      connect: [
        { name: 'agt-1', role: 'primary' },
        { name: 'agt-2', role: 'staging' },
      ],
    },
  ],
};

function asHealthy(lab: Lab) {
  const { userName, password } = healthy(lab);
  return signIn(lab, userName, password);
}

function findings(lab: Lab): string[] {
  return inspectEstate(lab).map(({ id }) => id);
}

test(
  proves('connect.primary', 'only the primary synchronises, and it makes up for what it missed'),
  async () => {
    await using lab = await quietLab(STAGED);
    const stopped = await lab.changes.apply('stop-connect', { connectServers: ['agt-1'] });
    lab.directory.put(LEA, { password: 'Blue-Tram-42' });
    await lab.wait(40 * MINUTE);
    expect(await signIn(lab, LEA, 'Blue-Tram-42')).toBe(50034);
    expect(findings(lab)).toEqual(['connect-down', 'sync-not-run']);
    await expect(lab.changes.apply('force-sync')).rejects.toThrow('No primary Connect server runs');
    await lab.changes.undo(stopped.key);
    await lab.wait(30 * MINUTE);
    expect(await signIn(lab, LEA, 'Blue-Tram-42')).toBe(0);
    expect(findings(lab)).toEqual([]);
  },
);

// EVIDENCE-OF SEED-B: "This change disables Pass-through Authentication on the tenant and
// uninstalls the Authentication Agent from the server. You must manually uninstall the
// Authentication Agents from the other servers."
test(
  proves(
    'connect.staging-wizard',
    'the wizard on the staging server switches the whole tenant, and leaves the other agents',
  ),
  async () => {
    await using lab = await quietLab(STAGED);
    const { key } = await lab.changes.apply('switch-sign-in-method', { connectServers: ['agt-2'] });
    expect(lab.entra.cloud.settings().passThroughAuthentication).toBe(false);
    const left = [...lab.servers.values()].filter(({ version }) => version !== undefined);
    expect(left.map(({ name }) => name)).toEqual(['agt-1', 'agt-3']);
    expect(findings(lab)).toEqual(['agents-without-pta']);
    await lab.wait(1_000);
    const active = lab.entra.agents().filter(({ listeners }) => listeners > 0);
    expect(active.map(({ status }) => status)).toEqual(['Active', 'Active']);
    await lab.changes.undo(key);
    expect(await asHealthy(lab)).toBe(0);
    expect(lab.entra.signIns().at(0)?.method).toBe('pass-through');
    expect(lab.servers.get('agt-2')?.version).toBeDefined();
  },
);

test('without a Connect server in the estate, the first agent’s server is one', async () => {
  await using lab = await quietLab();
  expect(lab.connectServers.list()).toMatchObject([{ name: 'agt-1', role: 'primary' }]);
});

describe('the emergency switch', () => {
  test(
    proves('connect.emergency-hashes', 'with hashes synchronised before, sign-ins go on at once'),
    async () => {
      await using lab = await quietLab(STAGED);
      await lab.changes.apply('enable-hash-sync');
      await lab.wait(5 * MINUTE);
      await lab.faults.on('block-443', {}, { established: 'cut' });
      await lab.wait(MINUTE);
      expect(await asHealthy(lab)).toBe(80001);
      await lab.changes.apply('switch-sign-in-method');
      expect(await asHealthy(lab)).toBe(0);
    },
  );

  test(
    causes(
      50056,
      proves('connect.emergency-bare', 'without hashes it fails until they have come over'),
    ),
    async () => {
      await using lab = await quietLab(STAGED);
      await lab.changes.apply('switch-sign-in-method');
      expect(await asHealthy(lab)).toBe(50056);
      await lab.wait(2 * MINUTE);
      expect(await asHealthy(lab)).toBe(0);
    },
  );

  test(
    proves('connect.emergency-down', 'with Connect down the wizard is closed, and support is left'),
    async () => {
      await using lab = await quietLab(STAGED);
      await lab.changes.apply('stop-connect');
      await expect(lab.changes.apply('switch-sign-in-method')).rejects.toThrow(
        'The wizard runs on a Connect server, and agt-1 is down',
      );
      expect(lab.changes.list().map(({ id }) => id)).toEqual(['stop-connect']);
      await lab.changes.apply('switch-sign-in-method', {}, { by: 'support' });
      await lab.wait(10 * MINUTE);
      // Nobody brings the hashes.
      expect(await asHealthy(lab)).toBe(50056);
      await lab.changes.apply('start-connect');
      await lab.wait(2 * MINUTE);
      expect(await asHealthy(lab)).toBe(0);
    },
  );

  // EVIDENCE-OF SEED-B: "Doing it this way ensures that you don't get locked out of your tenant."
  test('without a cloud-only administrator nobody gets into the wizard when no agent answers', async () => {
    await using lab = await quietLab(STAGED);
    await lab.changes.apply('remove-break-glass');
    expect(findings(lab)).toEqual(['no-break-glass']);
    await lab.faults.on('block-443', {}, { established: 'cut' });
    await lab.wait(MINUTE);
    await expect(lab.changes.apply('switch-sign-in-method')).rejects.toThrow(
      'Nobody can sign in to the wizard',
    );
    await lab.changes.apply('create-break-glass');
    const { emergency } = lab.accounts;
    expect(await signIn(lab, emergency?.userName ?? '', emergency?.password ?? '')).toBe(0);
    await lab.changes.apply('switch-sign-in-method');
    expect(lab.entra.cloud.settings().passThroughAuthentication).toBe(false);
  });
});

// EVIDENCE-OF ED-TS: at least one agent must be Active to enable PTA (fact sheet 1.5)
test('Pass-through Authentication is not switched on where no agent is Active', async () => {
  await using lab = await quietLab({ ...STAGED, timings: { inactiveAfterMs: 20 * MINUTE } });
  await lab.changes.apply('switch-sign-in-method', {}, { by: 'support' });
  await lab.faults.on('block-443', {}, { established: 'cut' });
  await lab.wait(31 * MINUTE);
  await expect(lab.changes.apply('switch-sign-in-method', {}, { method: 'pta' })).rejects.toThrow(
    'no Authentication Agent is Active',
  );
});

test(
  proves('connect.convert', 'users of a converted domain are validated by agents from then on'),
  async () => {
    await using lab = await quietLab({ timings: { federationCutOverMs: 60 * MINUTE } });
    const { federated } = lab.accounts;
    const asFederated = () => signIn(lab, federated?.userName ?? '', federated?.password ?? '');
    expect(await asFederated()).toBe(50126);
    await expect(lab.changes.apply('retire-ad-fs')).rejects.toThrow('is still federated');
    const converted = await lab.changes.apply('convert-domain');
    expect(await asFederated()).toBe(0);
    const retired = await lab.changes.apply('retire-ad-fs');
    expect(findings(lab)).toEqual(['ad-fs-retired-early']);
    await lab.changes.undo(retired.key);
    await lab.wait(60 * MINUTE);
    await lab.changes.apply('retire-ad-fs');
    expect(findings(lab)).toEqual([]);
    await lab.changes.undo(converted.key);
    expect(await asFederated()).toBe(50126);
  },
);
