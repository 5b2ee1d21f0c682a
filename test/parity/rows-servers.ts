/** Parity rows of agents' servers: what an administrator does with them; see `parity-row.ts`. */
import type { ParityRows } from './parity-row.ts';

export const SERVER_ROWS = {
  'servers.install': {
    behaviour: 'Installing an agent: credentials, one agent per server, no previews elsewhere',
    virtual: 'emulated',
    live: 'emulated',
    note: 'The rules of the installer, not its windows or its files.',
  },
  'servers.upgrade': {
    behaviour: 'The upgrade over the top: same id, one entry, no credentials',
    virtual: 'emulated',
    live: 'emulated',
    note: 'As the FAQ has it; the troubleshooting seed’s “in-place upgrade” is the next row.',
  },
  'servers.reinstall': {
    behaviour: 'Uninstall and install: credentials, a new id, two entries until the old one goes',
    virtual: 'emulated',
    live: 'emulated',
    note: 'Also what the troubleshooting seed calls an in-place upgrade.',
  },
  'servers.uninstall': {
    behaviour: 'An uninstall: the updater stays behind, the entry goes after ten days',
    virtual: 'emulated',
    live: 'emulated',
  },
  'servers.services': {
    behaviour: 'Services that stop, start and restart, and servers that restart',
    virtual: 'emulated',
    live: 'emulated',
    note: 'How long a restart takes is an assumed number and a parameter.',
  },
  'servers.clone': {
    behaviour: 'A cloned server: one id twice, until one of the two renews',
    virtual: 'emulated',
    live: 'emulated',
    note: 'No source says what the service does with it; assumed.',
  },
  'servers.proxy': {
    behaviour: 'An outbound proxy by WPAD, by configuration, or for the browser only',
    virtual: 'emulated',
    live: 'emulated',
  },
  'servers.export': {
    behaviour: 'Event log, trace and counters of an agent’s server, exported',
    virtual: 'emulated',
    live: 'emulated',
    note: 'XML in the shape of Windows’ export; the ids are mostly the lab’s own.',
  },
  'servers.lone-agent': {
    behaviour: 'One agent alone in a process or on a host, through that host’s proxy',
    virtual: 'absent',
    live: 'real',
    note: 'Against a lab only, by its CONNECT proxy.',
  },
} as const satisfies ParityRows;
