/** A step as one line: for the journal, JUnit, the report and the progress display. */
import { formatDuration } from './duration.ts';
import { renderResult } from './judge.ts';
import type { Agents, Expectation, Step } from './scenario.ts';

/** For the record: what it is for, and what it does. */
export function describeStep(step: Step): string {
  return step.name === undefined ? describeDeed(step) : `${step.name}: ${describeDeed(step)}`;
}

/** For a person who watches: as short as the scenario says it. */
export function nameStep(step: Step): string {
  return step.name ?? describeDeed(step);
}

function describeDeed(step: Step): string {
  switch (step.kind) {
    case 'inject': {
      const parts = { ...step.where, ...step.parameters };
      const listed = Object.entries(parts).map(([name, value]) => `${name}=${String(value)}`);
      return `inject ${step.fault}${listed.length > 0 ? ` (${listed.join(' ')})` : ''}`;
    }
    case 'heal':
      return `heal ${step.fault}`;
    case 'wait':
    case 'advance':
      return `${step.kind} ${formatDuration(step.durationMs)}`;
    case 'phase':
      return `phase ${step.phase} when ${describeExpectation(step.when)}${within(step.withinMs)}`;
    case 'expect':
      return `expect ${step.of ? `of ${step.of}: ` : ''}${describeExpectation(step.expect)}${within(step.withinMs)}`;
  }
}

function within(withinMs: number): string {
  return withinMs === 0 ? '' : ` within ${formatDuration(withinMs)}`;
}

function describeExpectation(expect: Expectation): string {
  const results = (list: readonly (string | number)[]) => list.map(renderResult).join(' or ');
  return [
    ...Object.entries(expect.signIns ?? {}).map(
      ([group, list]) => `${group} only ${results(list)}`,
    ),
    ...Object.entries(expect.seen ?? {}).map(([group, list]) => `${group} ${results(list)}`),
    ...Object.entries(expect.share ?? {}).flatMap(([group, ranges]) =>
      Object.entries(ranges).map(
        ([result, [low, high]]) => `${group} ${renderResult(result)} in ${low} to ${high}`,
      ),
    ),
    ...(expect.events ?? []).map(({ id, agents }) => `event ${id} on ${agentsText(agents)}`),
    ...Object.entries(expect.status ?? {}).map(
      ([status, agents]) => `${agentsText(agents)} ${status}`,
    ),
    ...(expect.statusChanges === undefined ? [] : ['no status change']),
  ].join(', ');
}

function agentsText(agents: Agents): string {
  return agents === 'all' ? 'all agents' : agents.join(', ');
}
