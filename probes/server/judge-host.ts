/**
 * What is wrong with an agent's server, one line each, from its description alone. What the source
 * could not see is no finding: `unseen` says what it leaves open.
 */
import {
  isOlder,
  isPreview,
  MINIMUM_VERSIONS,
  PROGRAMS,
  TLS12_SINCE,
} from '../../protocol/agent-versions.ts';
import { SERVICES } from '../../protocol/events.ts';
import { DAY_MS, SECOND_MS } from '../../protocol/time-units.ts';
import { TIMINGS } from '../../protocol/timings.ts';
import type { ServerDescription, SiteKnowledge } from '../probe-ports.ts';
import { certificateAge } from './certificate-age.ts';

export interface HostRules {
  /** The oldest version that passes. */
  version: string;
  proxy?: SiteKnowledge['proxy'];
}

export interface Seen {
  description: ServerDescription;
  observedAtMs: number;
}

type Look = (seen: Seen, rules: HostRules) => readonly string[];

/** In the order in which a person would look: what is installed first. */
const LOOKS: readonly Look[] = [
  lookAtPrograms,
  lookAtServices,
  lookAtVersion,
  lookAtRegistration,
  lookAtCertificate,
  lookAtWayOut,
  lookAtDomain,
  lookAtConnect,
];

export function findTrouble(seen: Seen, rules: HostRules): readonly string[] {
  return LOOKS.flatMap((look) => look(seen, rules));
}

/** Without these nobody can say that the server is well. */
export function unseen({ agentService, certificate, unread = [] }: ServerDescription): string[] {
  return [
    ...(agentService === 'unknown' ? ['the agent’s service'] : []),
    ...(agentService !== 'unknown' && agentService !== 'absent' && certificate === undefined
      ? ['the agent’s certificate']
      : []),
    ...unread,
  ];
}

/** A preview agent has the connector's name and nothing beside it (SEED-A, ED-UPG). */
function looksLikePreview({ programs, agentVersion }: ServerDescription): boolean {
  if (agentVersion !== undefined && isPreview(agentVersion)) return true;
  const names = programs.map(({ name }) => name);
  const hasAgent = names.includes(PROGRAMS.agent) || names.includes(PROGRAMS.formerAgent);
  return names.includes(PROGRAMS.previewAgent) && !hasAgent;
}

function lookAtPrograms({ description }: Seen): readonly string[] {
  const { agentService, updaterService } = description;
  if (looksLikePreview(description)) {
    return [
      `"${PROGRAMS.previewAgent}" stands without "${PROGRAMS.agent}": a preview agent, which gets ` +
        'no fixes, or a connector alone',
    ];
  }
  if (agentService !== 'absent') return [];
  if (updaterService === 'running' || updaterService === 'stopped') {
    return ['the updater was left behind without an agent'];
  }
  return ['no agent is installed'];
}

function lookAtServices({ description }: Seen): readonly string[] {
  const { agentService, updaterService, isResponding } = description;
  return [
    ...(agentService === 'stopped' ? [`service ${SERVICES.agent.name} is stopped`] : []),
    ...(isResponding === false ? ['the agent’s process runs and does not respond: it hangs'] : []),
    ...(updaterService === 'stopped' ? [`service ${SERVICES.updater.name} is stopped`] : []),
    ...(updaterService === 'absent' && agentService !== 'absent'
      ? [`service ${SERVICES.updater.name} is missing: nothing updates the agent`]
      : []),
  ];
}

function lookAtVersion({ description }: Seen, { version }: HostRules): readonly string[] {
  const { agentVersion } = description;
  if (agentVersion === undefined || isPreview(agentVersion)) return [];
  if (isOlder(agentVersion, TLS12_SINCE)) {
    return [
      `agent ${agentVersion} is from before ${TLS12_SINCE}, which made TLS 1.2 its default: it has ` +
        'to be upgraded',
    ];
  }
  return isOlder(agentVersion, version)
    ? [`agent ${agentVersion} is outdated: expected ${version} or later`]
    : [];
}

function lookAtRegistration({ description }: Seen): readonly string[] {
  const { agentService, instanceId, unread = [] } = description;
  const isInstalled = agentService === 'running' || agentService === 'stopped';
  if (!isInstalled || instanceId !== undefined || unread.length > 0) return [];
  return ['the registry has no InstanceID: the agent was never registered'];
}

function lookAtCertificate({ description, observedAtMs }: Seen): readonly string[] {
  const { certificate } = description;
  if (certificate === undefined) return [];
  const { notBeforeMs, notAfterMs, hasPrivateKey } = certificate;
  const days = Math.floor(Math.abs(notAfterMs - observedAtMs) / DAY_MS);
  const text = {
    good: [],
    'not-yet-valid': [`the agent’s certificate is valid only from ${dayOf(notBeforeMs)} on`],
    expired: [
      `the agent’s certificate ended ${days} days ago (${dayOf(notAfterMs)}): Entra drops the agent, ` +
        'install and register it again',
    ],
    'renewal-overdue': [
      `the agent’s certificate ends in ${days} days (${dayOf(notAfterMs)}): its renewal is overdue`,
    ],
  }[certificateAge(certificate, observedAtMs)];
  return [...text, ...(hasPrivateKey ? [] : ['the private key of the certificate is missing'])];
}

function lookAtWayOut({ description }: Seen, { proxy }: HostRules): readonly string[] {
  const { proxySetting, tls12 } = description;
  const knowsNone = proxySetting === 'none' && proxy !== undefined && proxy !== 'none';
  return [
    ...(proxySetting === 'browser-only'
      ? ['the proxy is set for the browser only: the agent registers and stays Inactive']
      : []),
    ...(knowsNone ? ['the agent’s service knows no proxy, and the site has one'] : []),
    ...(tls12 === false ? ['TLS 1.2 is switched off: Entra takes nothing below it'] : []),
  ];
}

function lookAtDomain({ description }: Seen): readonly string[] {
  const { secureChannel, clockOffsetMs = 0 } = description;
  const seconds = Math.round(Math.abs(clockOffsetMs) / SECOND_MS);
  const isOff = Math.abs(clockOffsetMs) > TIMINGS.kerberosSkewMs.value;
  return [
    ...(secureChannel === 'broken' ? ['the secure channel to the domain is broken'] : []),
    ...(isOff
      ? [
          `the clock is ${seconds} s ${clockOffsetMs > 0 ? 'ahead' : 'behind'}: Kerberos allows 300 s`,
        ]
      : []),
  ];
}

function lookAtConnect({ description: { connect } }: Seen): readonly string[] {
  if (connect === undefined) return [];
  const { version } = MINIMUM_VERSIONS.connect;
  return [
    ...(isOlder(connect.version, version)
      ? [`Connect ${connect.version} is older than ${version}, the oldest that knows PTA`]
      : []),
    ...(connect.role === 'primary' && !connect.isRunning
      ? ['Connect does not run here: nothing is synchronised']
      : []),
  ];
}

function dayOf(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 10);
}
