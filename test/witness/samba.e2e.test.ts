/**
 * A real domain controller (Samba) behind `--directory`: our client's verdicts against the embedded
 * directory's, and sign-ins that end at it.
 */
import { readFileSync } from 'node:fs';
import { afterAll, expect } from 'vitest';
import { type AccountRules, createAccount } from '../../directory/account.ts';
import { decideLogon } from '../../directory/logon.ts';
import type { Lab } from '../../lab/lab.ts';
import { signIn } from '../../lab/people/stub-person.ts';
import { startLab } from '../../lab/start-lab.ts';
import { describeLoadTarget } from '../../load/describe-load-target.ts';
import { PROOF_PATH } from '../../protocol/lab-proof.ts';
import { ERROR } from '../../protocol/win32.ts';
import { createDice } from '../../runtime/dice.ts';
import { createActivity } from '../../runtime/live/activity.ts';
import { createLiveClock } from '../../runtime/live/clock.ts';
import { createRealDirectory } from '../../runtime/live/real-directory/real-directory.ts';
import { Secret } from '../../runtime/secret.ts';
import { createUndoStack, type UndoStack } from '../../runtime/undo.ts';
import { needs } from '../needs.ts';
import { proves } from '../parity/proves.ts';
import { freshStateDir } from '../state-dir.ts';
import { type SambaController, startSamba } from './samba-controller.ts';

const withSamba = needs('samba');
const stateDir = freshStateDir();
let started: Promise<SambaController> | undefined;

/** Within the test that needs it, so that a machine without Samba skips instead of failing. */
function controller(): Promise<SambaController> {
  started ??= startSamba();
  return started;
}

afterAll(async () => {
  await (await started?.catch(() => undefined))?.[Symbol.asyncDispose]();
});

/** As each account is in `samba-accounts.py`. */
const STATES: Readonly<Record<string, AccountRules>> = {
  healthy: {},
  disabled: { disabled: true },
  'must-change': { mustChangePassword: true },
  'account-expired': { accountExpiresMs: 0 },
  'outside-hours': { logonHours: [] },
  'other-workstation': { workstations: ['FRONTDESK'] },
  'password-expired': { passwordExpiresMs: 0 },
};

const POLICY = { adLockoutThreshold: 3, adLockoutDurationMs: 60_000, adLockoutWindowMs: 60_000 };

function embedded(rules: AccountRules, password: string, right: string): number {
  const account = createAccount('one@contoso.example', new Secret(right), createDice('s'), rules);
  return decideLogon(account, new Secret(password), Date.now(), POLICY, undefined).win32;
}

function client(samba: SambaController, undo: UndoStack) {
  const activity = undo.use(createActivity({ crypto: { pending: 0, onSettled: nothing } }));
  const clock = createLiveClock({ quiet: activity.quiet });
  undo.defer(() => clock.stop());
  const ca = readFileSync(samba.caFile, 'utf8');
  const pool = { clock, activity, idleMs: 60_000, limit: 2 };
  const directory = undo.use(createRealDirectory({ ...pool, urls: [samba.url], ca }));
  return async (name: string, password: string) => {
    const request = {
      userPrincipalName: `${name}@${samba.domain}`,
      password: new Secret(password),
    };
    const from = { component: 'test', site: 'internet', trust: [] };
    const outcome = await directory.bind(request, { from, timeoutMs: 10_000 });
    return outcome.ok ? outcome.value.win32 : outcome.failure;
  };
}

/** What load asks before it comes: a lab that may be loaded signs, or says whose name is wrong. */
async function proofStatus({ network, prober, endpoints }: Lab): Promise<number | undefined> {
  const url = `${new URL(endpoints.authority).origin}${PROOF_PATH}?nonce=${'A'.repeat(43)}`;
  const request = { method: 'GET', url, headers: {}, body: '' };
  const outcome = await network.request(request, { from: prober, timeoutMs: 10_000 });
  return outcome.ok ? outcome.value.status : undefined;
}

function nothing(): Disposable {
  return { [Symbol.dispose]: () => {} };
}

withSamba(
  'every state of an account is the same Win32 code there and in the embedded directory',
  async () => {
    const samba = await controller();
    const undo = createUndoStack();
    await using _ = undo;
    const bind = client(samba, undo);
    for (const [name, rules] of Object.entries(STATES)) {
      const expected = embedded(rules, samba.password, samba.password);
      expect(await bind(name, samba.password), name).toBe(expected);
      // Whatever is wrong with an account shows to those only who know its password.
      expect(await bind(name, 'wrong'), name).toBe(ERROR.LOGON_FAILURE);
    }
    // The embedded directory says 525 here, as lists of sub-codes do; both become 50126.
    expect(await bind('nobody', 'wrong')).toBe(ERROR.LOGON_FAILURE);
    for (const _attempt of [1, 2, 3]) await bind('locked', 'wrong');
    expect(await bind('locked', samba.password)).toBe(ERROR.ACCOUNT_LOCKED_OUT);
    expect(await bind('healthy', '')).toBe(ERROR.ACCOUNT_RESTRICTION);
  },
);

withSamba(
  proves(
    'directory.real',
    'people of the list sign in at the real controller, others never reach it',
  ),
  async () => {
    const { url, caFile, domain, password } = await controller();
    const refused: string[] = [];
    const accounts = [`spared@${domain}`, `disabled@${domain}`];
    await using lab = await startLab({
      ...{ mode: 'live', stateDir },
      sites: [{ name: 'hq', agents: ['agt-1'], controllers: ['dc-1'] }],
      externalDirectory: {
        ...{ urls: ['ldaps://127.0.0.1:1', url], caFile, accounts },
        onRefused: (sentence) => refused.push(sentence),
      },
    });
    expect(await signIn(lab, `spared@${domain}`, password)).toBe(0);
    expect(await signIn(lab, `disabled@${domain}`, password)).toBe(50057);
    expect(refused).toEqual([]);
    expect(await signIn(lab, `Spared@${domain}`, password)).toBe(80007);
    expect(refused).toEqual([expect.stringContaining(`spared@${domain}: no more than 1 a minute`)]);
    expect(Object.values(lab.accounts).map(({ userName }) => userName)).toEqual([
      'breakglass@contoso.example',
    ]);
    const sentence = /dc-down acts on the directory, and this lab's is a real one/;
    await expect(lab.faults.on('dc-down')).rejects.toThrow(sentence);
    await expect(lab.faults.on('account-locked')).rejects.toThrow('is a real one');
    expect(() => describeLoadTarget(lab)).toThrow('a lab with a real directory takes no load');
    expect(await proofStatus(lab)).toBe(404);
  },
);
