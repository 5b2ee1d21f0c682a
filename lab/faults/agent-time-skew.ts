/**
 * The agent's server and the domain are more than five minutes apart: logons fail with 1398, and
 * the cloud notices nothing.
 */
import { MINUTE_MS } from '../../protocol/time-units.ts';
import { DEFAULT_SITES } from '../estate.ts';
import type { Fault } from './fault.ts';
import { CLOCK_DIRECTION, clockOffset } from './shared/parameters.ts';
import { healedClaim, passwordResults } from './shared/symptoms.ts';
import { onServers } from './shared/where.ts';

/** An offset into the past is only that if the certificate is older than it. */
const AGED = { certificateAgeDays: 10 };

export const agentTimeSkew: Fault = {
  id: 'agent-time-skew',
  title: 'Time skew between agent and domain',
  family: 'clock',
  cause: 'The clock of the agent’s server is off by more than Kerberos puts up with.',
  where: ['agents'],
  parameters: {
    direction: CLOCK_DIRECTION,
    offset: {
      about: 'How far it is off',
      ...{
        type: 'duration',
        defaultMs: 10 * MINUTE_MS,
        minMs: 6 * MINUTE_MS,
        maxMs: 24 * 60 * MINUTE_MS,
      },
    },
  },
  effects: (where, values) => [
    { ...onServers(where), kind: 'clock-offset', offsetMs: clockOffset(values) },
  ],
  symptoms: (timings) => [
    {
      phase: 'noticed',
      afterMs: 0,
      results: passwordResults(80013),
      events: [60019],
      status: 'Active',
    },
    healedClaim(timings),
  ],
  seenIn: {
    estate: {
      sites: DEFAULT_SITES.map((site) => ({
        ...site,
        servers: Object.fromEntries(site.agents.map((agent) => [agent, AGED])),
      })),
    },
  },
  lookAlike: {
    fault: 'dc-clock-skew',
    toldApartBy:
      'A controller whose clock is off fails those whom it is asked about by any agent; here one agent’s ' +
      'sign-ins fail, whichever controller it asks.',
  },
  fix: 'Let the server take its time from the domain again (w32tm /config /syncfromflags:domhier).',
  basis: 'documented',
  sources: ['ED-ERR', 'WIN-KRB', 'W32', 'lab'],
};
