/**
 * The public history of the agent (ED-VER, fact sheet 1.10), and what the products are called in
 * Programs and Features. Whether a release was pushed to servers is said of none of them: only that
 * major versions are (ED-FAQ); `pushed` is the lab's reading, and a setting.
 */
import type { Basis, SourceId } from './sources.ts';

export interface AgentVersionRow {
  version: string;
  released: string;
  changed: string;
  /** The updater installs it by itself: major versions only (ED-FAQ). Assumed for each row. */
  pushed: boolean;
  basis: Basis;
  sources: readonly SourceId[];
}

function release(
  version: string,
  released: string,
  changed: string,
  pushed: boolean,
): AgentVersionRow {
  return { version, released, changed, pushed, basis: 'documented', sources: ['ED-VER'] };
}

/** Oldest first. */
export const AGENT_VERSIONS: readonly AgentVersionRow[] = [
  release('1.5.261.0', '2017-08-31', 'General availability.', false),
  release('1.5.389.0', '2017-10-17', 'A cache for names.', true),
  release('1.5.402.0', '2017-11-25', 'Fixes.', false),
  release('1.5.405.0', '2018-01-31', 'Fixes.', true),
  release('1.5.643.0', '2018-04-10', 'Web sockets; TLS 1.2 is the default.', true),
  release('1.5.1007.0', '2019-01-22', 'Reliable channels; TLS 1.2 is enforced.', true),
  release('1.5.1742.0', '2020-04-09', 'The cloud environment can be chosen.', false),
  release('1.5.2482.0', '2021-07-07', 'Libraries that support SHA-256 with RSA.', false),
];

/** The last one of the public history. */
export const LATEST_AGENT_VERSION = '1.5.2482.0';

/** A major version that does not exist: what a rehearsal of the updater is about. The lab's own. */
export const NEXT_AGENT_VERSION = '1.6.0.0';

/** Older agents offer TLS 1.0 unless the machine says otherwise (ED-VER). */
export const TLS12_SINCE = '1.5.643.0';

/** What is asked of an agent before it is supported at all. */
export const MINIMUM_VERSIONS = {
  public: { version: '1.5.193.0', sources: ['ED-QS', 'ED-FAQ'] },
  government: { version: '1.5.1742.0', sources: ['ED-GOV'] },
  /** Of the Connect server that configures the method. */
  connect: { version: '1.1.750.0', sources: ['ED-FAQ'] },
} as const;

/** A version of the preview; no source gives one, so this is the lab's own. */
export const PREVIEW_AGENT_VERSION = '1.5.132.0';

/** Before general availability every agent was a preview (ED-VER, ED-UPG). */
export function isPreview(version: string): boolean {
  return isOlder(version, AGENT_VERSIONS[0]?.version ?? version);
}

/**
 * What Programs and Features shows (SEED-A). The preview agent has the connector's own name: that
 * entry alone suggests a preview agent, beside the agent's it is a connector and normal (ED-FAQ).
 */
export const PROGRAMS = {
  agent: 'Microsoft Entra Connect Authentication Agent',
  updater: 'Microsoft Entra Connect Agent Updater',
  connector: 'Microsoft Entra private network connector',
  previewAgent: 'Microsoft Entra private network connector',
  /** As SEED-C still names it. */
  formerAgent: 'Microsoft Azure AD Connect Authentication Agent',
} as const;

/** Compares part by part, as numbers; a part that is missing counts as 0. */
export function isOlder(version: string, than: string): boolean {
  const [own, other] = [partsOf(version), partsOf(than)];
  const length = Math.max(own.length, other.length);
  for (let at = 0; at < length; at++) {
    const difference = (own[at] ?? 0) - (other[at] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}

function partsOf(version: string): number[] {
  return version.split('.').map((part) => Number.parseInt(part, 10) || 0);
}
