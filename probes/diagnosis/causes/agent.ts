/**
 * The agent’s service and the machine under it. The lab’s own event ids may support what is said
 * here and never carry it: a real agent does not write them.
 */
import { isOlder, LATEST_AGENT_VERSION, TLS12_SINCE } from '../../../protocol/agent-versions.ts';
import { EVENTS } from '../../../protocol/events.ts';
import { TIMINGS } from '../../../protocol/timings.ts';
import { type Cause, FAIR, STRONG, WEAK } from '../cause.ts';
import { failedSignIns, hasLogged, type ServerSigns, type Signs } from '../signs.ts';
import { listedAs, serverCause } from './on-server.ts';

const RESTART =
  'Restart-Service AzureADConnectAuthenticationAgent on that server, wait five minutes, look ' +
  'at the agents list.';
const DAY_MS = 86_400_000;

const isStopped = ({ host }: ServerSigns) => host?.agentService === 'stopped';

export const AGENT_CAUSES: readonly Cause[] = [
  serverCause(
    {
      id: 'agent-stopped',
      title: 'The agent’s service is stopped',
      brings: [0, 80001],
      isUsual: true,
      explains: ['agents-below-n-plus-1', 'unreachable-server'],
      seenBy: ['agent-host', 'event-log'],
      nextTest: 'The System log of the server: the Service Control Manager says who stopped it.',
      fix: RESTART,
      sources: ['SEED-C', 'ED-TS'],
    },
    (server) => {
      if (!isStopped(server)) return undefined;
      const log = server.saidGoodbye ? ', and its log ends in good order' : '';
      return `${server.name}: the agent’s service is stopped${log}`;
    },
    (_, found) => (found.some(({ saidGoodbye }) => saidGoodbye) ? STRONG : FAIR),
  ),
  serverCause(
    {
      id: 'agent-crashed',
      title: 'The agent’s process ended by itself',
      brings: [0, 80001, 80002],
      explains: ['agents-below-n-plus-1', 'agent-stopped'],
      seenBy: ['agent-host', 'event-log'],
      nextTest: 'The System log of the server: the Service Control Manager names a crash (7034).',
      fix: `${RESTART} Look at the trace for what it was doing.`,
      sources: ['SEED-C', 'lab'],
    },
    (server) =>
      isStopped(server) && server.saidGoodbye === false
        ? `${server.name}: no process of the agent, and its log does not say that it stopped`
        : undefined,
    FAIR + 0.1,
  ),
  serverCause(
    {
      id: 'agent-hung',
      title: 'The agent’s service runs and does nothing',
      brings: [0, 80001, 80002],
      nextTest: `${RESTART} If that helps for hours only, look at its memory.`,
      fix: RESTART,
      sources: ['SEED-C'],
    },
    sayHung,
    (_, found) => (found.some(({ host }) => host?.isResponding === false) ? STRONG : FAIR),
  ),
  serverCause(
    {
      id: 'agent-outdated',
      title: 'The agent is outdated',
      brings: [0, 80001],
      explains: ['agent-tls12-off', 'tls-old-protocol'],
      nextTest: 'Programs and Features on the server shows the version.',
      fix: 'Upgrade in place: run the current installer over it; on a Connect server Connect first.',
      sources: ['ED-VER', 'SEED-C', 'ED-UPG'],
    },
    ({ name, host }) => {
      const version = host?.agentVersion;
      if (version === undefined || !isOlder(version, LATEST_AGENT_VERSION)) return undefined;
      if (isPreviewProgram(host)) return undefined;
      const old = isOlder(version, TLS12_SINCE) ? ', which offers TLS 1.0 by itself' : '';
      return `${name} runs ${version}${old}`;
    },
  ),
  serverCause(
    {
      id: 'agent-tls12-off',
      link: 'agent-server',
      title: 'TLS 1.2 is switched off on the agent’s server',
      brings: [80001],
      explains: ['tls-old-protocol'],
      nextTest: 'The SCHANNEL keys and SchUseStrongCrypto of the server, and another server’s.',
      fix: 'Enable TLS 1.2 for clients (SCHANNEL and .NET strong cryptography), then restart.',
      sources: ['ED-QS'],
    },
    ({ name, host }) => (host?.tls12 === false ? `${name}: TLS 1.2 is off` : undefined),
  ),
  serverCause(
    {
      id: 'agent-clock-wrong',
      link: 'agent-server',
      title: 'The clock of the agent’s server is off by more than its certificate lives',
      brings: [80001, 80013],
      explains: ['agent-time-skew', 'certificate-expired', 'dc-clock-skew'],
      nextTest: 'w32tm /stripchart on the server: by how much?',
      fix: 'Set the clock (w32tm /resync), then restart the agent service.',
      sources: ['WIN-KRB', 'lab'],
    },
    (server) => sayOffset(server, (offsetMs) => offsetMs > DAY_MS),
  ),
  serverCause(
    {
      id: 'agent-time-skew',
      link: 'agent-server',
      title: 'The clock of the agent’s server is off by more than Kerberos puts up with',
      brings: [0, 80013],
      explains: ['dc-clock-skew'],
      nextTest: 'w32tm /monitor: this server is off, or the controllers are.',
      fix: 'Set the clock (w32tm /resync) and find out why it left.',
      sources: ['ED-ERR', 'WIN-KRB'],
    },
    (server) =>
      sayOffset(
        server,
        (offsetMs) => offsetMs > TIMINGS.kerberosSkewMs.value && offsetMs <= DAY_MS,
      ),
  ),
  serverCause(
    {
      id: 'secure-channel-broken',
      link: 'agent-server',
      title: 'The server has lost its secure channel to the domain',
      brings: [0, 80007],
      nextTest: 'Test-ComputerSecureChannel on the server, and the same on another one.',
      fix: 'Test-ComputerSecureChannel -Repair, or join the domain again; then restart the agent.',
      sources: ['ED-TS', 'lab'],
    },
    ({ name, host }) =>
      host?.secureChannel === 'broken' ? `${name}: the secure channel is broken` : undefined,
  ),
  serverCause(
    {
      id: 'agent-slow',
      title: 'The agents answer too late',
      brings: [0, 80002],
      isUsual: true,
      seenBy: ['event-log'],
      explains: ['queue-lost'],
      nextTest:
        'Look at the server at night: a slow one is as slow without load, one out of capacity is ' +
        'fast again.',
      fix: 'Give the server what it lacks (processor, memory), or add an agent on another server.',
      sources: ['ED-TS', 'lab'],
    },
    (server, signs) =>
      hasLogged(server, EVENTS.responseRefused.id) &&
      !failedSignIns(signs).some(({ result }) => result === 80003)
        ? `${server.name}: the cloud did not take answers of this agent, they came too late`
        : undefined,
    (signs) => (failedSignIns(signs).some(({ result }) => result === 80002) ? STRONG : WEAK + 0.2),
  ),
  serverCause(
    {
      id: 'unreachable-server',
      link: 'agent-server',
      title: 'An agent’s server does not answer',
      brings: [0, 80001],
      nextTest: 'Wait for as long as a restart takes, then look again.',
      fix: 'Start the machine; its services start with it.',
      sources: ['lab'],
    },
    // Who may not look, or stands on something else than Windows, knows nothing of the machine.
    ({ name, hostProblem }) =>
      hostProblem?.includes('the machine is down') ? `${name}: ${hostProblem}` : undefined,
    FAIR,
  ),
];

/** Windows does not say whether a service reacts: there the agents list has to. */
function sayHung(server: ServerSigns, signs: Signs): string | undefined {
  const { name, host, path } = server;
  if (host?.agentService !== 'running') return undefined;
  if (host.isResponding === false) {
    return `${name}: the service is shown as running, and its process reacts to nothing`;
  }
  const isOpen = path?.cloud.length && path.cloud.every(({ obstacle }) => obstacle === null);
  const isInactive = listedAs(signs, server)?.status.toLowerCase() === 'inactive';
  return host.isResponding === undefined && isOpen && isInactive
    ? `${name}: its service runs and every name is reached, and the agent is Inactive`
    : undefined;
}

function isPreviewProgram(host: ServerSigns['host']): boolean {
  return !(host?.programs.some(({ name }) => /authentication agent/i.test(name)) ?? true);
}

function sayOffset({ name, host }: ServerSigns, isOff: (offsetMs: number) => boolean) {
  const offsetMs = host?.clockOffsetMs ?? 0;
  if (!isOff(Math.abs(offsetMs))) return undefined;
  const minutes = Math.round(Math.abs(offsetMs) / 60_000);
  return `${name}: the clock is ${minutes} minutes ${offsetMs < 0 ? 'behind' : 'ahead'}`;
}
