import { expect, test } from 'vitest';
import { createAccount } from '../../directory/account.ts';
import { createDomain, type Domain } from '../../directory/domain.ts';
import { timingsWith } from '../../protocol/timings.ts';
import { createDice } from '../../runtime/dice.ts';
import { Secret } from '../../runtime/secret.ts';
import { createKeptDirectory } from './kept-directory.ts';

/** A lab's directory over one file, in memory; each call is a start. */
function createStarts() {
  const records = new Map<string, string>();
  const file = {
    sink: (_: string, id: string, record: unknown) => records.set(id, JSON.stringify(record)),
    directoryRecords: () =>
      [...records].map(([id, json]): [string, unknown] => [id, JSON.parse(json)]),
  };
  return (): Domain => {
    const kept = createKeptDirectory(file);
    const domain: Domain = createDomain({
      name: 'contoso.example',
      accounts: ['mia', 'noah', 'olga'].map((name) =>
        createAccount(`${name}@contoso.example`, new Secret('old'), createDice('1')),
      ),
      policy: timingsWith({}),
      clock: { nowMs: () => 0 },
      changed: (kind) => kept.note(domain, kind),
    });
    kept.replay(domain);
    return domain;
  };
}

test('what an administrator changed on premises is there again at the next start', () => {
  const start = createStarts();
  const first = start();
  first.setPassword('mia@contoso.example', new Secret('fresh'));
  first.rename('noah@contoso.example', 'n.neumann@contoso.example');
  first.setRules('n.neumann@contoso.example', {
    lockedUntilMs: Number.POSITIVE_INFINITY,
  });
  first.remove('olga@contoso.example');

  for (const domain of [start(), start()]) {
    expect(domain.logon('mia@contoso.example', new Secret('fresh'), undefined)).toBe(0);
    expect(domain.find('noah@contoso.example')).toBeUndefined();
    expect(domain.find('n.neumann@contoso.example')?.lockedUntilMs).toBe(Number.POSITIVE_INFINITY);
    expect(domain.find('olga@contoso.example')).toBeUndefined();
  }
});

test('what was not synchronised before the kill still waits for synchronisation', () => {
  const start = createStarts();
  start().rename('noah@contoso.example', 'n.neumann@contoso.example');
  const { changes } = start().changedSince('account', 0);
  expect(changes.map(({ account }) => account?.userPrincipalName)).toEqual([
    'n.neumann@contoso.example',
  ]);
});

test('two who swapped their names have them again', () => {
  const start = createStarts();
  const first = start();
  const names = { mia: 'mia@contoso.example', noah: 'noah@contoso.example' };
  const { id } = first.find(names.mia) ?? {};
  first.rename(names.noah, 'between@contoso.example');
  first.rename(names.mia, names.noah);
  first.rename('between@contoso.example', names.mia);
  expect(start().find(names.noah)?.id).toBe(id);
});
