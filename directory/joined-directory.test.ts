/** Several forests, administered as one. */
import { expect, test } from 'vitest';
import { createDice } from '../runtime/dice.ts';
import { Secret } from '../runtime/secret.ts';
import { createAccount } from './account.ts';
import { createChangeFeed } from './change-feed.ts';
import { createDomain } from './domain.ts';
import { joinDirectories } from './joined-directory.ts';

const policy = { adLockoutThreshold: 3, adLockoutDurationMs: 60_000, adLockoutWindowMs: 60_000 };
const account = (name: string) => createAccount(name, new Secret('right'), createDice('s'));

function world() {
  const feed = createChangeFeed(() => {});
  const forest = (name: string) => {
    const suffix = `${name}.example`;
    const accounts = [account(`first@${suffix}`)];
    const domain = createDomain({
      name: suffix,
      accounts,
      policy,
      feed,
      clock: { nowMs: () => 0 },
    });
    return { name, suffixes: [suffix], trust: 'two-way' as const, domain };
  };
  const forests = [forest('contoso'), forest('fabrikam')] as const;
  return { joined: joinDirectories(forests, feed), forests };
}

test('a new account goes where its suffix leads, and everybody is found from one place', () => {
  const { joined, forests } = world();
  joined.put(account('bob@fabrikam.example'));
  joined.put(account('eve@elsewhere.example'));
  const [contoso, fabrikam] = forests.map(({ domain }) => domain);
  expect(fabrikam?.find('bob@fabrikam.example')).toBeDefined();
  expect(contoso?.find('eve@elsewhere.example')).toBeDefined();
  expect([...joined.accounts()]).toHaveLength(4);
  joined.remove('BOB@fabrikam.example');
  expect(joined.find('bob@fabrikam.example')).toBeUndefined();
});

test('changes of all forests come in one order, with what became of each account', () => {
  const { joined } = world();
  joined.setRules('first@fabrikam.example', { disabled: true });
  joined.setRules('first@contoso.example', { disabled: true });
  const { changes, marker } = joined.changedSince('account', 0);
  expect(changes.map(({ createdAs, account: one }) => [createdAs, one?.disabled])).toEqual([
    ['first@fabrikam.example', true],
    ['first@contoso.example', true],
  ]);
  expect(joined.changedSince('account', marker).changes).toEqual([]);
});

test('no name is given twice, whichever forest has it; who is renamed stays in their forest', () => {
  const { joined, forests } = world();
  const taken = () => joined.rename('first@contoso.example', 'First@fabrikam.example');
  expect(taken).toThrow('expected each user principal name of fabrikam.example once');
  joined.rename('first@contoso.example', 'second@fabrikam.example');
  expect(forests[0].domain.find('second@fabrikam.example')).toBeDefined();
  expect(() => joined.remove('nobody@contoso.example')).toThrow(
    'contoso.example, fabrikam.example',
  );
});
