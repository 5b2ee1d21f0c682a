/** Parity rows of what lies between a server and the cloud; see `parity-row.ts`. */
import type { ParityRows } from './parity-row.ts';

export const PATH_ROWS = {
  'path.half-open': {
    behaviour: 'Half-open connections: TCP connects, and one direction or both say nothing',
    virtual: 'emulated',
    live: 'emulated',
    note: 'A new connection stays silent after the path has healed, until its caller gives up.',
  },
  'path.loss': {
    behaviour: 'Lost packets, and what TCP sends again',
    virtual: 'emulated',
    live: 'emulated',
    note: 'One message or chunk counts as one packet; waits of Linux and RFC 6298.',
  },
  'path.presented': {
    behaviour: 'What an inspecting proxy shows: expired, wrong name or usage, old TLS, no cipher',
    virtual: 'emulated',
    live: 'real',
  },
  'path.names': {
    behaviour: 'Name resolution: no such name, wrong address, late; SRV records of controllers',
    virtual: 'emulated',
    live: 'emulated',
    note:
      'In the lab’s own resolver: no DNS packet is sent, nothing is cached. At the wrong address ' +
      'another server answers, with a good certificate of its own.',
  },
  'path.proxy': {
    behaviour: 'A site’s web proxy: 407, 502, down, web sockets refused, PAC file broken',
    virtual: 'emulated',
    live: 'emulated',
    note:
      'CONNECT for every port, also 80. One that refuses web sockets has to inspect; without its ' +
      'PAC file a client goes direct.',
  },
  'path.plain': {
    behaviour: 'Plain HTTP on ports 80 and 8080',
    virtual: 'emulated',
    live: 'real',
    note: 'Live: on a port of loopback that stands for them.',
  },
  'path.share': {
    behaviour: 'Effects on one port, or on a share of the connections',
    virtual: 'emulated',
    live: 'emulated',
    note: 'By the seed, for the n-th connection of a component to a host.',
  },
} as const satisfies ParityRows;
