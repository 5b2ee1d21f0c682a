/** Every kind of mistake in a scenario file, with the exact sentence a person reads. */
import { describe, expect, test } from 'vitest';
import type { Fault } from '../../lab/faults/fault.ts';
import { FAULTS } from '../../lab/faults/index.ts';
import { PROBES } from '../../probes/index.ts';
import { loadScenario, scenarioIds } from '../catalogue.ts';
import { GOOD, HEAD, sentence, withMethod } from './fixture-scenario.ts';
import { parseScenario } from './parse.ts';

const A_STEP =
  'expected a step: inject, heal, do, undo, traffic, wait, advance, phase, expect, probe, ' +
  'require, for-each or repeat';

describe('what is wrong in a file is said with line, key, what was expected and what came', () => {
  test.each([
    [
      'a duration in words',
      withMethod('wait: soon'),
      'x.yaml:6: method[0].wait: expected a duration such as 30s, 5m or 2h, got "soon"',
    ],
    [
      'a bare number as duration',
      withMethod('wait: 1s', 'advance: 30'),
      'x.yaml:7: method[1].advance: expected a duration such as 30s, 5m or 2h, got 30',
    ],
    [
      'a step with a slip in its verb',
      withMethod('injct: block-443'),
      'x.yaml:6: method[0]: expected one of inject, heal, do, undo, traffic, wait, advance, phase, ' +
        'expect, probe, require, for-each, repeat, name, got the unknown key "injct"; did you mean "inject"?',
    ],
    ['a step that is no map', withMethod('wait'), `x.yaml:6: method[0]: ${A_STEP}, got "wait"`],
    [
      'a step with a name only',
      withMethod('name: hello'),
      `x.yaml:6: method[0]: ${A_STEP}, got a map`,
    ],
    [
      'two verbs in one step',
      withMethod('{ wait: 1s, heal: block-443 }'),
      'x.yaml:6: method[0]: expected one of name, heal, pause-before, pause-after, ' +
        'got the unknown key "wait"',
    ],
    [
      'an unknown key at the top',
      `${GOOD}\nrollbacks: always`,
      'x.yaml:7: scenario: expected one of $schema, title, description, group, variables, estate, ' +
        'traffic, steady-state, hypothesis, fail-fast, method, rollback, after, limit, ' +
        'got the unknown key "rollbacks"; ' +
        'did you mean "rollback"?',
    ],
    [
      'another way to roll back',
      `${GOOD}\nrollback: sometimes`,
      'x.yaml:7: rollback: expected one of always, deviated, never, got "sometimes"',
    ],
    [
      'a missing title',
      GOOD.replace('title: T\n', ''),
      'x.yaml:1: scenario: expected the key "title", which is missing',
    ],
    [
      'an unknown probe',
      GOOD.replace('sign-in', 'signin'),
      /^x\.yaml:4: .+\.probe: expected one of sign-in, .+, got "signin"; did you mean "sign-in"\?$/,
    ],
    [
      'a probe without what it must see',
      GOOD.replace('sign-in, expect: { result: 0 }', 'agents, expect: {}'),
      'x.yaml:4: steady-state[0].expect: expected the key "active", which is missing',
    ],
    [
      'a probe that is to see what it cannot',
      GOOD.replace('result: 0', 'active: 3'),
      'x.yaml:4: steady-state[0].expect: expected one of result, chain, got the unknown key "active"',
    ],
    [
      'an unknown fault',
      withMethod('inject: blok-443'),
      'x.yaml:6: method[0].inject: expected a fault of pta-lab faults ls, ' +
        'got "blok-443"; did you mean "block-443"?',
    ],
    [
      'an unknown parameter',
      withMethod('{ inject: block-443, with: { estabished: cut } }'),
      'x.yaml:6: method[0].with: expected one of how, established (block-443), ' +
        'got the unknown parameter "estabished"; did you mean "established"?',
    ],
    [
      'a value that a parameter does not have',
      withMethod('{ inject: block-443, with: { established: blackhol } }'),
      'x.yaml:6: method[0].with.established: expected one of keep, cut, blackhole, ' +
        'got "blackhol"; did you mean "blackhole"?',
    ],
    [
      'a place the estate does not have',
      withMethod('{ inject: block-443, agents: [agt-1, agt-4] }'),
      'x.yaml:6: method[0].agents[1]: expected a name (agt-1, agt-2, agt-3), got "agt-4"; ' +
        'did you mean "agt-1"?',
    ],
    [
      'a place the fault does not know',
      withMethod('{ inject: block-443, controllers: [dc-1] }'),
      'x.yaml:6: method[0]: expected sites or agents, got controllers (block-443)',
    ],
    [
      'healing what was never injected',
      withMethod('inject: block-443', 'heal: dc-down'),
      'x.yaml:7: method[1].heal: expected a fault injected by an earlier step, got "dc-down"',
    ],
    [
      'a phase that has not begun',
      withMethod('{ expect: { status: { Active: all } }, of: noticed }'),
      'x.yaml:6: method[0].of: expected a phase that an earlier step began, got "noticed"',
    ],
    [
      'a phase without the time it may take',
      withMethod('{ phase: noticed, when: { status: { Inactive: all } } }'),
      'x.yaml:6: method[0]: expected the key "within", which is missing',
    ],
    [
      'a group of users that does not exist',
      withMethod('expect: { sign-ins: { right-pasword: [0] } }'),
      'x.yaml:6: method[0].expect.sign-ins: expected one of right-password, wrong-password, ' +
        'cloud-only, got the unknown key "right-pasword"; did you mean "right-password"?',
    ],
    [
      'a code that nobody gives',
      withMethod('expect: { sign-ins: { right-password: [80006] } }'),
      'x.yaml:6: method[0].expect.sign-ins.right-password[0]: ' +
        'expected an AADSTS code that the lab knows, got 80006',
    ],
    [
      'an event id of nobody’s',
      withMethod('expect: { events: [{ id: 31035, agents: all }] }'),
      'x.yaml:6: method[0].expect.events[0].id: expected an event that the lab knows, got 31035',
    ],
    [
      'agents in words',
      withMethod('expect: { status: { Active: every } }'),
      'x.yaml:6: method[0].expect.status.Active: ' +
        'expected all, or a list of agents such as [agt-1], got "every"',
    ],
    [
      'a share without a number of samples',
      withMethod('expect: { share: { right-password: { "80007": [0.5, 0.8] } } }'),
      'x.yaml:6: method[0].expect: expected the key "samples" beside "share"',
    ],
    [
      'a share in per cent',
      withMethod('expect: { share: { right-password: { "80007": [50, 80] } }, samples: 30 }'),
      'x.yaml:6: method[0].expect.share.right-password.80007[0]: expected a part from 0 to 1, got 50',
    ],
    [
      'an empty expectation',
      withMethod('expect: {}'),
      'x.yaml:6: method[0].expect: expected a map with sign-ins, seen, share, answered-by, lost, ' +
        'log, events, status, entries, programs, findings or status-changes, got an empty map',
    ],
    [
      'faults that cannot be on together',
      withMethod('inject: agent-stopped', 'wait: 1m', '{ inject: agent-hung, agents: [agt-1] }'),
      'x.yaml:8: method[2].inject: agent-hung (agent-server: hang) contradicts agent-stopped ' +
        '(agent-server: stop-service), which is on at the same place: take that one back first, ' +
        'or choose another place',
    ],
    [
      'sign-ins without a pause in between',
      `${GOOD}\ntraffic: { every: 0s }`,
      'x.yaml:7: traffic.every: expected a duration above 0 such as 5s, got "0s"',
    ],
    [
      'the same in a step',
      withMethod('traffic: { every: 0ms }'),
      'x.yaml:6: method[0].traffic.every: expected a duration above 0 such as 5s, got "0ms"',
    ],
    [
      'looks without a pause in between',
      `${GOOD}\nhypothesis: { strategy: during, every: 0s }`,
      'x.yaml:7: hypothesis.every: expected a duration above 0 such as 5s, got "0s"',
    ],
    [
      'more agents than a tenant may have',
      `${GOOD}\nestate: { agents: 41 }`,
      'x.yaml:7: estate: Expected 1 to 40 agents, got 41.',
    ],
    [
      'an empty method',
      [...HEAD, 'method: []'].join('\n'),
      'x.yaml:5: method: expected a list of at least one step, got an empty list',
    ],
    ['broken YAML', `${GOOD}\nafter: { within: 5m`, /^x\.yaml:7: expected valid YAML: /],
    ['a key given twice', `${GOOD}\ntitle: again`, /^x\.yaml:7: expected valid YAML: Map keys/],
    [
      'an empty file',
      '',
      'x.yaml:1: scenario: expected a map with title, description, steady-state and method, got nothing',
    ],
  ])('%s', (_, text, expected) => {
    if (typeof expected === 'string') expect(sentence(text)).toBe(expected);
    else expect(sentence(text)).toMatch(expected);
  });

  test('the first mistake in the file is the one that is told', () => {
    expect(sentence(withMethod('wait: soon', 'wait: later'))).toMatch(/^x\.yaml:6: /);
  });
});

test('faults that were taken back, or are at other places, contradict nobody', () => {
  const one = '{ inject: agent-stopped, agents: [agt-1] }';
  for (const steps of [
    [one, 'heal: agent-stopped', 'inject: agent-hung'],
    [one, 'heal: all', 'inject: agent-hung'],
    [one.replace(' }', ', for: 1m }'), 'inject: agent-hung'],
    [one, '{ inject: agent-hung, agents: [agt-2] }'],
  ]) {
    expect(sentence(withMethod(...steps))).toBe('parsed');
  }
});

test('durations become milliseconds, of steps and of parameters', () => {
  const slow: Fault = {
    ...(FAULTS['dc-down'] as Fault),
    id: 'slow',
    parameters: {
      delay: { about: 'd', type: 'duration', defaultMs: 1, minMs: 1, maxMs: 60_000 },
    },
  };
  const read = (delay: string) =>
    parseScenario(
      'x.yaml',
      withMethod(`{ inject: slow, with: { delay: ${delay} } }`, 'wait: 1h30m'),
      { catalogue: { faults: { slow }, changes: {} } },
    );
  expect(read('30s').method).toMatchObject([
    { kind: 'inject', parameters: { delay: 30_000 } },
    { kind: 'wait', durationMs: 5_400_000 },
  ]);
  expect(() => read('2m')).toThrow(/expected a duration from 1ms to 1m, got "2m"/);
});

describe('the scenarios that come with pta-lab', () => {
  test.each(scenarioIds())('%s can be read', (id) => {
    expect(loadScenario(id).id).toBe(id);
  });
});

/** A rehearsal has no browser. */
const REHEARSED = Object.keys(PROBES).filter((id) => id !== 'browser-sign-in');

test.each(REHEARSED)('the schema says what probe %s may be expected to see', (id) => {
  const text = GOOD.replace('sign-in', id).replace('result: 0', 'nonsense: 0');
  expect(sentence(text)).toContain('steady-state[0].expect: expected');
});
