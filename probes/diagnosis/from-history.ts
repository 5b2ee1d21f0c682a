/**
 * Diagnosis of what a watch has kept: runs become sightings again, a total failure is told from a
 * single one, and what chance says about one bad agent of several is put in numbers.
 */
import type { ProbeId } from '../observations.ts';
import type { ProbeRun } from '../probe-run.ts';
import type { Sighting } from './diagnosis.ts';

const ON_SERVERS: ReadonlySet<string> = new Set<ProbeId>(['preflight', 'agent-host', 'event-log']);

/**
 * Runs that broke before they saw anything are left out. A directory round does not say from where
 * it was made: from the machine that the other ones stood on.
 */
export function sightingsFrom(runs: readonly ProbeRun[]): readonly Sighting[] {
  const here = runs.flatMap((run) => serverOf(run) ?? [])[0] ?? 'this machine';
  return runs.flatMap((run) => {
    const { probe, observation, startedMs: atMs } = run;
    if (typeof observation !== 'object' || observation === null) return [];
    const server = probe === 'directory' ? here : serverOf(run);
    // History keeps what `observe` returned, under the probe that returned it.
    return [{ probe, server, site: null, atMs, observation } as Sighting];
  });
}

function serverOf({ probe, observation }: ProbeRun): string | null {
  if (!ON_SERVERS.has(probe) || typeof observation !== 'object' || observation === null)
    return null;
  const server = 'server' in observation ? observation.server : null;
  return typeof server === 'string' && server !== '' ? server : null;
}

/** Two failures in a row: a single one may be an agent that restarted. */
export const FAILURES_IN_A_ROW = 2;

/**
 * Since when every run of a module has failed; undefined: it has not, or only once. So a total
 * failure is known at the second run that falls into it, within two intervals. Inconclusive runs
 * neither begin nor end one.
 */
export function totalFailureSince(runs: readonly ProbeRun[]): number | undefined {
  const told = runs.filter(({ verdict }) => verdict !== 'inconclusive');
  const sorted = [...told].sort((a, b) => a.startedMs - b.startedMs);
  const lastPass = sorted.findLastIndex(({ verdict }) => verdict === 'pass');
  const failing = sorted.slice(lastPass + 1);
  return failing.length >= FAILURES_IN_A_ROW ? failing[0]?.startedMs : undefined;
}

/**
 * How many attempts it takes to meet one of `bad` among `agents` with that confidence, where each
 * attempt meets one of them at random (ED-FAQ). One of three, 95 %: 8. Undefined: never.
 */
export function attemptsToMeet(bad: number, agents: number, confidence = 0.95): number | undefined {
  if (bad <= 0 || agents <= 0) return undefined;
  if (bad >= agents) return 1;
  return Math.ceil(Math.log(1 - confidence) / Math.log(1 - bad / agents) - 1e-9);
}

export interface AgentTally {
  agentId: string;
  attempts: number;
  failures: number;
}

export interface AgentOutOfLine extends AgentTally {
  /** Of the other agents together. */
  othersShare: number;
  /** How likely that many failures are if it were no worse than the others. */
  chance: number;
}

/** Fewer attempts say nothing of an agent. */
export const ATTEMPTS_MIN = 5;
/** Once in a thousand looks by chance. */
const CHANCE_MAX = 0.001;
/** Nobody is perfect: others without a failure are taken to fail once in a hundred. */
const SHARE_MIN = 0.01;

/** Agents that fail more often than the others together, by more than chance explains. */
export function agentsOutOfLine(tallies: readonly AgentTally[]): readonly AgentOutOfLine[] {
  return tallies.flatMap((own) => {
    const others = tallies.filter(({ agentId }) => agentId !== own.agentId);
    const attempts = sumOf(others, 'attempts');
    if (own.attempts < ATTEMPTS_MIN || attempts < ATTEMPTS_MIN) return [];
    const othersShare = Math.max(SHARE_MIN, sumOf(others, 'failures') / attempts);
    const chance = atLeast(own.failures, own.attempts, othersShare);
    return chance <= CHANCE_MAX ? [{ ...own, othersShare, chance }] : [];
  });
}

function sumOf(tallies: readonly AgentTally[], what: 'attempts' | 'failures'): number {
  return tallies.reduce((sum, tally) => sum + tally[what], 0);
}

/** Binomial: `failures` or more of `attempts`, each with probability `share`. */
function atLeast(failures: number, attempts: number, share: number): number {
  if (share >= 1) return 1;
  let term = (1 - share) ** attempts;
  let below = 0;
  for (let count = 0; count < failures; count++) {
    below += term;
    term *= ((attempts - count) / (count + 1)) * (share / (1 - share));
  }
  return Math.max(0, 1 - below);
}
