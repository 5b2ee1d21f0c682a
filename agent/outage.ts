/**
 * How the agent notices and words that it cannot reach the cloud: event 31034 of the seed document.
 */
import type { AgentState, CallFailure, Step } from './state.ts';

/**
 * The first sign of an outage is worth 31034; the following ones come with each failed bootstrap.
 */
export function noticeOutage(state: AgentState, what: string, why: CallFailure): Step {
  if (!state.cloudReached) return [state, []];
  return [
    { ...state, cloudReached: false },
    [{ type: 'log', event: 'cloudUnreachable', message: describeFailure(what, why) }],
  ];
}

export function describeFailure(what: string, why: CallFailure): string {
  return `The agent cannot reach the cloud (${what}): ${why.failure} at ${why.at}.`;
}
