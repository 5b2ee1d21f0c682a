/**
 * Two controllers of Samba in containers of their own: a domain, its replica, accounts, effects,
 * restarts.
 */
import { afterAll, beforeAll, describe, expect, vi } from 'vitest';
import type { MirroredAccount } from '../../lab/outposts/outposts.ts';
import type { ControllerEffect } from '../../protocol/effects.ts';
import { ERROR } from '../../protocol/win32.ts';
import { needs } from '../needs.ts';
import { proves } from '../parity/proves.ts';
import { BUILD_MS } from './lab-images.ts';
import { hasEngine } from './run.ts';
import { type Controllers, DOMAIN, PATIENCE_MS, startControllers, until } from './samba-pair.ts';

vi.setConfig({ testTimeout: 2 * PATIENCE_MS });
const containerTest = needs('containers');

const WELL: Omit<MirroredAccount, 'userPrincipalName'> = {
  ...{ disabled: false, locked: false, mustChangePassword: false },
  ...{ passwordExpired: false, accountExpired: false },
};

function at(kind: 'stop' | 'hang' | 'stale', name = 'dc-2'): ControllerEffect {
  return { on: 'controller', controllers: [name], kind };
}

describe('a domain of two controllers', () => {
  let lab: Controllers;
  const write = (...accounts: readonly (Partial<MirroredAccount> & { user: string })[]) =>
    lab.writeAccounts(
      accounts.map(({ user, ...rest }) => ({
        ...WELL,
        userPrincipalName: `${user}@${DOMAIN}`,
        ...rest,
      })),
    );
  beforeAll(async () => {
    if (hasEngine) lab = await startControllers();
  }, BUILD_MS + PATIENCE_MS);
  afterAll(async () => {
    await lab?.undo[Symbol.asyncDispose]();
  }, PATIENCE_MS);

  containerTest(
    proves(
      'containers.directory',
      'an account is in every state that it is written in, and out of it again',
    ),
    async () => {
      const states = {
        well: [{}, ERROR.SUCCESS],
        disabled: [{ disabled: true }, ERROR.ACCOUNT_DISABLED],
        locked: [{ locked: true }, ERROR.ACCOUNT_LOCKED_OUT],
        late: [{ accountExpired: true }, ERROR.ACCOUNT_EXPIRED],
        stale: [{ passwordExpired: true }, ERROR.PASSWORD_EXPIRED],
        fresh: [{ mustChangePassword: true }, ERROR.PASSWORD_MUST_CHANGE],
        away: [{ logonHours: Buffer.alloc(21).toString('base64') }, ERROR.INVALID_LOGON_HOURS],
        elsewhere: [{ workstations: ['FRONTDESK'] }, ERROR.INVALID_WORKSTATION],
      } as const;
      const users = Object.entries(states);
      await write(...users.map(([user, [state]]) => ({ user, password: 'right', ...state })));
      for (const [user, [, win32]] of users) {
        expect(await lab.ask('dc-1', user, 'right'), user).toBe(win32);
      }
      await write(...users.map(([user]) => ({ user })));
      for (const [user] of users) expect(await lab.ask('dc-1', user, 'right'), user).toBe(0);
      await write({ user: 'well', removed: true });
      expect(await lab.ask('dc-1', 'well', 'right')).toBe(ERROR.LOGON_FAILURE);
      // Whom bad passwords have locked stays locked until an administrator ends it.
      for (const _ of [1, 2, 3]) await lab.ask('dc-1', 'late', 'wrong');
      await write({ user: 'late' });
      expect(await lab.ask('dc-1', 'late', 'right')).toBe(ERROR.ACCOUNT_LOCKED_OUT);
      await write({ user: 'late', unlock: true });
      expect(await lab.ask('dc-1', 'late', 'right')).toBe(0);
    },
  );

  containerTest(
    proves(
      'containers.replication',
      'a change reaches the replica by Samba’s own replication, and a deaf one once it hears again',
    ),
    async () => {
      await write({ user: 'anna', password: 'first' });
      await until(async () => (await lab.ask('dc-2', 'anna', 'first')) === 0);
      await lab.applyControllers([at('stale')], Date.now());
      await write({ user: 'anna', password: 'second' }, { user: 'ben', password: 'first' });
      expect(await lab.ask('dc-1', 'anna', 'second')).toBe(0);
      await lab.applyControllers([], Date.now());
      await until(async () => (await lab.ask('dc-2', 'ben', 'first')) === 0);
      expect(await lab.ask('dc-2', 'anna', 'second')).toBe(0);
    },
  );

  containerTest(
    proves(
      'containers.controller-effects',
      'a stopped controller refuses, a held one is silent, a slow one is late; then it is well again',
    ),
    async () => {
      await write({ user: 'carl', password: 'right' });
      await until(async () => (await lab.ask('dc-2', 'carl', 'right')) === 0);
      await lab.applyControllers([at('stop')], Date.now());
      expect(await lab.ask('dc-2', 'carl', 'right')).toContain('ECONNREFUSED');
      expect(await lab.ask('dc-1', 'carl', 'right')).toBe(0);
      await lab.applyControllers([at('hang')], Date.now());
      expect(await lab.ask('dc-2', 'carl', 'right', 1_500)).toBe('no answer');
      await lab.applyControllers([{ ...at('stop'), kind: 'slow', delayMs: 2_000 }], Date.now());
      const beganMs = performance.now();
      expect(await lab.ask('dc-2', 'carl', 'right')).toBe(0);
      expect(performance.now() - beganMs).toBeGreaterThanOrEqual(2_000);
      await lab.applyControllers([], Date.now());
      expect(await lab.ask('dc-2', 'carl', 'right')).toBe(0);
    },
  );

  containerTest(
    proves(
      'containers.restart',
      'the founder that restarts joins the other one, with the effects in force, and replicates again',
    ),
    async () => {
      let isLost = false;
      lab.onAccountsLost(async () => {
        isLost = true;
      });
      await write({ user: 'dora', password: 'right' });
      await until(async () => (await lab.ask('dc-2', 'dora', 'right')) === 0);
      await lab.applyControllers(
        [{ ...at('stop', 'dc-1'), kind: 'slow', delayMs: 1_000 }],
        Date.now(),
      );
      expect(await lab.restart('dc-1')).toEqual([
        'controller dc-1 has joined the domain again, at dc-2',
      ]);
      // It was written to: whether all of that came over nobody knows.
      expect(isLost).toBe(true);
      const beganMs = performance.now();
      expect(await lab.ask('dc-1', 'dora', 'right')).toBe(0);
      expect(performance.now() - beganMs).toBeGreaterThanOrEqual(1_000);
      await write({ user: 'emil', password: 'right' });
      expect(await lab.ask('dc-1', 'emil', 'right')).toBe(0);
      await until(async () => (await lab.ask('dc-2', 'emil', 'right')) === 0);
    },
  );
});
