/**
 * Parity rows of the container lab; see `parity-row.ts`. `live` says how it is in containers: the
 * lab in one process on loopback has rows of its own.
 */
import type { ParityRows } from './parity-row.ts';

export const CONTAINER_ROWS = {
  'package.installs': {
    behaviour: '`npm run build`: a package that installs from its tarball; `npx pta-lab` runs',
    virtual: 'real',
    live: 'real',
  },
  'package.library': {
    behaviour:
      'Its entries (`.`, `/msw`, `/vitest`, `/testcontainers`) with types, also strict ones',
    virtual: 'real',
    live: 'real',
  },
  'package.programs': {
    behaviour:
      'Agent processes and the load generator from the installed package, as from the source',
    virtual: 'real',
    live: 'real',
  },
  'containers.testcontainers': {
    behaviour: '`pta-lab/testcontainers`: MockEntraContainer, for other people’s test suites',
    virtual: 'absent',
    live: 'real',
    note: 'Published on loopback only; its certificates hold for localhost and the lab’s names.',
  },
  'containers.testcontainers-faults': {
    behaviour: 'PtaLabContainer: the same with faults, changes and the clock (control client)',
    virtual: 'absent',
    live: 'emulated',
    note: 'One container: its paths, agents and controllers are those of the lab on loopback.',
  },
  'containers.sentences': {
    behaviour: 'No engine, no image, a port or network that is taken, no compose: a sentence each',
    virtual: 'absent',
    live: 'real',
  },
  'containers.up': {
    behaviour:
      '`docker compose up` starts cloud, agents, egresses, controllers, prober, Prometheus',
    virtual: 'absent',
    live: 'real',
  },
  'containers.real-names': {
    behaviour: 'Inside the lab’s network the real names of sign-in and Graph are answered',
    virtual: 'absent',
    live: 'real',
    note: 'Under a CA of the run, which is known only there.',
  },
  'containers.bounds': {
    behaviour:
      'Published on 127.0.0.1 only; no capabilities but a router’s in the egresses and Samba’s',
    virtual: 'absent',
    live: 'real',
  },
  'containers.prometheus': {
    behaviour: 'Prometheus scrapes the prober and evaluates the rules of `pta-lab rules`',
    virtual: 'absent',
    live: 'real',
  },
  'containers.grafana': {
    behaviour: 'Profile `grafana`: a dashboard over what Prometheus has',
    virtual: 'absent',
    live: 'emulated',
    note:
      'Each panel’s query has something to show at the lab’s Prometheus. Grafana itself was not run ' +
      'here, its image cannot be had.',
  },
  'containers.alert': {
    behaviour: 'While a fault keeps everybody out, the lab’s Prometheus alerts: PtaProbeFailing',
    virtual: 'absent',
    live: 'real',
  },
  'containers.front-door': {
    behaviour: 'The cloud as other hosts see it: 443, 80 and 8080, for each name who answers to it',
    virtual: 'absent',
    live: 'real',
    note: 'On 80 there are revocation lists only: no redirection to HTTPS.',
  },
  'containers.browser': {
    behaviour: 'Profile `browser`: Chromium in a container of its own signs in, page by page',
    virtual: 'absent',
    live: 'real',
    note: 'Without Chromium’s own sandbox, for which a container has no rights.',
  },
  'containers.load': {
    behaviour: 'Profile `load`: k6 in a container of its own, at the lab that proved itself',
    virtual: 'absent',
    live: 'real',
  },
  'containers.rehearse': {
    behaviour:
      '`rehearse --lab compose` runs a scenario in containers and leaves the usual files on the host',
    virtual: 'absent',
    live: 'real',
    note: 'A project that is up is borrowed; otherwise one is started and taken down.',
  },
  'containers.agree': {
    behaviour:
      'In containers, live and in virtual time: the same codes, events, agent status, diagnosis',
    virtual: 'emulated',
    live: 'real',
    note:
      'When an agent logs what is its own: events are compared before, during and after a fault; ' +
      'what users read, wherever they signed in at both, which before it is noticed is chance.',
  },
  'containers.refused': {
    behaviour:
      'A scenario that containers cannot express is refused, with its step, before they start',
    virtual: 'absent',
    live: 'real',
  },
  'containers.outposts': {
    behaviour: 'Agents in containers of their own, at controllers in others, sign people in',
    virtual: 'absent',
    live: 'real',
    note: 'A server that is added while the lab runs shares the container of one of its site.',
  },
  'containers.vantage': {
    behaviour: 'A probe on an agent’s server leaves from that container: its resolver, its routes',
    virtual: 'absent',
    live: 'real',
  },
  'containers.clock': {
    behaviour: '`clock advance` takes agents in other containers along',
    virtual: 'absent',
    live: 'real',
    note: 'Not the real controllers: account lockout there runs on the machine’s time.',
  },
  'containers.host-gone': {
    behaviour: 'An agent’s container that is killed or stopped: its agent is gone until it is back',
    virtual: 'absent',
    live: 'real',
  },
  'containers.link': {
    behaviour: 'Outposts dial their lab with the run’s token, and trust the CA of the run alone',
    virtual: 'absent',
    live: 'real',
  },
  'containers.kinds': {
    behaviour: 'An agent’s server cannot pass for an egress or a controller: a token for each kind',
    virtual: 'absent',
    live: 'real',
    note: 'Of one kind any name can be taken that is free: an agent’s while that one is away.',
  },
  'containers.secrets': {
    behaviour: 'No password, token or key in logs, in `docker inspect`, in what a rehearsal leaves',
    virtual: 'absent',
    live: 'real',
  },
  'containers.shut': {
    behaviour: 'Who owns an agent’s or the prober’s container reaches nothing outside of the lab',
    virtual: 'absent',
    live: 'real',
    note:
      'Services with published ports reach the host’s own address on `doors`, and what listens ' +
      'there on all addresses: compose has no means against that.',
  },
  'containers.filter': {
    behaviour: 'Egress: nftables drops, refuses and loses packets of one site, agent, name or port',
    virtual: 'absent',
    live: 'real',
    note:
      'Each name has an address of its own at the egress. An open connection that the filter ' +
      'forwards (to a controller) learns of a cut with its next packet.',
  },
  'containers.relay': {
    behaviour: 'Egress: inspecting proxy, reset, stall, delay and web proxy on real connections',
    virtual: 'absent',
    live: 'real',
    note:
      'By a relay in the egress: it takes the connection first, so a delay shows in the TLS ' +
      'handshake and not in TCP’s. Several callers at one address are one.',
  },
  'containers.resolver': {
    behaviour: 'Egress: a name server with A and SRV records that errs, lies or is late',
    virtual: 'absent',
    live: 'real',
    note: 'Over UDP and TCP, TTL 0; no other name exists at a site.',
  },
  'containers.closed': {
    behaviour: 'No packet of a site gets out of the lab',
    virtual: 'absent',
    live: 'real',
  },
  'containers.directory': {
    behaviour: 'The lab’s accounts in a real domain of Samba, in every state they can be in',
    virtual: 'absent',
    live: 'real',
    note: 'Failed binds are counted and accounts locked there.',
  },
  'containers.expiry': {
    behaviour: 'An account or password expires there when the lab’s time has come to it',
    virtual: 'absent',
    live: 'real',
    note: 'Written when it is due: Samba has the machine’s time, from which an advance departs.',
  },
  'containers.restart': {
    behaviour: 'A controller or an egress that restarts is again what it was, faults included',
    virtual: 'absent',
    live: 'real',
    note:
      'A controller’s database is gone with it: it joins one that has the domain; only where none ' +
      'has, it founds it anew, and all accounts are written again. In a rehearsal it is trouble.',
  },
  'containers.not-provisioned': {
    behaviour: 'Samba that cannot be provisioned or joined: its own last words, in a sentence',
    virtual: 'absent',
    live: 'real',
  },
  'containers.mirror': {
    behaviour: 'What changes in the lab’s directory is written to the real controllers',
    virtual: 'absent',
    live: 'real',
    note: 'At the first controller that neither is down nor deaf, as what differs.',
  },
  'containers.replication': {
    behaviour: 'A second controller joins and replicates; a stale one hears nothing until healed',
    virtual: 'absent',
    live: 'real',
    note: 'Samba’s own, told after 1 s; a wrong password is not asked again at the PDC emulator.',
  },
  'containers.controller-effects': {
    behaviour: 'A controller of Samba stops, hangs, is slow',
    virtual: 'absent',
    live: 'real',
    note:
      'Slow by a relay in front of it on the same host, not by netem: that would take a ' +
      'privilege. Its clock is the machine’s.',
  },
  'scale.tenant': {
    behaviour: 'Several replicas of the cloud share one tenant through NATS: `pta-lab replica`',
    virtual: 'absent',
    live: 'emulated',
    note: 'No lab around them: no control API and no faults; signing keys are not rolled.',
  },
  'scale.once': {
    behaviour: 'What may be redeemed once is redeemed once, however many replicas are asked',
    virtual: 'absent',
    live: 'emulated',
  },
  'scale.lockout': {
    behaviour: 'Smart lockout counts a wrong password once, at whichever replica',
    virtual: 'absent',
    live: 'emulated',
    note: 'All replicas are one data centre: Entra counts apart in each of its own.',
  },
  'scale.choice': {
    behaviour: 'A request goes to one connected agent at random, at whichever replica it hangs',
    virtual: 'absent',
    live: 'emulated',
    note: 'By NATS’s queue groups, with one NATS server; a choice skew is not to be had there.',
  },
  'scale.log': {
    behaviour: 'Every replica shows the sign-in log of all of them, in one order',
    virtual: 'absent',
    live: 'emulated',
  },
  'scale.kill': {
    behaviour: 'A replica killed in mid-load: nothing is answered twice, agents go to the other',
    virtual: 'absent',
    live: 'emulated',
    note: 'Whoever waits at the killed one has the connection reset, and asks again.',
  },
  'scale.compose': {
    behaviour: 'Two replicas as containers behind HAProxy: one is killed, people go on signing in',
    virtual: 'absent',
    live: 'emulated',
  },
  'scale.kubernetes': {
    behaviour: 'Manifests of a shared tenant: replicas, agents, controllers, NATS, policies',
    virtual: 'absent',
    live: 'emulated',
    note: 'In a cluster once, by hand, of one node; policies were not enforced there. No cluster in CI.',
  },
  'scale.nats-gone': {
    behaviour: 'While NATS is gone sign-ins are answered with 90033, and health says unwell',
    virtual: 'absent',
    live: 'emulated',
    note: 'That this code fits is the lab’s choice: it is documented for the directory behind.',
  },
} as const satisfies ParityRows;
