/** The example tenant of the documentation, alive: who signs in, and with what result. */
import path from 'node:path';
import { expect, test } from 'vitest';
import { causes } from '../../test/parity/causes.ts';
import { proves } from '../../test/parity/proves.ts';
import type { Lab } from '../lab.ts';
import { quietLab, signIn } from '../people/stub-person.ts';
import { startLab } from '../start-lab.ts';
import type { TenantDescription } from './tenant-description.ts';
import { readTenantFile } from './tenant-file.ts';

const EXAMPLE = readTenantFile(path.join(import.meta.dirname, '../../docs/contoso.yaml'));

const startQuiet = (tenantFile: TenantDescription) => quietLab({ tenantFile });

/** By kind, with the right password unless another one is given. */
function signInAs(lab: Lab, kind: string, password?: string) {
  const account = lab.accounts[kind] ?? { userName: kind, password: '' };
  return signIn(lab, account.userName, password ?? account.password);
}

test(
  proves(
    ['tenant.file', 'tenant.alternate-id'],
    'the tenant of a file: passwords on premises, Alternate ID, cloud-only, and expired ones',
  ),
  async () => {
    await using lab = await startQuiet(EXAMPLE);
    expect(await signInAs(lab, 'mia')).toBe(0);
    expect(await signInAs(lab, 'mia', 'wrong')).toBe(50126);
    expect(await signInAs(lab, 'noah')).toBe(0);
    expect(await signInAs(lab, 'breakglass')).toBe(0);
  },
);

test(
  causes([50144, 50034], 'an expired account on premises, and nobody of that name'),
  async () => {
    await using lab = await startQuiet(EXAMPLE);
    expect(await signInAs(lab, 'expired')).toBe(50144);
    expect(await signInAs(lab, 'eve@contoso.example', 'any')).toBe(50034);
  },
);

test(proves('tenant.sign-in-method', 'with synchronised hashes no agent is asked'), async () => {
  await using lab = await startQuiet({
    ...EXAMPLE,
    settings: { signInMethod: 'password-hash' },
  });
  await lab.faults.on('dc-down');
  expect(await signInAs(lab, 'mia')).toBe(0);
  expect(await signInAs(lab, 'mia', 'wrong')).toBe(50126);
});

test('generated users make the background sign-ins, and a tenant without any is quiet', async () => {
  await using busy = await startLab({ tenantFile: { name: 'busy', generate: { count: 3 } } });
  await busy.wait(60_000);
  const signedIn = busy.timeline.entries.filter(({ kind }) => kind === 'sign-in');
  expect(signedIn.length).toBeGreaterThan(5);
  expect(signedIn.every((entry) => 'result' in entry && entry.result === 0)).toBe(true);
  await using quiet = await startLab({ tenantFile: { name: 'quiet' } });
  await quiet.wait(60_000);
  expect(quiet.timeline.entries.filter(({ kind }) => kind === 'sign-in')).toEqual([]);
});

test('smart lockout counts as the file says', async () => {
  await using lab = await startQuiet({ ...EXAMPLE, smartLockout: { threshold: 2 } });
  const results = [];
  for (const password of ['wrong-1', 'wrong-2', 'wrong-3']) {
    results.push(await signInAs(lab, 'mia', password));
  }
  expect(results).toEqual([50126, 50126, 50053]);
});
