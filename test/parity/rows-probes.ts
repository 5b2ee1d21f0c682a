/** Parity rows of probes, their history, alerts, pages and diagnosis; see `parity-row.ts`. */
import type { ParityRows } from './parity-row.ts';

const EVERYWHERE = { virtual: 'real', live: 'real' } as const;

export const PROBE_ROWS = {
  'probes.sign-in.chain': {
    behaviour: 'A sign-in that a policy ends still proves the chain; a locked account says nothing',
    ...EVERYWHERE,
    note: 'Which codes only the right password brings is observed; the rest is documented.',
  },
  'probes.wrong-password': {
    behaviour: 'A refusal proves the chain only where the sign-in log names an agent',
    ...EVERYWHERE,
    note: 'Needs P1 or P2 and the right to read the log; the row may come late.',
  },
  'probes.agents.right': {
    behaviour: 'Graph that may not be read, or not yet, is no outage',
    ...EVERYWHERE,
  },
  'probes.agents.rogue': {
    behaviour: 'An agent that no entry of the inventory explains is named',
    ...EVERYWHERE,
  },
  'probes.sign-in-log': {
    behaviour: 'Share and own failures of each agent, by the sign-in log',
    ...EVERYWHERE,
    note: 'Of the latest 600 rows; non-interactive sign-ins are left out.',
  },
  'probes.discovery': {
    behaviour: 'Issuer, cloud and signing keys; a roll-over that leaves no known key fails',
    ...EVERYWHERE,
  },
  'probes.lockout-policy': {
    behaviour: 'Entra’s lockout against the directory’s: lower, two to three times, longer',
    ...EVERYWHERE,
    note: 'The directory’s is what its owner states: it is not read from a controller.',
  },
  'probes.user-agent': {
    behaviour: 'Every request of a probe to the cloud names itself, so that a SOC can filter',
    ...EVERYWHERE,
    note: 'The browser sign-in has the browser’s own name.',
  },
  'probes.browser': {
    behaviour: 'A sign-in through the page in Chromium, up to the code that nobody redeems',
    virtual: 'absent',
    live: 'emulated',
    note: 'Ids of the page are public research; the real page was not signed in to.',
  },
  'probes.browser.picture': {
    behaviour: 'A picture of a failed sign-in with everything typed or personal masked',
    virtual: 'absent',
    live: 'real',
  },
  'probes.diagnosis.outside-only': {
    behaviour: 'Without access to a server the class of the cause is named, and the next test',
    ...EVERYWHERE,
  },
  'probes.diagnosis.active-is-a-hint': {
    behaviour: 'Active but failing is a hint at Active Directory or DNS, not a rule',
    ...EVERYWHERE,
    note: 'SEED-C says otherwise; blocked 443 and a blocked servicebus look the same for hours.',
  },
  'probes.diagnosis.single': {
    behaviour: 'The cause of a single fault is named first, the same in virtual and live mode',
    ...EVERYWHERE,
    note: 'docs/diagnosis.md has the confusion matrix and the classes nobody can tell apart.',
  },
  'probes.diagnosis.guided': {
    behaviour: 'The documented order, cloud status to upgrade, with the evidence at each step',
    ...EVERYWHERE,
  },
  'probes.diagnosis.total-failure': {
    behaviour: 'A total failure is known within two probe intervals',
    ...EVERYWHERE,
  },
  'probes.diagnosis.attempts': {
    behaviour: 'How many attempts it takes to meet one of k bad agents of N',
    ...EVERYWHERE,
    note: 'The cloud’s choice of agent is random (ED-FAQ); one bad of three: 8 for 95 %.',
  },
  'probes.diagnosis.agent-out-of-line': {
    behaviour: 'An agent that fails more often than the others together is named',
    ...EVERYWHERE,
  },
  'probes.run': {
    behaviour: 'A broken harness, a missing secret, a spent budget are inconclusive, no outage',
    virtual: 'absent',
    live: 'real',
  },
  'probes.targets': {
    behaviour: 'Credentials go only to named targets: Microsoft’s hosts of the cloud, or a lab',
    virtual: 'absent',
    live: 'real',
  },
  'probes.secrets': {
    behaviour: 'Secrets from environment, guarded file or command, and in no error or result',
    virtual: 'absent',
    live: 'real',
  },
  'probes.metrics.probe': {
    behaviour: 'A run as metrics under blackbox_exporter’s names',
    virtual: 'absent',
    live: 'emulated',
  },
  'probes.metrics.inconclusive': {
    behaviour: 'An inconclusive run is neither success nor outage in metrics',
    virtual: 'absent',
    live: 'emulated',
  },
  'probes.metrics.agents': {
    behaviour: 'Sign-ins by agent and result in metrics, each row of the log once',
    virtual: 'absent',
    live: 'emulated',
  },
  'probes.budget': {
    behaviour: 'A budget per account that keeps probes far from the lockout of Entra and of AD',
    virtual: 'real',
    live: 'real',
    note: 'Kept as a keyed hash of the user name; two names of one person are two accounts.',
  },
  'probes.budget.shared': {
    behaviour: 'The budget is shared by all processes and kept across kills and restarts',
    virtual: 'absent',
    live: 'real',
  },
  'probes.history': {
    behaviour: 'Every result in one SQLite file, lossless through a kill of the process',
    virtual: 'absent',
    live: 'real',
    note: 'A power cut may take the last results; attempts of accounts are written through.',
  },
  'probes.history.refusals': {
    behaviour:
      'A full disk, a locked, damaged or newer history: one sentence, nothing half written',
    virtual: 'absent',
    live: 'real',
  },
  'probes.gate': {
    behaviour: '“pta-lab gate”: may this agent go, seen by who else answered lately',
    virtual: 'absent',
    live: 'emulated',
    note: 'It knows what the sign-in log named; a silent log is inconclusive.',
  },
  'probes.alerts': {
    behaviour:
      'Alerts: failures in a row, burn rate with a least number of runs, failures per agent',
    virtual: 'real',
    live: 'real',
    note: 'Deduplicated, repeated, with recovery; inconclusive runs have a notice of their own.',
  },
  'probes.alerts.senders': {
    behaviour: 'Webhook, Slack, Teams, e-mail, PagerDuty, Alertmanager',
    virtual: 'absent',
    live: 'emulated',
    note: 'Shapes follow the vendors’ documents and loopback receivers; no vendor was called.',
  },
  'probes.schedule': {
    behaviour:
      'Schedules: interval or cron with time zone, jitter, no overlap, maintenance windows',
    virtual: 'real',
    live: 'real',
    note: 'What a sleeping machine missed is left out, never caught up in a burst.',
  },
  'probes.watch.file': {
    behaviour: 'A file of probes: what is wrong in it is one sentence with file, line and key',
    virtual: 'absent',
    live: 'real',
  },
  'probes.watch.reload': {
    behaviour: '“pta-lab watch”: reload keeps the old file if the new one is bad; clean stop',
    virtual: 'absent',
    live: 'real',
  },
  'probes.telemetry': {
    behaviour: 'OpenTelemetry traces and metrics of each run by OTLP, without user names',
    virtual: 'absent',
    live: 'real',
  },
  'probes.look': {
    behaviour: 'Everything that can be seen of a lab, outside and on every agent server',
    virtual: 'real',
    live: 'real',
    note: 'By probes alone: what was injected is never asked for.',
  },
  'probes.agent-host': {
    behaviour: 'On an agent server: services, version, certificate, registry, proxy, TLS, clock',
    virtual: 'real',
    live: 'real',
    note: 'On Windows by one PowerShell script; its output was never seen from a real server here.',
  },
  'probes.event-log': {
    behaviour: 'Event channels, counters and trace: of a lab, of Windows, of an exported file',
    virtual: 'real',
    live: 'real',
    note: 'Two ids stand in a document; the others are the lab’s own.',
  },
  'probes.preflight': {
    behaviour:
      'What an agent’s server reaches, and the broken link in words, whoever inspects named',
    virtual: 'emulated',
    live: 'real',
    note: 'Names of workers and namespaces are told to agents only: a namespace may be given.',
  },
  'probes.preflight.silent': {
    behaviour: 'Preflight sends no credential, no client certificate and no body',
    virtual: 'real',
    live: 'real',
  },
  'probes.network': {
    behaviour: 'The real network of a probe: one attempt, no redirects, phases, bounded answers',
    virtual: 'absent',
    live: 'real',
    note: 'A PAC file is JavaScript and is not run: the proxy has to be named.',
  },
  'probes.root-dse': {
    behaviour: 'Anonymous rootDSE of a controller: who it is and what time it has',
    virtual: 'emulated',
    live: 'emulated',
    note: 'currentTime and dnsHostName only; 88 and 389 accept connections and say nothing.',
  },
  'probes.directory': {
    behaviour: 'A bind at one controller after the other: latency, code, sub-code',
    virtual: 'emulated',
    live: 'real',
  },
  'probes.directory.sparing': {
    behaviour: 'The first wrong-password answer, or silence after the question, ends the round',
    virtual: 'real',
    live: 'real',
  },
  'probes.http.probe': {
    behaviour: '`/probe` for Prometheus, in blackbox_exporter’s way, for configured names only',
    virtual: 'absent',
    live: 'emulated',
  },
  'probes.http.access': {
    behaviour: 'The watch over HTTP: loopback or a token, no rebound name, no foreign page',
    virtual: 'absent',
    live: 'emulated',
  },
  'probes.http.status': {
    behaviour: 'A status page with availability, latency, incidents and agents',
    virtual: 'absent',
    live: 'emulated',
  },
  'probes.rules': {
    behaviour:
      'Prometheus rules sized to the cadence, with promtool tests, and a Grafana dashboard',
    virtual: 'absent',
    live: 'emulated',
  },
} as const satisfies ParityRows;
