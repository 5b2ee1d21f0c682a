/** A step as a file writes it (and `schema.json` admits it) → the step that the runner does. */
import type { ParameterValues, Where } from '../../lab/faults/fault.ts';
import type { Phase, SignInResult, UserGroup } from '../../lab/timeline.ts';
import type { AgentStatus } from '../../protocol/timings.ts';
import { parseDuration } from '../../runtime/duration.ts';
import type {
  Agents,
  ByGroup,
  Deed,
  Expectation,
  Guard,
  ProbeStep,
  Range,
  Span,
  Step,
  StepFrame,
} from '../scenario.ts';

/** The file's words, exactly as `schema.json` admits them. */
export interface RawStep {
  name?: string;
  'pause-before'?: string;
  'pause-after'?: string;
  inject?: string;
  do?: string;
  sites?: string[];
  agents?: string[];
  controllers?: string[];
  forests?: string[];
  users?: string[];
  'connect-servers'?: string[];
  with?: Partial<ParameterValues>;
  for?: string;
  background?: boolean;
  refused?: boolean;
  heal?: string;
  undo?: string;
  traffic?: { every: string } | 'none';
  wait?: string;
  advance?: string;
  phase?: 'noticed' | 'healed';
  when?: RawExpectation;
  expect?: RawExpectation;
  probe?: string;
  as?: string;
  password?: 'wrong';
  on?: string;
  require?: RawGuard;
  of?: Phase;
  within?: string;
}

type RawGuard = RawExpectation | RawProbeGuard;

interface RawProbeGuard {
  probe: string;
  as?: string;
  'while-stopped'?: Agents;
  expect?: ProbeStep['expect'];
}

export interface RawExpectation {
  'sign-ins'?: ByGroup<SignInResult[]>;
  seen?: ByGroup<SignInResult[]>;
  share?: Partial<Record<UserGroup, Record<string, Range>>>;
  samples?: number;
  'answered-by'?: Agents;
  lost?: Record<string, Range>;
  log?: number[];
  events?: { id: number; agents: Agents }[];
  status?: Partial<Record<AgentStatus, Agents>>;
  entries?: Record<string, AgentStatus[]>;
  programs?: Record<string, string[]>;
  findings?: string[];
  'status-changes'?: 'none';
}

export function readStep(raw: RawStep): Step {
  return { ...readFrame(raw), ...readDeed(raw) };
}

function readFrame(raw: RawStep): StepFrame {
  const { name, 'pause-before': before, 'pause-after': after } = raw;
  return {
    ...(name && { name }),
    ...(before && { pauseBeforeMs: parseDuration(before) }),
    ...(after && { pauseAfterMs: parseDuration(after) }),
  };
}

/** One verb per step; of two, the schema has refused one as an unknown key of the other. */
function readDeed(raw: RawStep): Deed {
  const withinMs = parseDuration(raw.within ?? '');
  const aimed = { where: readWhere(raw), parameters: raw.with ?? {}, ...readSpan(raw) };
  if (raw.inject !== undefined) return { kind: 'inject', fault: raw.inject, ...aimed };
  if (raw.do !== undefined) {
    return { kind: 'do', change: raw.do, ...aimed, ...(raw.refused && { refused: true }) };
  }
  if (raw.heal !== undefined) return { kind: 'heal', fault: raw.heal };
  if (raw.undo !== undefined) return { kind: 'undo', change: raw.undo };
  if (raw.traffic !== undefined) {
    const everyMs = raw.traffic === 'none' ? undefined : parseDuration(raw.traffic.every);
    return { kind: 'traffic', everyMs, ...readSpan(raw) };
  }
  if (raw.wait !== undefined) return { kind: 'wait', durationMs: parseDuration(raw.wait) };
  if (raw.advance !== undefined) return { kind: 'advance', durationMs: parseDuration(raw.advance) };
  if (raw.require !== undefined)
    return { kind: 'require', guard: readGuard(raw.require), withinMs };
  if (raw.phase !== undefined) {
    return { kind: 'phase', phase: raw.phase, when: readExpectation(raw.when ?? {}), withinMs };
  }
  if (raw.probe !== undefined) {
    const { probe, as, password, on, expect = {} } = raw;
    const asked = {
      probe,
      expect: { ...expect },
      ...(as && { as }),
      ...(password && { password }),
      ...(on !== undefined && { on }),
    };
    return { kind: 'probe', probe: asked, withinMs };
  }
  const expect = readExpectation(raw.expect ?? {});
  return { kind: 'expect', expect, ...(raw.of && { of: raw.of }), withinMs };
}

function readWhere(raw: RawStep): Where {
  const { sites, agents, controllers, forests, users, 'connect-servers': connectServers } = raw;
  const lists = { sites, agents, controllers, forests, users, connectServers };
  return Object.fromEntries(Object.entries(lists).filter(([, names]) => names !== undefined));
}

function readSpan(raw: RawStep): Span {
  return {
    ...(raw.for && { forMs: parseDuration(raw.for) }),
    ...(raw.background && { background: true }),
  };
}

function readGuard(raw: RawGuard): Guard {
  if (!('probe' in raw)) return { kind: 'expectation', expect: readExpectation(raw) };
  const { 'while-stopped': whileStopped, as, probe, expect = {} } = raw;
  return {
    kind: 'probe',
    probe: { probe, expect, ...(as && { as }) },
    ...(whileStopped && { whileStopped }),
  };
}

function readExpectation(raw: RawExpectation): Expectation {
  const {
    'sign-ins': signIns,
    'status-changes': statusChanges,
    'answered-by': answeredBy,
    ...rest
  } = raw;
  return {
    ...(signIns && { signIns }),
    ...(answeredBy && { answeredBy }),
    ...rest,
    ...(statusChanges && { statusChanges }),
  };
}
