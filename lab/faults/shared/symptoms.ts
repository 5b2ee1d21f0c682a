/**
 * Claims that several faults share. Claims only: nothing outside tests and generated documents
 * reads them.
 */
import type { Timings } from '../../../protocol/timings.ts';
import type { ParameterValues, Symptoms } from '../fault.ts';

/** No agent holds a connection: the cloud has nobody to ask. Cloud-only users never notice. */
export const NO_AGENT_RESULTS: Symptoms['results'] = {
  'right-password': [80001],
  'wrong-password': [80001],
  'cloud-only': [0],
};

/** An agent was asked, and nothing came back in time. */
export const NO_ANSWER_RESULTS: Symptoms['results'] = {
  'right-password': [80002],
  'wrong-password': [80002],
  'cloud-only': [0],
};

/** The same for whoever is asked about on premises, whatever the password. */
export function passwordResults(code: number): Symptoms['results'] {
  return { 'right-password': [code], 'wrong-password': [code], 'cloud-only': [0] };
}

/** Nothing shows: everybody gets what their password deserves. */
export const USUAL_RESULTS: Symptoms['results'] = {
  'right-password': [0],
  'wrong-password': [50126],
  'cloud-only': [0],
};

/**
 * Of a fault that hits a `share` of what goes by: those that are spared see what they always do.
 */
export function partlyResults({ share }: ParameterValues, code: number): Symptoms['results'] {
  const spared = (result: number) => (Number(share) < 1 ? [result] : []);
  return {
    'right-password': [...spared(0), code],
    'wrong-password': [...spared(50126), code],
    'cloud-only': [0],
  };
}

/**
 * As long as no agent can have noticed: the first listener is given up one keep-alive interval
 * before the time-out after the onset, if it had just been silent for that long.
 */
function unnoticedUntilMs(timings: Timings): number {
  return timings.keepAliveTimeoutMs - timings.keepAliveIntervalMs;
}

/** All listeners of an agent have been silent for too long. */
export function noticedAfterMs(timings: Timings): number {
  return timings.keepAliveTimeoutMs + timings.keepAliveIntervalMs;
}

/** Sockets come back within a retry pause; the status only with the next bootstrap. */
function healedAfterMs(timings: Timings): number {
  return (
    timings.bootstrapIntervalMs +
    timings.bootstrapTimeoutMs +
    timings.signallingRetryPauseMs +
    timings.signallingOpenTimeoutMs
  );
}

/** As if it had never been, once agents have bootstrapped again. */
export function healedClaim(timings: Timings): Symptoms {
  return healedAfter(healedAfterMs(timings));
}

export function healedAfter(afterMs: number): Symptoms {
  return { phase: 'healed', afterMs, results: USUAL_RESULTS, events: [], status: 'Active' };
}

/**
 * The way to the cloud is lost. What happens to open connections (`established`) decides how fast
 * it shows: a firewall that leaves them alone lets sign-ins through while bootstraps fail.
 */
export function cloudLostClaims(
  timings: Timings,
  { established }: ParameterValues,
  status: Symptoms['status'] = 'Inactive',
): readonly Symptoms[] {
  const noticed = { phase: 'noticed', events: [31034], status } as const;
  const healed = healedClaim(timings);
  switch (established) {
    case 'cut': {
      const afterMs = timings.signallingRetryFirstMs;
      return [{ ...noticed, afterMs, results: NO_AGENT_RESULTS }, healed];
    }
    case 'blackhole': {
      const afterMs = noticedAfterMs(timings);
      const noAgent = { ...noticed, afterMs, results: NO_AGENT_RESULTS };
      return [unnoticedClaim(timings), noAgent, healed];
    }
    default:
      return [{ ...noticed, afterMs: 0, results: USUAL_RESULTS }, healed];
  }
}

/**
 * Agents are gone, and the cloud hears their connections close: there is no time in which requests
 * go nowhere.
 */
export function agentsGoneClaims(timings: Timings, events: readonly number[]): readonly Symptoms[] {
  const afterMs = timings.signallingRetryFirstMs;
  const gone = { phase: 'noticed', afterMs, results: NO_AGENT_RESULTS, events } as const;
  return [{ ...gone, status: 'Inactive' }, healedClaim(timings)];
}

/** Requests go into connections that lead nowhere any more, and nobody knows yet. */
export function unnoticedClaim(timings: Timings): Symptoms {
  return {
    phase: 'unnoticed',
    afterMs: 0,
    untilMs: unnoticedUntilMs(timings),
    results: NO_ANSWER_RESULTS,
    events: [],
    status: 'Active',
  };
}
