import { expect, test } from 'vitest';
import { type GateAgent, judgeGate } from './judge-gate.ts';

const NOW_MS = 1_000_000;

function agent(name: string, changes: Partial<GateAgent> = {}): GateAgent {
  const lastAnsweredMs = NOW_MS - 61_000;
  const answers = { answered: 5, failed: 0, lastAnsweredMs };
  return { id: `id-${name}`, machine: name, status: null, ...answers, ...changes };
}

const SILENT = { answered: 0, lastAnsweredMs: null };

function ask(agents: readonly GateAgent[], without = 'AGT-1', need = 1): string {
  const question = { without, need, withinMs: 900_000, nowMs: NOW_MS };
  const { verdict, summary } = judgeGate(agents, question);
  return `${verdict}: ${summary}`;
}

test('an agent may go while another one answers, and the sentence says who and when', () => {
  const said = 'pass: AGT-1 may go: AGT-2 (5 answers, the last 1m1s ago) in the last 15m';
  const agents = [agent('AGT-1'), agent('AGT-2')];
  expect(ask(agents)).toBe(said);
  expect(ask(agents, 'agt-1.corp.example')).toBe(said);
  expect(ask(agents, 'ID-AGT-1')).toBe(said);
});

test('it must stay if the others were silent, failed, or are Inactive', () => {
  for (const other of [SILENT, { failed: 5 }, { status: 'inactive' }]) {
    expect(ask([agent('AGT-1'), agent('AGT-2', other)])).toMatch(/^fail: AGT-1 must stay/);
  }
  expect(ask([agent('AGT-1')])).toContain('there is no other');
  expect(ask([agent('AGT-1'), agent('AGT-2')], 'AGT-1', 2)).toContain('expected 2 other agents');
});

test('a log that named nobody lately opens no gate and closes none', () => {
  const agents = [agent('AGT-1', SILENT), agent('AGT-2', SILENT)];
  expect(ask(agents)).toMatch(/^inconclusive: the sign-in log named no agent in the last 15m/);
});

test('a slip in the name opens no gate', () => {
  const agents = [agent('AGT-1'), agent('AGT-2')];
  expect(ask(agents, 'AGT-11')).toMatch(/^inconclusive: .*did you mean "AGT-1"/);
  expect(ask([])).toContain('no agent was ever named');
});

test('two machines of one name in two domains are two', () => {
  const agents = [agent('srv.a.example'), agent('srv.b.example', SILENT)];
  expect(ask(agents, 'srv.b.example')).toMatch(/^pass/);
  // A short name means both of them, and nobody is left.
  expect(ask(agents, 'srv')).toMatch(/^fail/);
});
