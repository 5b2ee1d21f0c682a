/**
 * An estate as a person describes it: the words of an estate file, exactly as
 * `estate.schema.json` admits them. Durations are text such as `90s` here and milliseconds in
 * `LabOptions`.
 */
import type { Timings } from '../../protocol/timings.ts';
import type { AgentServerEntry, ConnectServerEntry, ForestEntry, SiteProxy } from '../estate.ts';

export interface EstateDescription {
  /** Path of a tenant file, from where this file is. Default: a seeded Contoso. */
  tenant?: string;
  sites: readonly SiteDescription[];
  forests?: readonly ForestEntry[];
  /** Of the busiest hour, over all users, for `estate lint`. */
  signInsPerSecond?: number;
  /** Of every agent's server that says nothing else, as in `--capacity`. Default: `host`. */
  capacity?: string;
  users?: number;
  traffic?: { every: string } | false;
  timings?: Partial<Timings>;
}

export interface SiteDescription {
  name: string;
  agents: readonly string[];
  /** On Entra's list, but Inactive there: the lab does not start them. */
  inactive?: readonly string[];
  controllers?: readonly string[];
  /** Of a site without controllers: whose its agents use. */
  controllersOf?: string;
  /** One way, between this site's agents and the controllers they use. */
  controllerLatency?: string;
  servers?: Readonly<Record<string, ServerDescription>>;
  proxy?: SiteProxy;
  connect?: readonly ConnectDescription[];
}

export interface ServerDescription
  extends Omit<AgentServerEntry, 'capacity' | 'clockOffsetMs' | 'tls12' | 'connector'> {
  /** Its name in the portal, where the lab's is another one. */
  machine?: string;
  /** Of the agent, as the portal and Graph show it. */
  id?: string;
  externalIp?: string;
  clockOffset?: string;
  capacity?: string;
  tls12?: boolean;
  /** `alone`: Programs and Features shows the connector, and no Authentication Agent. */
  connector?: boolean | 'alone';
}

export interface ConnectDescription extends ConnectServerEntry {
  /** The agent that is installed on the same server. */
  agent?: string;
}

/** The short YAML of `estate import`: agents are claimed by machine name or address. */
export interface SitesDescription extends Omit<EstateDescription, 'sites' | 'capacity'> {
  sites: readonly ClaimingSite[];
}

export interface ClaimingSite extends Omit<SiteDescription, 'agents' | 'inactive'> {
  machines?: readonly string[];
  externalIps?: readonly string[];
}
