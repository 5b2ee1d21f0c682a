/** Parity rows of agents, directory, network and time; see `parity-row.ts`. */
import type { ParityRows } from './parity-row.ts';

export const AGENT_ROWS = {
  'agents.registration': {
    behaviour: 'Registration: signing request in, certificate out',
    virtual: 'emulated',
    live: 'emulated',
    note: 'The XML of public write-ups, for the lab’s own agents only.',
  },
  'agents.status': {
    behaviour: 'Bootstrap, and with it Active, Inactive, and gone from the list',
    virtual: 'emulated',
    live: 'emulated',
  },
  'agents.signalling': {
    behaviour: 'Signalling: requests pushed to one connected agent over a web socket',
    virtual: 'emulated',
    live: 'emulated',
    note: 'JSON frames of the lab’s own.',
  },
  'agents.renewal': {
    behaviour: 'Certificate renewal by the agent',
    virtual: 'emulated',
    live: 'emulated',
    note: 'Thin: no public source shows the messages.',
  },
  'agents.certificate': {
    behaviour: 'An agent without its certificate, or with another one, is refused',
    virtual: 'emulated',
    live: 'real',
  },
  'agents.relay-framing': {
    behaviour: 'The relay framing of real agents; attaching one to the lab',
    virtual: 'absent',
    live: 'absent',
    note: 'By design: the lab takes no real agent, and its agents reach nothing but the lab.',
  },
  'agents.windows': {
    behaviour: 'Updater, installer, the Windows event log as such',
    virtual: 'absent',
    live: 'absent',
    note: 'The agents’ events are in the timeline of the lab.',
  },
  'directory.logon': {
    behaviour: 'Domain controllers: unknown, disabled, locked, expired accounts, logon hours',
    virtual: 'emulated',
    live: 'emulated',
    note: '“Log On To” without `*` refuses every agent: a bind names no workstation.',
  },
  'directory.ldap': {
    behaviour: 'Domain controllers answer LDAP binds with the texts of Active Directory',
    virtual: 'emulated',
    live: 'real',
    note: 'Bind and unbind only.',
  },
  'directory.real': {
    behaviour: 'A real Active Directory',
    virtual: 'absent',
    live: 'absent',
  },
  'network.connections': {
    behaviour: 'Names, connections, TLS, mutual TLS, web sockets',
    virtual: 'emulated',
    live: 'real',
  },
  'network.firewall': {
    behaviour: 'A firewall that drops, refuses, resets or delays',
    virtual: 'emulated',
    live: 'emulated',
    note: 'Live: a gateway on loopback per site, on real sockets.',
  },
  'network.inspection': {
    behaviour: 'TLS inspection, trusted and not',
    virtual: 'emulated',
    live: 'real',
    note: 'Live: real certificates, real handshakes.',
  },
  'network.elsewhere': {
    behaviour: 'A packet filter, separate hosts, a web proxy that wants a password',
    virtual: 'absent',
    live: 'absent',
  },
  'time.months': {
    behaviour: 'Days and months: certificates, removal of agents',
    virtual: 'real',
    live: 'real',
    note: 'The rules are those of the product; the clock jumps, or is advanced step by step.',
  },
  'portal.blade': {
    behaviour: 'The Pass-through Authentication blade of the portal',
    virtual: 'absent',
    live: 'absent',
  },
} as const satisfies ParityRows;
