/** A step as one line: for the journal, JUnit, the report and the progress display. */
import { formatDuration } from '../runtime/duration.ts';
import { renderResult } from './judge/judge.ts';
import type { Agents, Expectation, Guard, ProbeStep, Span, Step } from './scenario.ts';

/** For the record: what it is for, and what it does. */
export function describeStep(step: Step): string {
  const deed = `${describeDeed(step)}${describePauses(step)}`;
  return step.name === undefined ? deed : `${step.name}: ${deed}`;
}

function describePauses({ pauseBeforeMs, pauseAfterMs }: Step): string {
  const before = pauseBeforeMs ? `, ${formatDuration(pauseBeforeMs)} of pause before it` : '';
  const after = pauseAfterMs ? `, ${formatDuration(pauseAfterMs)} of pause after it` : '';
  return `${before}${after}`;
}

/** For a person who watches: as short as the scenario says it. */
export function nameStep(step: Step): string {
  return step.name ?? describeDeed(step);
}

function describeDeed(step: Step): string {
  switch (step.kind) {
    case 'inject':
      return `inject ${step.fault}${details(step)}${describeSpan(step)}`;
    case 'do': {
      const refusal = step.refused ? ', which must be refused' : '';
      return `do ${step.change}${details(step)}${describeSpan(step)}${refusal}`;
    }
    case 'heal':
      return `heal ${step.fault}`;
    case 'undo':
      return `undo ${step.change}`;
    case 'traffic': {
      const rate = step.everyMs === undefined ? 'none' : `every ${formatDuration(step.everyMs)}`;
      return `traffic ${rate}${describeSpan(step)}`;
    }
    case 'wait':
    case 'advance':
      return `${step.kind} ${formatDuration(step.durationMs)}`;
    case 'phase':
      return `phase ${step.phase} when ${describeExpectation(step.when)}${within(step.withinMs)}`;
    case 'expect':
      return `expect ${step.of ? `of ${step.of}: ` : ''}${describeExpectation(step.expect)}${within(step.withinMs)}`;
    case 'probe':
      return `probe ${describeProbe(step.probe)}${within(step.withinMs)}`;
    case 'require':
      return `require ${describeGuard(step.guard)}${within(step.withinMs)}`;
  }
}

function details({ where, parameters }: Extract<Step, { kind: 'inject' | 'do' }>): string {
  const parts = Object.entries({ ...where, ...parameters });
  const listed = parts.map(([name, value]) => `${name}=${String(value)}`);
  return listed.length > 0 ? ` (${listed.join(' ')})` : '';
}

function describeSpan({ forMs, background }: Span): string {
  if (forMs === undefined) return '';
  return ` for ${formatDuration(forMs)}${background ? ' in the background' : ''}`;
}

function describeGuard(guard: Guard): string {
  if (guard.kind === 'expectation') return describeExpectation(guard.expect);
  const { probe, whileStopped } = guard;
  const meanwhile = whileStopped === undefined ? '' : ` with ${agentsText(whileStopped)} stopped`;
  return `${describeProbe(probe)}${meanwhile}`;
}

function describeProbe({ probe, as, password, expect }: ProbeStep): string {
  const wanted = Object.entries(expect).map(([name, value]) => `${name}=${String(value)}`);
  const account = as === undefined ? '' : ` as ${as}`;
  const guess = password === undefined ? '' : ' with a wrong password';
  return `${probe}${account}${guess}${wanted.length > 0 ? ` (${wanted.join(' ')})` : ''}`;
}

function within(withinMs: number): string {
  return withinMs === 0 ? '' : ` within ${formatDuration(withinMs)}`;
}

function describeExpectation(expect: Expectation): string {
  return [...describeSignIns(expect), ...describeAgents(expect)].join(', ');
}

function describeSignIns({ signIns, seen, share, ...expect }: Expectation): string[] {
  const results = (list: readonly (string | number)[]) => list.map(renderResult).join(' or ');
  return [
    ...Object.entries(signIns ?? {}).map(([group, list]) => `${group} only ${results(list)}`),
    ...Object.entries(seen ?? {}).map(([group, list]) => `${group} ${results(list)}`),
    ...Object.entries(share ?? {}).flatMap(([group, ranges]) =>
      Object.entries(ranges).map(
        ([result, [low, high]]) => `${group} ${renderResult(result)} in ${low} to ${high}`,
      ),
    ),
    ...(expect.answeredBy ? [`answers of ${answererText(expect.answeredBy)}`] : []),
    ...Object.entries(expect.lost ?? {}).map(
      ([agent, [low, high]]) => `${low} to ${high} sign-ins lost with ${agent}`,
    ),
    ...(expect.log ? [`${results(expect.log)} in the sign-in log`] : []),
  ];
}

function describeAgents(expect: Expectation): string[] {
  return [
    ...(expect.events ?? []).map(({ id, agents }) => `event ${id} on ${agentsText(agents)}`),
    ...Object.entries(expect.status ?? {}).map(
      ([status, agents]) => `${agentsText(agents)} ${status}`,
    ),
    ...Object.entries(expect.entries ?? {}).map(
      ([agent, list]) => `entries of ${agent}: ${list.join(' and ') || 'none'}`,
    ),
    ...Object.entries(expect.programs ?? {}).map(
      ([server, list]) => `programs on ${server}: ${list.join(', ') || 'none'}`,
    ),
    ...(expect.findings ? [`findings: ${expect.findings.join(', ') || 'none'}`] : []),
    ...(expect.statusChanges === undefined ? [] : ['no status change']),
  ];
}

function answererText(agents: Agents): string {
  return agents === 'all' ? 'all agents' : `${agents.join(', ')} only`;
}

function agentsText(agents: Agents): string {
  return agents === 'all' ? 'all agents' : agents.join(', ');
}
