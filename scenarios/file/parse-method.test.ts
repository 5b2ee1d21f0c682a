/**
 * Mistakes in what a method is written with: variables, blocks, changes, guards, the estate; with
 * the exact sentence a person reads.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { GOOD, sentence, withMethod } from './fixture-scenario.ts';
import { parseScenario } from './parse.ts';

describe('what is wrong is said where it is written', () => {
  test.each([
    [
      'a site without a controller',
      `${GOOD}\nestate: { sites: [{ name: hq, agents: [agt-1] }] }`,
      'x.yaml:7: estate.sites[0]: expected domain controllers at hq, or controllersOf with the ' +
        'site whose controllers its agents use, got neither',
    ],
    [
      'two agents on one server',
      `${GOOD}\nestate: { sites: [{ name: hq, controllers: [dc-1], agents: [agt-1, agt-2], ` +
        'servers: { agt-1: { machine: SRV }, agt-2: { machine: srv } } }] }',
      'x.yaml:7: estate.sites[0].servers.agt-2.machine: expected one agent on each server, ' +
        'got agt-1 and agt-2 on srv',
    ],
    [
      'a method that would take longer than it may',
      `${withMethod('advance: 20d', 'advance: 20d')}\nlimit: 30d`,
      'x.yaml:7: method[1]: expected the method to end within 30d of lab time (limit), but up to ' +
        'this step it may take 40d',
    ],
    [
      'rounds without end',
      withMethod('{ repeat: 1000000, steps: [{ wait: 1s }] }'),
      'x.yaml:6: method[0]: expected at most 2000 steps, got 2001 × 1',
    ],
    [
      'a variable that is not there',
      withMethod(`{ inject: block-443, sites: ["\${sit}"] }`).replace(
        'steady',
        'variables: { site: hq }\nsteady',
      ),
      `x.yaml:7: method[0].sites[0]: expected a known variable (site), got "\${sit}"; ` +
        'did you mean "site"?',
    ],
    [
      'a variable without a value',
      GOOD.replace('steady', 'variables: { site: }\nsteady'),
      'x.yaml:3: variables.site: expected a value for "site", from here or as --var site=…, got none',
    ],
    [
      'what is wrong inside a block',
      withMethod(
        `{ for-each: { agent: [agt-1, agt-9] }, steps: [{ inject: dc-down, agents: ["\${agent}"] }] }`,
      ),
      'x.yaml:6: method[0].steps[0].agents[0]: expected a name (agt-1, agt-2, agt-3), got "agt-9"; ' +
        'did you mean "agt-1"?',
    ],
    [
      'a block without items',
      withMethod('{ for-each: { agent: [] }, steps: [{ wait: 1s }] }'),
      'x.yaml:6: method[0].for-each.agent: expected a list of items, got an empty list',
    ],
    [
      'an unknown change',
      withMethod('do: upgrad-agent'),
      'x.yaml:6: method[0].do: expected a change of pta-lab changes ls, got "upgrad-agent"; ' +
        'did you mean "upgrade-agent"?',
    ],
    [
      'taking back what was never done',
      withMethod('undo: stop-agent'),
      'x.yaml:6: method[0].undo: expected a change made by an earlier step, got "stop-agent"',
    ],
    [
      'a step in the background without an end',
      withMethod('{ inject: dc-down, background: true }'),
      'x.yaml:6: method[0]: expected "for" beside background: how long until it is taken back',
    ],
    [
      'a guard that stops agents nobody knows',
      withMethod('require: { probe: sign-in, while-stopped: [agt-9] }'),
      'x.yaml:6: method[0].require.while-stopped[0]: expected a name (agt-1, agt-2, agt-3), ' +
        'got "agt-9"; did you mean "agt-1"?',
    ],
  ])('%s', (_, text, expected) => {
    expect(sentence(text)).toBe(expected);
  });
});

test('variables that are given go before those of the file, and keep their type', () => {
  const text = withMethod(`{ inject: block-443, agents: "\${agents}" }`, `wait: \${for}s`).replace(
    'steady',
    'variables: { agents: [agt-1], for: 30 }\nsteady',
  );
  const { method, variables } = parseScenario('x.yaml', text, { variables: { agents: ['agt-2'] } });
  expect(variables).toEqual({ agents: ['agt-2'], for: 30 });
  expect(method).toMatchObject([{ where: { agents: ['agt-2'] } }, { durationMs: 30_000 }]);
});

test('the example of docs/scenarios.md can be read', () => {
  const file = path.join(import.meta.dirname, '../../docs', 'scenarios.md');
  const [, example = ''] = /```yaml\n(# yaml[\s\S]*?)```/.exec(readFileSync(file, 'utf8')) ?? [];
  expect(parseScenario('example.yaml', example).method).toHaveLength(4);
});
