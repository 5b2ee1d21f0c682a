/**
 * The queueing simulation: sign-ins come, each is handed to one connected agent at random and waits
 * there whatever happens (no hand-off to another, ED-SEC). It is a model of its own and runs none
 * of the protocol code; what that code does instead is compared in `bench/planner-validated.ts`.
 */
import { saturationPerSecond } from '../../protocol/capacity.ts';
import { SECOND_MS } from '../../protocol/time-units.ts';
import type { Timings } from '../../protocol/timings.ts';
import { type ArrivalProfile, createArrivals } from './arrivals.ts';
import { createChoice, createUniform } from './chance.ts';
import { createLatencyBuckets, type LatencyBuckets } from './latency-buckets.ts';
import { createQueues, type QueuedAgent, type Queues } from './queues.ts';
import { createSeconds } from './seconds.ts';
import { createTries } from './tries.ts';

export interface SimulatedAgent extends QueuedAgent {
  /** How often it is chosen, beside the others. */
  weight: number;
}

export interface SimulationOptions {
  seed: string;
  /** Those that are connected. */
  agents: readonly SimulatedAgent[];
  arrivals: ArrivalProfile;
  timings: Deadlines;
  /** Between cloud and agent and back: the deadline counts it. */
  cloudTripMs: number;
  /** Of a sign-in beside its validation; added to every latency. */
  restMs: number;
  /** People whose sign-in timed out try once more after this time. Absent: they give up. */
  retryAfterMs?: number;
  /** Told of each sign-in; by when it was begun. */
  onEnd?(atMs: number, tookMs: number, timedOut: boolean): void;
}

export type Deadlines = Pick<
  Timings,
  'signInDeadlineMs' | 'agentAnswerDeadlineMs' | 'controllerTimeoutMs'
>;

export interface Simulated {
  /** Those tried again among them. */
  signIns: number;
  /** No answer before the deadline: 80002. */
  timedOut: number;
  /** Of those, tries again. */
  again: number;
  /** Sign-ins by their end, those that timed out among them. */
  latency: LatencyBuckets;
  /** Before the work began. */
  wait: LatencyBuckets;
  agents: readonly SimulatedLoad[];
  /** Share of all seconds of all agents in which one got more than it carries. */
  secondsOver: number;
  /** Share of the seconds in which that was so for one agent or more. */
  secondsAnyOver: number;
}

export interface SimulatedLoad {
  validations: number;
  /** What came over what it can carry; above 1 it came too fast. */
  utilisation: number;
}

const NEVER = Number.POSITIVE_INFINITY;

export function simulate(options: SimulationOptions): Simulated {
  const { agents, arrivals, timings, restMs, retryAfterMs, onEnd } = options;
  // Streams of their own: the same people come, whatever becomes of them.
  const chance = (name: string) => createUniform(`${options.seed}/${name}`);
  const weights = agents.map(({ weight }) => weight);
  const choose = createChoice(weights, chance('choice'));
  const tries = createTries(createArrivals(arrivals, chance('arrivals')));
  const [latency, wait] = [createLatencyBuckets(), createLatencyBuckets()];
  const handOver = createHandOver(options, createQueues(agents, chance('work')), wait);
  const seconds = createSeconds(agents.map(saturationOf));
  let timedOut = 0;
  for (let atMs = tries.next(); atMs !== NEVER; atMs = tries.next()) {
    const agent = choose();
    seconds.count(agent, atMs);
    const answeredMs = handOver(agent, atMs);
    const late = answeredMs === NEVER;
    const tookMs = restMs + (late ? timings.signInDeadlineMs : answeredMs);
    latency.record(tookMs);
    if (onEnd) onEnd(atMs, tookMs, late);
    if (!late) continue;
    timedOut += 1;
    if (retryAfterMs !== undefined) tries.again(atMs + tookMs + retryAfterMs);
  }
  const over = seconds.end();
  const validations = over.counts.reduce((sum, count) => sum + count, 0);
  return {
    ...{ signIns: validations, timedOut, again: tries.madeAgain(), latency, wait },
    agents: loadsOf(options, over.counts),
    ...{ secondsOver: over.share, secondsAnyOver: over.shareAny },
  };
}

/** How long the cloud waits for the answer; Infinity where none comes in time. */
function createHandOver(options: SimulationOptions, queues: Queues, wait: LatencyBuckets) {
  const { agents, timings, cloudTripMs } = options;
  const silent = Uint8Array.from(agents, (agent) => (neverAnswers(agent, timings) ? 1 : 0));
  const oneWayMs = cloudTripMs / 2;
  const { signInDeadlineMs, agentAnswerDeadlineMs } = timings;
  return (agent: number, atMs: number): number => {
    const arrivesMs = atMs + oneWayMs;
    const beginsMs = queues.beginOf(agent, arrivesMs);
    const endsMs = queues.endOf(agent, beginsMs);
    wait.record(beginsMs - arrivesMs);
    const tookMs = endsMs + oneWayMs - atMs;
    const givenUp = silent[agent] === 1 || endsMs - beginsMs >= agentAnswerDeadlineMs;
    return givenUp || tookMs >= signInDeadlineMs ? NEVER : tookMs;
  };
}

/** A controller farther away than the agent has patience: LogonUser gives nothing back. */
function neverAnswers({ capacity, roundTripMs }: QueuedAgent, timings: Deadlines): boolean {
  const asks = capacity === 'host' || capacity.controllerTrips > 0;
  return asks && roundTripMs >= timings.controllerTimeoutMs;
}

export function saturationOf({ capacity, roundTripMs }: QueuedAgent): number {
  return capacity === 'host' ? NEVER : saturationPerSecond(capacity, roundTripMs);
}

function loadsOf({ agents, arrivals }: SimulationOptions, counts: Float64Array): SimulatedLoad[] {
  return agents.map((agent, at) => {
    const validations = counts[at] ?? 0;
    const perSecond = validations / (arrivals.durationMs / SECOND_MS);
    return { validations, utilisation: perSecond / saturationOf(agent) };
  });
}
