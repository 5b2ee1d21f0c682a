/** Each invariant, by a history that breaks it and one beside it that does not. */
import { expect, test } from 'vitest';
import type { Operation } from '../../lab/history.ts';
import { checkHistory } from './check-history.ts';

const LIMITS = { probeTimeoutMs: 30_000 };
const END_MS = 600_000;
const ONE = { correlationId: 'c-1', requestId: 'r-1', agentId: 'a-1' };

function broken(operations: readonly Operation[]): string[] {
  return checkHistory({ operations }, END_MS, LIMITS).map(({ invariant }) => invariant);
}

interface Told {
  group?: 'right-password' | 'wrong-password';
  result?: number;
  win32?: number;
  row?: Partial<Extract<Operation, { f: 'log' }>>;
  verdict?: Partial<Extract<Operation, { f: 'verdict' }>>;
}

/** A sign-in as everybody tells it when all is well, changed as a test needs it. */
function signIn({ group = 'right-password', result = 0, win32 = 0, row, verdict }: Told = {}) {
  const { correlationId, requestId, agentId } = ONE;
  const operations: Operation[] = [
    { f: 'sign-in', type: 'invoke', atMs: 1_000, correlationId, userName: 'mia', group },
    {
      ...{ f: 'verdict', atMs: 1_100, agentId, requestId, answer: { win32 } },
      certificateEndsMs: 900_000,
      ...verdict,
    },
    {
      ...{ f: 'log', atMs: 1_200, startedMs: 1_010, correlationId, requestId, agentId },
      ...{ answeredMs: 1_150, code: result },
      ...row,
    },
    { f: 'sign-in', type: 'return', atMs: 1_210, correlationId, result },
  ];
  return operations;
}

test('a right and a wrong password that end as they should break nothing', () => {
  expect(broken(signIn())).toEqual([]);
  expect(broken(signIn({ group: 'wrong-password', result: 50126, win32: 1326 }))).toEqual([]);
});

test('a wrong password that gets tokens is a breach, whoever tells of it', () => {
  const accepted = broken(signIn({ group: 'wrong-password' }));
  expect(accepted.filter((id) => id === 'wrong-password-accepted')).toHaveLength(3);
  const byAgentOnly = signIn({ group: 'wrong-password', result: 50126, win32: 0 });
  expect(broken(byAgentOnly)).toContain('wrong-password-accepted');
});

test('a right password called wrong is a breach unless somebody touched the accounts', () => {
  const told = signIn({ result: 50126, win32: 1326 });
  expect(broken(told)).toEqual(['right-password-called-wrong']);
  const inject: Operation = { f: 'inject', atMs: 500, what: 'x', touches: ['accounts'] };
  expect(broken([inject, ...told])).toEqual([]);
  const healed: Operation = { f: 'heal', atMs: 600, what: 'x', touches: ['accounts'] };
  const later = told.map((one) => ({ ...one, atMs: one.atMs + 100_000 }));
  expect(broken([inject, healed, ...later])).toEqual(['right-password-called-wrong']);
});

test('a locked account is a breach only if nothing ever locked it', () => {
  const told = signIn({ result: 50053, row: { code: 50053 } }).filter(({ f }) => f !== 'verdict');
  const [invoke, , end] = told;
  const row: Operation = {
    ...{ f: 'log', atMs: 1_200, startedMs: 1_010, correlationId: 'c-1', code: 50053 },
  };
  const unasked = [invoke, row, end].filter((one) => one !== undefined);
  expect(broken(unasked)).toEqual(['right-password-called-wrong']);
  const lock: Operation = {
    ...{ f: 'lockout', atMs: 900, key: 'mia/unfamiliar', userName: 'mia', failures: 10, locks: 1 },
  };
  expect(broken([lock, ...unasked])).toEqual([]);
});

test('a sign-in that never ends, ends twice or too late, or is not in the log is a breach', () => {
  const told = signIn();
  expect(broken(told.slice(0, 3))).toEqual(['one-outcome']);
  expect(broken([...told, ...told.slice(3)])).toEqual(['one-outcome']);
  const tooLate = told.with(3, { ...signIn()[3], atMs: 31_001 } as Operation);
  expect(broken(tooLate)).toEqual(['one-outcome']);
  expect(broken(told.with(3, { ...signIn()[3], atMs: 31_000 } as Operation))).toEqual([]);
  expect(broken(told.filter(({ f }) => f !== 'log'))).toEqual(['one-outcome']);
  expect(broken(signIn({ row: { code: 80002 } }))).toContain('one-outcome');
});

test('what was under way when the run ended is nobody’s fault', () => {
  const [invoke] = signIn();
  const atMs = END_MS - LIMITS.probeTimeoutMs;
  expect(broken([{ ...invoke, atMs } as Operation])).toEqual([]);
  expect(broken([{ ...invoke, atMs: atMs - 1 } as Operation])).toEqual(['one-outcome']);
});

test('an outcome that another agent gave, or nobody, is a breach', () => {
  expect(broken(signIn({ row: { agentId: 'a-2' } }))).toEqual(['outcome-attributed']);
  expect(broken(signIn().filter(({ f }) => f !== 'verdict'))).toEqual(['outcome-attributed']);
});

test('an outcome that does not follow from the answer is a breach unless answers were bent', () => {
  const told = signIn({ result: 80007, win32: 1326 });
  expect(broken(told)).toEqual(['outcome-attributed']);
  const inject: Operation = { f: 'inject', atMs: 500, what: 'x', touches: ['answers'] };
  expect(broken([inject, ...told])).toEqual([]);
});

test('an answer that counts after the agent was removed, or after its certificate, is a breach', () => {
  const removed: Operation = { f: 'status', atMs: 1_149, agentId: 'a-1', to: 'Removed' };
  expect(broken([removed, ...signIn()])).toEqual(['removed-agent-counted']);
  expect(broken([{ ...removed, atMs: 1_150 }, ...signIn()])).toEqual([]);
  const expired = signIn({ verdict: { certificateEndsMs: 1_149 } });
  expect(broken(expired)).toEqual(['removed-agent-counted']);
  expect(broken(signIn({ verdict: { certificateEndsMs: 1_150 } }))).toEqual([]);
});

test('a lockout counter may only vanish, and only while the person gets in', () => {
  const counted = (atMs: number, failures?: number): Operation => ({
    ...{ f: 'lockout', atMs, key: 'mia/unfamiliar', userName: 'mia' },
    ...(failures !== undefined && { failures, locks: 0 }),
  });
  expect(broken([counted(100, 1), counted(200, 2)])).toEqual([]);
  expect(broken([counted(100, 2), counted(200, 1)])).toEqual(['lockout-backwards']);
  expect(broken([counted(100, 2), counted(200)])).toEqual(['lockout-backwards']);
  expect(broken([counted(100, 2), ...signIn(), counted(1_100)])).toEqual([]);
});
