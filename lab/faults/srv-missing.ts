/**
 * The SRV records of the domain controllers are gone. The controllers run, and nobody who asks the
 * domain for one is told.
 */
import type { Fault } from './fault.ts';
import { healedClaim } from './shared/symptoms.ts';

export const srvMissing: Fault = {
  id: 'srv-missing',
  title: 'SRV records of the controllers missing',
  family: 'name-resolution',
  cause:
    'The records _ldap._tcp.dc._msdcs of the domain are gone (scavenged, or on a resolver that never had ' +
    'them): agents find no domain controller.',
  where: ['controllers'],
  parameters: {},
  effects: ({ controllers = ['*'] }) => [{ on: 'controller', kind: 'unlisted', controllers }],
  symptoms: (timings) => [
    {
      phase: 'noticed',
      afterMs: 0,
      results: { 'right-password': [80007], 'wrong-password': [80007], 'cloud-only': [0] },
      events: [31019],
      status: 'Active',
    },
    healedClaim(timings),
  ],
  lookAlike: {
    fault: 'dc-down',
    toldApartBy:
      'A controller answers when it is called by its name (Test-NetConnection dc-1 -Port 636), but ' +
      'nltest /dsgetdc finds none; with the controllers down neither works.',
  },
  fix:
    'Restart Netlogon on the controllers, which registers the records again, and have the agents’ ' +
    'servers ask the domain’s own resolvers.',
  basis: 'assumed',
  sources: ['SEED-C', 'lab'],
};
