/**
 * The agent's server believes it is another year: its own certificate does not hold at that time.
 * It falls out of the domain first and out of the cloud at its next bootstrap.
 */
import { DAY_MS } from '../../protocol/time-units.ts';
import type { Fault } from './fault.ts';
import { CLOCK_DIRECTION, clockOffset } from './shared/parameters.ts';
import { healedClaim, NO_AGENT_RESULTS, passwordResults } from './shared/symptoms.ts';
import { onServers } from './shared/where.ts';

export const agentClockWrong: Fault = {
  id: 'agent-clock-wrong',
  title: 'Clock of the agent’s server far off',
  family: 'clock',
  cause:
    'The clock of the agent’s server is off by more than its certificate lives, after the loss of a ' +
    'battery or the return of an old snapshot.',
  where: ['agents'],
  parameters: {
    direction: CLOCK_DIRECTION,
    offset: {
      about: 'How far it is off',
      ...{ type: 'duration', defaultMs: 400 * DAY_MS, minMs: DAY_MS, maxMs: 4_000 * DAY_MS },
    },
  },
  effects: (where, values) => [
    { ...onServers(where), kind: 'clock-offset', offsetMs: clockOffset(values) },
  ],
  symptoms: (timings, { direction }) => [
    {
      phase: 'unnoticed',
      afterMs: 0,
      // Until the next bootstrap, whenever that is.
      untilMs: timings.bootstrapIntervalMs / 2,
      results: passwordResults(80013),
      events: [60019],
      status: 'Active',
    },
    {
      phase: 'noticed',
      afterMs: timings.bootstrapIntervalMs,
      results: NO_AGENT_RESULTS,
      events: [31034, direction === 'ahead' ? 60008 : 60020],
      status: 'Inactive',
    },
    healedClaim(timings),
  ],
  lookAlike: {
    fault: 'certificate-expired',
    toldApartBy:
      'The agent stays on the list and its certificate is good by everybody else’s clock; w32tm on the ' +
      'server shows the offset.',
  },
  fix: 'Set the clock (w32tm /resync) and find out why the server did not follow its domain.',
  basis: 'assumed',
  sources: ['ED-ERR', 'lab'],
};
