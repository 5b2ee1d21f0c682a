/**
 * The controllers' clocks are off. Beyond the tolerance of Kerberos no logon is judged any more,
 * whatever the password; within it nothing shows.
 */

import type { Fault } from './fault.ts';
import { directoryClaims, SHORTLY } from './shared/directory-claims.ts';
import { passwordResults, USUAL_RESULTS } from './shared/symptoms.ts';

export const dcClockSkew: Fault = {
  id: 'dc-clock-skew',
  title: 'Controllers’ clocks wrong',
  family: 'directory',
  cause:
    'The clocks of the domain controllers are ahead of everybody else’s (a virtual host that sets its ' +
    'guests’ time, a time source gone wild).',
  where: ['controllers'],
  parameters: {
    offset: {
      about: 'How far the clocks are ahead',
      type: 'duration',
      defaultMs: 600_000,
      minMs: 1_000,
      maxMs: 86_400_000,
    },
  },
  effects: ({ controllers = ['*'] }, { offset }) => [
    { on: 'controller', kind: 'clock-offset', controllers, offsetMs: Number(offset) },
  ],
  symptoms: (timings, { offset }) =>
    directoryClaims(timings, {
      results: Number(offset) > timings.kerberosSkewMs ? passwordResults(80013) : USUAL_RESULTS,
    }),
  seenIn: SHORTLY,
  lookAlike: {
    fault: 'agent-time-skew',
    toldApartBy:
      'With one agent’s clock wrong that agent alone answers 80013; with the controllers’ wrong every ' +
      'agent does. w32tm /monitor shows which clock is off.',
  },
  fix:
    'Set the time of the PDC emulator from a reliable source and let the domain follow it; check the ' +
    'time synchronisation of the virtual host.',
  basis: 'documented',
  sources: ['ED-ERR', 'WIN-KRB', 'W32'],
};
