/**
 * A module's run from a configuration's target to its result, at a live lab: what it may send, what
 * is left of it, and that a harness in trouble is never an outage.
 */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startControlServer } from '../lab/control/server.ts';
import { describeReady } from '../lab/describe-ready.ts';
import type { Lab } from '../lab/lab.ts';
import { startLab } from '../lab/start-lab.ts';
import type { AttemptLedger } from '../probes/budget/budget.ts';
import { openHistory } from '../probes/live/history/history.ts';
import { createLedger, memoryLedger } from '../probes/live/history/ledger.ts';
import { createModuleRunner } from '../probes/live/run-module.ts';
import { targetOfLab } from '../probes/live/target/lab-line.ts';
import type { Module, Target } from '../probes/target.ts';
import { createUndoStack } from '../runtime/undo.ts';
import { proves } from './parity/proves.ts';
import { freshStateDir } from './state-dir.ts';

const undo = createUndoStack();
let lab: Lab;
let target: Target;

beforeAll(async () => {
  lab = undo.use(
    await startLab({ mode: 'live', agents: 2, traffic: false, stateDir: freshStateDir() }),
  );
  const control = undo.use(await startControlServer(lab));
  target = targetOfLab('the lab', JSON.stringify(describeReady(lab, control.url)));
});
afterAll(() => undo[Symbol.asyncDispose]());

/** With a budget, as a tenant has one. */
const BUDGETED = { budget: {} };

function run(probe: string, changed: Partial<Target> = {}, more: Partial<Module> = {}) {
  return runBy(memoryLedger(), probe, changed, more);
}

function runBy(ledger: AttemptLedger, probe: string, changed: Partial<Target>, more = {}) {
  const targets = { lab: { ...target, agents: 2, ...changed } };
  const runner = createModuleRunner({ targets: () => targets, ledger, nowMs: () => Date.now() });
  return runner.run('lab', { name: probe, probe, ...more });
}

test('a run has its phases, its code, and nobody’s name', async () => {
  const came = await run('sign-in');
  expect(came).toMatchObject({ target: 'lab', module: 'sign-in', verdict: 'pass', aadsts: null });
  const phases = ['resolve', 'connect', 'tls', 'processing', 'transfer'];
  expect(Object.keys(came.phaseMs)).toEqual(expect.arrayContaining(phases));
  const { userName, password } = lab.accounts.healthy ?? expect.fail();
  expect(JSON.stringify(came)).not.toMatch(new RegExp(`${userName}|${password}`, 'i'));
});

test.each(['agents', 'discovery', 'agent-host', 'preflight', 'directory'])(
  'probe %s passes at a healthy lab, wherever it has to stand',
  async (probe) => expect(await run(probe)).toMatchObject({ verdict: 'pass' }),
);

describe('the budget of an account', () => {
  test('is refused within the minute: nothing sent, and no outage', async () => {
    const ledger = memoryLedger();
    expect(await runBy(ledger, 'sign-in', BUDGETED)).toMatchObject({ verdict: 'pass' });
    const before = lab.timeline.entries.length;
    const second = await runBy(ledger, 'sign-in', BUDGETED);
    expect(second).toMatchObject({ verdict: 'inconclusive', budgetRefused: true });
    expect(lab.timeline.entries.length).toBe(before);
  });

  test('without durable history nothing fails on purpose; with it, once', async () => {
    expect(await run('wrong-password', BUDGETED)).toMatchObject({ budgetRefused: true });
    const history = undo.use(openHistory(join(freshStateDir(), 'history.sqlite')));
    const ledger = createLedger(history);
    const budget = { minIntervalMs: 0 };
    const came = await runBy(ledger, 'wrong-password', { budget });
    expect(came).toMatchObject({ aadsts: 50126 });
    expect(came).not.toHaveProperty('budgetRefused');
    expect(await runBy(ledger, 'wrong-password', { budget })).toMatchObject({
      ...{ verdict: 'inconclusive', budgetRefused: true },
    });
  });
});

describe('a harness in trouble, in a sentence', () => {
  const NONE = { userName: 'a@b.example', password: { env: 'PTA_LAB_TEST_NONE' } };
  test.each<[string, Partial<Target>, string]>([
    ['a missing secret', { account: NONE }, 'targets.lab.account.password: expected'],
    ['a host that is not allowed', { graph: 'https://thief.com' }, 'targets.lab.graph: expected'],
    ['a CA file that is not there', { caFile: 'none.pem' }, 'got ENOENT for "none.pem"'],
    ['a CA file without a certificate', { caFile: import.meta.filename }, 'in PEM, got none in'],
    ['a lab that is gone', { control: 'http://127.0.0.1:9' }, 'No lab answers at'],
  ])(proves('probes.run', '%s is inconclusive, never an outage'), async (_, changed, expected) => {
    expect(await run('sign-in', changed)).toMatchObject({
      ...{ verdict: 'inconclusive', observation: null },
      summary: expect.stringContaining(expected),
    });
  });

  test('so are an unknown target, an unknown probe, an unknown server', async () => {
    const runner = createModuleRunner({
      ...{ targets: () => ({ lab: target }), ledger: memoryLedger(), nowMs: () => Date.now() },
    });
    const module = { name: 'sign-in', probe: 'sign-in' };
    expect((await runner.run('lob', module)).summary).toContain('did you mean "lab"?');
    const wrong = { name: 'x', probe: 'sign-on' };
    expect((await runner.run('lab', wrong)).summary).toContain('did you mean "sign-in"?');
    expect((await run('agent-host', {}, { server: 'agt-9' })).summary).toContain('got "agt-9"');
  });

  test('so is a run that was stopped', async () => {
    const runner = createModuleRunner({
      ...{ targets: () => ({ lab: target }), ledger: memoryLedger(), nowMs: () => Date.now() },
    });
    const module = { name: 'sign-in', probe: 'sign-in' };
    const came = await runner.run('lab', module, AbortSignal.abort());
    expect(came).toMatchObject({ verdict: 'inconclusive', observation: null });
  });
});

test('of several servers the gravest verdict counts, under that server’s name', async () => {
  await lab.faults.on('agent-stopped', { agents: ['agt-2'] });
  const came = await run('agent-host');
  expect(came).toMatchObject({ verdict: 'fail', summary: expect.stringMatching(/^agt-2: /) });
  expect(await run('agent-host', {}, { server: 'agt-1' })).toMatchObject({ verdict: 'pass' });
});
