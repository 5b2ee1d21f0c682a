/** What a sign-in gives for every state of an account, in virtual mode and over real LDAPS. */
import { describe, expect, test } from 'vitest';
import type { Lab } from '../lab/lab.ts';
import { signIn } from '../lab/people/stub-person.ts';
import { startLab } from '../lab/start-lab.ts';
import { freshStateDir } from './state-dir.ts';

const stateDir = freshStateDir();

function signInAs(lab: Lab, kind: string, behind = '') {
  const { userName, password } = lab.accounts[kind] ?? { userName: kind, password: '' };
  return signIn(lab, userName, `${password}${behind}`);
}

/** Kind of account → result with its right password; see `protocol/win32-account.ts`. */
const RESULTS = {
  healthy: 0,
  disabled: 50057,
  passwordExpired: 50144,
  mustChange: 50144,
  accountExpired: 50057,
  locked: 50053,
  logonHours: 80012,
  workstation: 50126,
  cloudOnly: 0,
  alice: 50057,
};

describe.each(['virtual', 'live'] as const)('%s', (mode) => {
  test('each state of an account gives its code; a wrong password hides all but a lock', async () => {
    const directory = { accounts: { alice: { password: 'Lab-given-1', disabled: true } } };
    const lab = await startLab({ mode, seed: '2', stateDir, traffic: false, directory });
    for (const [kind, result] of Object.entries(RESULTS)) {
      expect([kind, await signInAs(lab, kind)]).toEqual([kind, result]);
      const wrong = await signInAs(lab, kind, 'x');
      expect([kind, wrong]).toEqual([kind, kind === 'locked' ? 50053 : 50126]);
    }
    expect(lab.accounts.alice?.password).toBe('Lab-given-1');
    await lab[Symbol.asyncDispose]();
  });
});
