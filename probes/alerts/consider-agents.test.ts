import { expect, test } from 'vitest';
import { proves } from '../../test/parity/proves.ts';
import type { ProbeRun } from '../probe-run.ts';
import { ALERT_DEFAULTS } from './alert-rules.ts';
import { type AlertState, NO_ALERTS } from './alert-state.ts';
import { type AgentAnswers, considerAnswers } from './consider-agents.ts';
import { considerRun } from './consider-run.ts';
import { fixtureRun } from './fixture-run.ts';

function answers(...shares: [failed: number, answered: number][]): AgentAnswers[] {
  return shares.map(([failed, answered], index) => {
    return { target: 'contoso', id: `id-${index}`, machine: `AGT-${index}`, failed, answered };
  });
}

function told(shares: readonly AgentAnswers[], state: AlertState = NO_ALERTS) {
  const settled = considerAnswers(state, shares, ALERT_DEFAULTS, 0);
  return { ...settled, lines: settled.notices.map((notice) => `${notice.state} ${notice.title}`) };
}

test(proves('probes.alerts', 'one of three agents that fails most of its answers is named'), () => {
  const bad = told(answers([0, 20], [12, 20], [0, 20]));
  expect(bad.lines).toEqual(['firing AGT-1 fails more often than the other agents of contoso']);
  expect(bad.notices[0]?.text).toBe(
    'AGT-1 failed 12 of its last 20 answers, the others 0 of 40. Agents are chosen at random: ' +
      'with 3 that answer it takes 8 attempts to meet it with 95 %',
  );
  const taken = told(answers([0, 20], [0, 0], [0, 20]), bad.state);
  expect(taken.lines[0]).toMatch(/^resolved AGT-1/);
});

test('four answers judge no agent, five do', () => {
  expect(told(answers([4, 4], [0, 20])).lines).toEqual([]);
  expect(told(answers([5, 5], [0, 20])).lines).toHaveLength(1);
});

test('where all agents fail, none of them is the cause', () => {
  expect(told(answers([20, 20], [19, 20], [20, 20])).lines).toEqual([]);
});

function list(statuses: readonly string[], inventory?: readonly { machineName: string }[]) {
  const agents = statuses.map((status, index) => {
    return { id: `id-${index}`, machineName: `AGT-${index}`, externalIp: '192.0.2.1', status };
  });
  const observation = { agents, problem: null, ...(inventory && { inventory }) };
  return { ...fixtureRun({ probe: 'agents', module: 'agents' }), observation };
}

function look(run: ProbeRun, state: AlertState = NO_ALERTS) {
  const settled = considerRun(state, run, ALERT_DEFAULTS, 0);
  return { ...settled, lines: settled.notices.map(({ state, title }) => `${state} ${title}`) };
}

test('an agent that is not Active is named, and so is its return, however Graph spells it', () => {
  const down = look(list(['active', 'inactive', 'Active']));
  expect(down.lines).toEqual(['firing AGT-1 of contoso is not Active']);
  expect(look(list(['active', 'inactive', 'active']), down.state).lines).toEqual([]);
  const back = look(list(['active', 'Active', 'active']), down.state);
  expect(back.lines).toEqual(['resolved agent id-1 of contoso is not Active']);
});

test('the entry that a new installation leaves behind is no Inactive agent', () => {
  const run = list(['active', 'active', 'inactive']);
  const [first, second, left] = run.observation.agents;
  const agents = [first, second, { ...left, machineName: 'AGT-1' }];
  expect(look({ ...run, observation: { ...run.observation, agents } }).lines).toEqual([]);
});

test('the last Active agent is one too few', () => {
  expect(look(list(['active', 'inactive'])).lines).toContain(
    'firing contoso has no agent to spare',
  );
});

test('an agent of nobody is told at its first sight', () => {
  const known = [{ machineName: 'AGT-0' }, { machineName: 'AGT-1' }];
  expect(look(list(['active', 'active', 'active'], known)).lines).toEqual([
    'firing AGT-2 is an agent of contoso that is not in the inventory',
  ]);
});

test('a list that could not be read says nothing of agents', () => {
  const unread = { agents: null, problem: { kind: 'no-right', text: '' } };
  const run = fixtureRun({ probe: 'agents', verdict: 'inconclusive', observation: unread });
  expect(look(run).lines).toEqual([]);
});
