/** Parity rows of one area; see `parity-row.ts`. */
import type { ParityRows } from './parity-row.ts';

export const STAND_IN_ROWS = {
  'stand-in.up': {
    behaviour: 'A live lab on loopback, TLS with certificates of the lab’s CA (`pta-lab up`)',
    live: 'real',
    virtual: 'absent',
  },
  'stand-in.port-443': {
    behaviour: 'Lab names without a port: port 443 of 127.0.0.1',
    live: 'real',
    virtual: 'absent',
    note: 'Where it may be had. Names under .localhost: browsers and curl find them, Node only with a resolver that does.',
  },
  'stand-in.proxy': {
    behaviour: 'A CONNECT proxy for clients that drop the port or may not be told a name',
    live: 'real',
    virtual: 'absent',
    note: 'Leads to its lab only, on any port; 403 for everything else, 405 for plain HTTP.',
  },
  'stand-in.real-names': {
    behaviour: 'Microsoft’s own host names for sign-in and Graph, in tokens and discovery too',
    live: 'emulated',
    virtual: 'absent',
    note: 'Opt-in, behind the proxy (`up --real-names`) or inside one process (MSW) only.',
  },
  'stand-in.library': {
    behaviour: '`createMockEntra()`: `fetch` style in process, and `listen()` on TLS',
    live: 'emulated',
    virtual: 'absent',
    note: 'Agents behind stand-in crypto and a network in memory; tokens are signed with real RSA.',
  },
  'stand-in.msw': {
    behaviour: 'MSW handlers for the real host names (`pta-lab/msw`)',
    live: 'emulated',
    virtual: 'absent',
  },
  'stand-in.vitest': {
    behaviour: 'A vitest fixture (`pta-lab/vitest`)',
    live: 'emulated',
    virtual: 'absent',
  },
  'stand-in.trust': {
    behaviour: 'The CA into Node, Python, Java, curl and browsers, and out again',
    live: 'real',
    virtual: 'absent',
    note: 'Variables of login shells, and NSS databases on Linux. Other systems’ stores are left to a person.',
  },
  'stand-in.env': {
    behaviour: 'Variables that lead other programs to a running lab (`pta-lab env`)',
    live: 'real',
    virtual: 'absent',
  },
  'stand-in.limits': {
    behaviour: 'Oversized bodies (413), unreadable addresses and host names (400)',
    live: 'emulated',
    virtual: 'absent',
    note: 'The size is the lab’s own; no document gives Entra’s.',
  },
} as const satisfies ParityRows;
