/**
 * Probe `event-log`: the channels of agent and updater, the performance counters and the trace of
 * failed requests. Silence proves nothing: an agent that hangs writes nothing at all.
 */
import { HOUR_MS } from '../protocol/time-units.ts';
import type { EventLogObservation } from './observations.ts';
import type { Probe } from './probe.ts';
import type { LoggedEvent } from './probe-ports.ts';
import { askServer } from './server/ask-server.ts';
import {
  describeCounters,
  describeErrors,
  describeTrouble,
  utcSecond,
} from './server/judge-log.ts';
import { withoutPeople } from './server/without-people.ts';

export interface EventLogExpectation {
  /** How many error entries may stand in the time looked at. Default 0. */
  errors?: number;
}

/** A log that floods must not fill history: the latest count. */
const EVENTS_MAX = 500;

export const eventLog: Probe<EventLogObservation, EventLogExpectation> = {
  id: 'event-log',
  about: 'On an agent server: event channels of agent and updater, counters, failed requests',
  signsInAs: 'nobody',
  standsOn: 'agent-server',
  usual: () => ({ errors: 0 }),
  async observe({ server, clock, lookBackMs = HOUR_MS }) {
    const sinceMs = clock.nowMs() - lookBackMs;
    const events = await askServer(server, (asked) => asked.events(sinceMs));
    const seen = { server: server?.name ?? '', sinceMs, problem: events.problem };
    if (events.value === null) return { ...seen, events: null, counters: null, failures: null };
    const counters = await askServer(server, (asked) => asked.counters());
    const failures = await askServer(server, async (asked) => asked.failures?.(sinceMs));
    return {
      ...seen,
      events: events.value.slice(-EVENTS_MAX).map(clean),
      counters: counters.value ?? null,
      failures: failures.value?.slice(-EVENTS_MAX) ?? null,
    };
  },
  judge({ server, sinceMs, events, counters, failures, problem }, { errors: allowed = 0 }) {
    if (events === null) {
      return { verdict: 'inconclusive', summary: problem ?? 'the log was not seen' };
    }
    const count = events.filter(({ level }) => level === 'error').length;
    const found = [
      ...(count > allowed ? describeErrors(events) : []),
      ...describeTrouble(failures ?? []),
    ];
    const counted = describeCounters(counters);
    if (found.length > 0) {
      return { verdict: 'fail', summary: `${server}: ${found.join('; ')}; ${counted}` };
    }
    const span = `since ${utcSecond(sinceMs)}`;
    const written = events.length === 0 ? 'nothing was written' : `${events.length} entries`;
    const summary = `${server}: no errors ${span} (${written}, ${counted}); silence proves nothing`;
    return { verdict: 'pass', summary };
  },
};

function clean(event: LoggedEvent): LoggedEvent {
  return { ...event, message: withoutPeople(event.message) };
}
