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
    note: 'Key and certificate before a renewal are good for `keyOverlapMs`, by default not at all.',
  },
  'agents.turns': {
    behaviour: 'One agent of the tenant at a time renews or updates',
    virtual: 'emulated',
    live: 'emulated',
    note: 'Documented; how long a turn lasts and how the service says so is assumed.',
  },
  'agents.updater': {
    behaviour: 'The updater: hourly, major versions only, nobody spared',
    virtual: 'emulated',
    live: 'emulated',
    note: 'Its protocol is not public: the lab’s own.',
  },
  'agents.status-report': {
    behaviour: 'Status over port 8080 while 443 is unavailable, never a sign-in',
    virtual: 'emulated',
    live: 'emulated',
    note: 'The wire is the lab’s own.',
  },
  'agents.revocation': {
    behaviour: 'Download of revocation lists over port 80: a warning without one',
    virtual: 'emulated',
    live: 'emulated',
    note: 'Whether the list can be had; nothing in the lab is ever revoked.',
  },
  'agents.trouble': {
    behaviour: 'An agent that stops, hangs, crashes, is slow, or has more to do than it can',
    virtual: 'emulated',
    live: 'emulated',
  },
  'agents.key': {
    behaviour: 'A private key that is lost, or on two machines',
    virtual: 'emulated',
    live: 'emulated',
    note: 'What decides between 80010 and 80011 is assumed.',
  },
  'agents.clock': {
    behaviour: 'A server whose clock is not that of the domain, or of the cloud',
    virtual: 'emulated',
    live: 'emulated',
    note: 'Beyond five minutes 1398; beyond the certificate’s dates no connection. Assumed.',
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
    behaviour: 'MSI packages, service control, registry, the Windows event log as such',
    virtual: 'absent',
    live: 'absent',
    note: 'What they hold is emulated: programs, services, events, trace, counters.',
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
    behaviour: 'A packet filter, separate hosts, a web proxy of somebody else',
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
