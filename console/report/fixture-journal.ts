/**
 * A plausible, invented journal for tests of the report: 443 blocked for two hours, then healed.
 */
import type { Phase, SignInResult, TimelineEntry, UserGroup } from '../../lab/timeline.ts';
import { createDice } from '../../runtime/dice.ts';
import {
  JOURNAL_SCHEMA,
  type Journal,
  type PhaseSummary,
  type SteadyState,
} from '../../scenarios/journal/journal.ts';

const START_MS = Date.UTC(2026, 0, 5, 8);
const MINUTE_MS = 60_000;

export interface FixtureOptions {
  /** Between two sign-ins. */
  everyMs?: number;
  /** How long the fault stays on after it has been noticed. */
  noticedMs?: number;
}

export function fixtureJournal(options: FixtureOptions = {}): Journal {
  const { everyMs = 5000, noticedMs = 125 * MINUTE_MS } = options;
  const phases = fixturePhases(noticedMs);
  const endMs = phases.at(-1)?.endMs ?? START_MS;
  const timeline = [
    ...phaseEntries(phases),
    ...agentEntries(phases),
    ...signInEntries(phases, everyMs),
  ].toSorted((a, b) => a.atMs - b.atMs);
  return {
    $schema: JOURNAL_SCHEMA,
    status: 'completed',
    deviated: false,
    verdict: 'pass',
    because:
      'Users got 80001 within 40 s, agents showed Inactive after 2 h, and all healed by itself.',
    experiment: {
      id: 'blocked-443',
      title: 'Outbound 443 is blocked',
      description:
        'A firewall rule drops what the agents send to the cloud. Who notices, and when?',
    },
    start: new Date(START_MS).toISOString(),
    end: new Date(endMs).toISOString(),
    duration: (endMs - START_MS) / 1000,
    restedOn: fixtureRestedOn(),
    steady_states: { before: steadyState(3), during: null, after: steadyState(3) },
    run: fixtureSteps(phases),
    rollbacks: [step('heal block-443', 'succeeded', endMs - 60_000, 'nothing was left on')],
    phases: phases.map((phase) => summarise(phase, timeline)),
    violations: [],
    lostInFlight: { 'agt-1': 2 },
    variables: {},
    estate: {
      tenant: 'contoso',
      sites: [
        { name: 'hq', agents: ['agt-1', 'agt-2'], controllers: ['dc-1', 'dc-2'] },
        { name: 'branch', agents: ['agt-3'], controllers: ['dc-3'] },
      ],
    },
    timeline,
  };
}

interface Window {
  phase: Phase;
  startMs: number;
  endMs: number;
}

function fixturePhases(noticedMs: number): Window[] {
  const lengths: [Phase, number][] = [
    ['before', 60_000],
    ['unnoticed', 40_000],
    ['noticed', noticedMs],
    ['healed', 5 * MINUTE_MS],
  ];
  let atMs = START_MS;
  return lengths.map(([phase, lengthMs]) => {
    const startMs = atMs;
    atMs += lengthMs;
    return { phase, startMs, endMs: atMs };
  });
}

function startOf(phases: readonly Window[], phase: Phase): number {
  return phases.find((window) => window.phase === phase)?.startMs ?? START_MS;
}

function phaseEntries(phases: readonly Window[]): TimelineEntry[] {
  const fault = { kind: 'fault', fault: 'block-443', where: 'everywhere' } as const;
  return [
    ...phases.map(({ phase, startMs }) => ({ atMs: startMs, kind: 'phase' as const, phase })),
    { ...fault, atMs: startOf(phases, 'unnoticed'), state: 'on' },
    { ...fault, atMs: startOf(phases, 'healed'), state: 'off' },
  ];
}

function agentEntries(phases: readonly Window[]): TimelineEntry[] {
  const onMs = startOf(phases, 'noticed');
  const offMs = startOf(phases, 'healed');
  return ['agt-1', 'agt-2', 'agt-3'].flatMap((agent, nth): TimelineEntry[] => {
    const status = { kind: 'agent-status', agent } as const;
    const event = { kind: 'event', agent } as const;
    const entries: TimelineEntry[] = [
      { ...status, atMs: START_MS - 5000, from: 'none', to: 'Active' },
      {
        ...event,
        atMs: onMs + nth * 3000,
        id: 60013,
        level: 'warning',
        message: 'A signalling connection was lost: timed-out',
      },
      {
        ...event,
        atMs: offMs + 20_000 + nth * 4000,
        id: 60005,
        level: 'information',
        message: 'The agent reaches the cloud again',
      },
    ];
    const inactiveMs = onMs + 120 * MINUTE_MS - nth * 90_000;
    if (inactiveMs < offMs) {
      entries.push({ ...status, atMs: inactiveMs, from: 'Active', to: 'Inactive' });
      entries.push({
        ...status,
        atMs: offMs + 20_000 + nth * 4000,
        from: 'Inactive',
        to: 'Active',
      });
    }
    for (let atMs = onMs + nth * 7000; atMs < offMs; atMs += 10 * MINUTE_MS) {
      const message = 'The agent cannot reach the cloud: timed-out at connect';
      entries.push({ ...event, atMs, id: 31034, level: 'error', message });
    }
    return entries;
  });
}

function signInEntries(phases: readonly Window[], everyMs: number): TimelineEntry[] {
  const dice = createDice('fixture');
  const endMs = phases.at(-1)?.endMs ?? START_MS;
  const entries: TimelineEntry[] = [];
  for (let startedMs = START_MS; startedMs < endMs - 20_000; startedMs += everyMs) {
    const phase = phases.find((window) => startedMs < window.endMs)?.phase ?? 'healed';
    const draw = dice.below(10);
    const group = draw < 7 ? 'right-password' : draw < 9 ? 'wrong-password' : 'cloud-only';
    const [result, tookMs] = outcome(phase, group, dice.below(80));
    entries.push({
      atMs: startedMs + tookMs,
      kind: 'sign-in',
      group,
      userName: `user${dice.below(20)}@contoso.example`,
      startedMs,
      result,
      correlationId: dice.guid(),
    });
  }
  return entries;
}

function outcome(phase: Phase, group: UserGroup, jitter: number): [SignInResult, number] {
  if (group === 'cloud-only') return [0, 30 + jitter / 4];
  if (phase === 'unnoticed') return [80002, 15_000];
  if (phase === 'noticed') return [80001, 20 + jitter / 8];
  return [group === 'wrong-password' ? 50126 : 0, 90 + jitter];
}

function summarise({ phase, startMs, endMs }: Window, timeline: TimelineEntry[]): PhaseSummary {
  const results: PhaseSummary['results'] = {};
  const events: PhaseSummary['events'] = {};
  const status: PhaseSummary['status'] = {};
  for (const entry of timeline) {
    if (entry.kind === 'agent-status' && entry.atMs < endMs) status[entry.agent] = entry.to;
    if (entry.atMs < startMs || entry.atMs >= endMs) continue;
    if (entry.kind === 'event') events[entry.id] = (events[entry.id] ?? 0) + 1;
    if (entry.kind !== 'sign-in') continue;
    const counts = results[entry.group] ?? {};
    counts[entry.result] = (counts[entry.result] ?? 0) + 1;
    results[entry.group] = counts;
  }
  return { phase, startMs, endMs, results, events, status };
}

function fixtureRestedOn(): Journal['restedOn'] {
  return {
    mode: 'virtual',
    seed: '1',
    crypto: 'stand-in',
    product: 'pta-lab 0.1.0',
    assumed: [
      {
        name: 'inactiveAfterMs',
        value: 120 * MINUTE_MS,
        basis: 'seed',
        note: 'After this time without a heartbeat an agent shows Inactive. Only one seed has it.',
      },
      {
        name: 'signInDeadlineMs',
        value: 15_000,
        basis: 'assumed',
        note: 'How long the cloud waits for an agent. Not published.',
      },
    ],
  };
}

function steadyState(agents: number): SteadyState {
  const times = { start: new Date(START_MS).toISOString(), end: new Date(START_MS).toISOString() };
  return {
    steady_state_met: true,
    probes: [
      {
        probe: 'sign-in',
        verdict: 'pass',
        summary: 'The right password got tokens in 132 ms.',
        ...times,
        observation: { result: 0, tookMs: 132, agent: 'agt-2' },
      },
      {
        probe: 'agents',
        verdict: 'pass',
        summary: `${agents} of ${agents} agents are Active.`,
        ...times,
        observation: { agents: Array.from({ length: agents }, (_, at) => `agt-${at + 1}`) },
      },
    ],
  };
}

function step(
  activity: string,
  status: Journal['run'][number]['status'],
  startMs: number,
  evidence: string,
  lastsMs = 0,
): Journal['run'][number] {
  const start = new Date(startMs).toISOString();
  const end = new Date(startMs + lastsMs).toISOString();
  return { activity, type: 'action', status, start, end, evidence };
}

function fixtureSteps(phases: readonly Window[]): Journal['run'] {
  const onMs = startOf(phases, 'unnoticed');
  const noticedMs = startOf(phases, 'noticed');
  const offMs = startOf(phases, 'healed');
  return [
    step('inject block-443 (drop, established blackhole)', 'succeeded', onMs, 'effect on 3 agents'),
    step(
      'expect 80001 for right passwords within 2m',
      'succeeded',
      onMs,
      'expected only 80001, got 80001 in 14 of 14 sign-ins',
      noticedMs - onMs,
    ),
    step(
      'advance the clock by 2h5m',
      'succeeded',
      noticedMs,
      'agt-1, agt-2 and agt-3 went from Active to Inactive',
      offMs - noticedMs,
    ),
    step('heal block-443', 'succeeded', offMs, 'all agents Active again after 28 s', 28_000),
  ];
}
