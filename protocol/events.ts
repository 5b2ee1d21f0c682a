/**
 * What an agent writes to its event log, and the names of its services, channels and counters. No
 * complete public list of event ids exists: two come from a seed, the rest (60001 and up) are the
 * lab's own, and a real agent will not show them.
 */
import type { Basis, SourceId } from './sources.ts';

export type EventLevel = 'information' | 'warning' | 'error';

export interface EventRow {
  id: number;
  /** As queries name it, one of `CHANNELS`. */
  channel: string;
  provider: string;
  level: EventLevel;
  title: string;
  basis: Basis;
  sources: readonly SourceId[];
  note: string;
}

/**
 * Channel names as collector scripts query them. Providers are not named in public: theirs is the
 * channel's name without its last part, as Windows' own components have it.
 */
const AGENT = 'Microsoft-AzureADConnect-AuthenticationAgent';
const UPDATER = 'Microsoft-AzureADConnect-AgentUpdater';
const IN_AGENT_LOG = { channel: `${AGENT}/Admin`, provider: AGENT };
const IN_UPDATER_LOG = { channel: `${UPDATER}/Admin`, provider: UPDATER };

function seedEvent(id: number, title: string, note: string): EventRow {
  return {
    id,
    ...IN_AGENT_LOG,
    level: 'error',
    title,
    basis: 'seed',
    sources: ['SEED-C'],
    note: `${note} No second source names this id.`,
  };
}

function ownEvent(
  id: number,
  level: EventLevel,
  title: string,
  where: Pick<EventRow, 'channel' | 'provider'> = IN_AGENT_LOG,
): EventRow {
  return {
    id,
    ...where,
    level,
    title,
    basis: 'assumed',
    sources: ['lab'],
    note: 'The lab’s own id: no complete public list exists.',
  };
}

/**
 * Ids that public material mentions once and nobody confirms are not used: 12019, and 1000, 12003
 * and 12004 of a community runbook.
 */
const rows = {
  cloudUnreachable: seedEvent(
    31034,
    'The agent cannot reach the cloud',
    'Firewall, web proxy or expired certificate.',
  ),
  controllerUnreachable: seedEvent(
    31019,
    'The agent cannot reach a domain controller',
    'Name resolution or the controllers themselves.',
  ),
  serviceStarted: ownEvent(60001, 'information', 'The agent service has started'),
  serviceStopped: ownEvent(60002, 'information', 'The agent service has stopped'),
  registered: ownEvent(60003, 'information', 'The agent is registered and has its certificate'),
  registrationRefused: ownEvent(60004, 'error', 'The cloud refused to register the agent'),
  bootstrapRecovered: ownEvent(60005, 'information', 'The agent reaches the cloud again'),
  certificateRenewed: ownEvent(60006, 'information', 'The agent has a new certificate'),
  renewalFailed: ownEvent(60007, 'warning', 'The agent could not renew its certificate'),
  trustExpired: ownEvent(60008, 'error', 'The certificate of the agent has expired'),
  validationTimedOut: ownEvent(60009, 'warning', 'The directory did not answer in time'),
  undecryptable: ownEvent(60010, 'error', 'The agent could not decrypt a password'),
  keyNotFound: ownEvent(60011, 'error', 'A request held no value for the key of this agent'),
  responseRefused: ownEvent(60012, 'warning', 'The cloud did not take an answer'),
  signallingLost: ownEvent(60013, 'warning', 'A signalling connection was lost'),
  signallingRestored: ownEvent(60014, 'information', 'Signalling connections are open again'),
  keyUnavailable: ownEvent(60015, 'error', 'The private key of the agent could not be opened'),
  renewalDeferred: ownEvent(60016, 'information', 'The cloud asks to wait with the renewal'),
  revocationUnchecked: ownEvent(60017, 'warning', 'A revocation list could not be downloaded'),
  statusReported: ownEvent(60018, 'warning', 'The status was reported over port 8080'),
  timeSkew: ownEvent(60019, 'error', 'The time of this server is not that of the domain'),
  certificateNotUsable: ownEvent(
    60020,
    'error',
    'The certificate of the agent does not hold at the time of this server',
  ),
  updaterStarted: ownEvent(60101, 'information', 'The updater has started', IN_UPDATER_LOG),
  updaterStopped: ownEvent(60102, 'information', 'The updater has stopped', IN_UPDATER_LOG),
  updateStarted: ownEvent(60103, 'information', 'An update is being installed', IN_UPDATER_LOG),
  updateFinished: ownEvent(60104, 'information', 'The agent was updated', IN_UPDATER_LOG),
  updateFailed: ownEvent(60105, 'error', 'The agent could not be updated', IN_UPDATER_LOG),
  updaterUnreachable: ownEvent(
    60106,
    'warning',
    'The updater cannot reach the cloud',
    IN_UPDATER_LOG,
  ),
} satisfies Record<string, EventRow>;

export type EventName = keyof typeof rows;

export const EVENTS: Readonly<Record<EventName, EventRow>> = rows;

/** The row of an id, for readers of an event log; undefined for an id of nobody's. */
export function eventRow(id: number): EventRow | undefined {
  return Object.values(EVENTS).find((row) => row.id === id);
}

export const CHANNELS = {
  /** As a path in Event Viewer (ED-TS). */
  adminPath:
    'Applications and Services Logs\\Microsoft\\AzureAdConnect\\AuthenticationAgent\\Admin',
  /** As queries name it (collector scripts). */
  admin: IN_AGENT_LOG.channel,
  /** Analytic, off by default (ED-TS): nothing is ever in it here. */
  session: `${AGENT}/Session`,
  updaterAdmin: IN_UPDATER_LOG.channel,
  /** As the FAQ's path names the updater's (ED-FAQ). */
  updaterPath: 'Applications and Services Logs\\Microsoft\\AzureADConnect-Agent\\Updater\\Admin',
} as const;

export interface ServiceRow {
  name: string;
  displayName: string;
  executable: string;
  sources: readonly SourceId[];
  /** Names other sources give; `name` is the one used. */
  alternatives: readonly { name: string; sources: readonly SourceId[]; note: string }[];
}

export const SERVICES: Readonly<Record<'agent' | 'updater', ServiceRow>> = {
  agent: {
    name: 'AzureADConnectAuthenticationAgent',
    displayName: 'Microsoft Azure AD Connect Authentication Agent',
    executable: 'AzureADConnectAuthenticationAgentService.exe',
    sources: ['ED-TS', 'SEED-C'],
    alternatives: [],
  },
  updater: {
    name: 'AzureADConnectAgentUpdater',
    displayName: 'Microsoft Azure AD Connect Agent Updater',
    executable: 'AzureADConnectAgentUpdater.exe',
    sources: ['PUBLIC', 'ED-FAQ'],
    alternatives: [
      {
        name: 'AzureADConnectAuthenticationUpdater',
        sources: ['SEED-C'],
        note:
          'No second source has it; its restart command would fail on servers with the name ' +
          'above.',
      },
    ],
  },
};

/**
 * Performance counters as documented, spaces and all (ED-TS); the counter object's name is not
 * stated.
 */
export const COUNTERS = {
  authentications: '# PTA authentications',
  failed: '#PTA failed authentications',
  successful: '#PTA successful authentications',
  errors: '# PTA authentication errors',
} as const;
