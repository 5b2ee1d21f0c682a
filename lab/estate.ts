/**
 * What a lab is made of: the options of `startLab`, their defaults, and the estate they describe.
 */
import type { AccountRules } from '../directory/account.ts';
import type { AgentCapacity } from '../protocol/capacity.ts';
import { findCapacityProblem } from '../protocol/capacity-notation.ts';
import { LIMITS } from '../protocol/limits.ts';
import type { Timings } from '../protocol/timings.ts';
import { LabError } from '../runtime/lab-error.ts';
import { renderPath } from '../runtime/yaml/problem.ts';
import { findImpossible } from './estate-problems.ts';
import type { History } from './history.ts';
import type { TenantDescription } from './tenant/tenant-description.ts';

export type Mode = 'virtual' | 'live';
export type CryptoKind = 'rsa' | 'fast' | 'stand-in';

export interface LabOptions {
  /**
   * Default `virtual`. `in-process` is live time with the network in memory (`createMockEntra`).
   */
  mode?: Mode | 'in-process';
  /**
   * Default `1`. The same seed gives the same virtual run; a live run takes its decisions from it.
   */
  seed?: string;
  /**
   * Default: `stand-in` in virtual mode, `rsa` in live mode. `fast` is for load in live mode only:
   * it says nothing about the throughput of real agents.
   */
  crypto?: CryptoKind;
  /** Live mode: each agent is a process of its own. Default false. */
  agentProcesses?: boolean;
  /**
   * How fast each agent's server is. Default `host`: as this machine, or at once in virtual time.
   */
  capacity?: AgentCapacity | 'host';
  /**
   * How unevenly the cloud chooses among connected agents: agent number k of n in order of
   * registration has the weight (1 − skew)^k. Default 0: each equally often, as documented.
   */
  choiceSkew?: number;
  /** The tenant, from `readTenantFile` or written down. Default: a seeded Contoso. */
  tenantFile?: TenantDescription;
  /**
   * Live mode: a file that keeps what the cloud remembers, and the lab's time, through a kill. It
   * belongs to one seed and one tenant.
   */
  stateFile?: string;
  /** First label of the tenant's domain. Default `contoso`: users are `…@contoso.example`. */
  tenant?: string;
  /**
   * Default: `hq` with dc-1 and dc-2, agents agt-1 and agt-2; `branch` with dc-3 and agent agt-3.
   */
  sites?: readonly Site[];
  /** Number of agents, dealt over the default sites in turn; not together with `sites`. */
  agents?: number;
  /**
   * Accounts beside the seeded ones, by kind: `{ alice: { password: '…', disabled: true } }` is
   * `alice@contoso.example`. A kind that is already there is replaced.
   */
  directory?: { accounts?: Readonly<Record<string, AccountEntry>> };
  /** Default: one, of all controllers. */
  forests?: readonly ForestEntry[];
  /** Real controllers instead of the embedded ones, and the only accounts that may be used. */
  externalDirectory?: ExternalDirectory;
  /** Users of each group. Default 20. */
  users?: number;
  /** Background sign-ins. `false` for none. Default: one every 5 s of lab time. */
  traffic?: { everyMs: number } | false;
  /** Told what happens by those to whom it happens; for the history checker. */
  history?: History;
  /** Overrides of `protocol/timings.ts`. */
  timings?: Partial<Timings>;
  /** Where live mode keeps its CA. Default `.pta-lab`. */
  stateDir?: string;
  /** Live mode: doors on loopback. */
  ports?: DoorOptions;
  /** Live mode: sites, agents and controllers in containers of their own (`lab/outposts/`). */
  outposts?: OutpostsOptions;
  /**
   * Answers to Microsoft's own names too: in process, and live behind the proxy only. Default
   * false.
   */
  realNames?: boolean;
}

export interface DoorOptions {
  /** For sign-in and Graph. Default 0, any free one. */
  signIn?: number;
  /** Port 443 beside it, where that may be had. Default false. */
  also443?: boolean;
  /**
   * Where the sign-in door listens. Default: loopback. Anywhere else is for a container, whose
   * published ports decide who can come.
   */
  host?: string;
  /** The CONNECT proxy; 0 takes any free port. Default: none. */
  proxy?: number;
}

/** Where outposts dial in, and who is waited for: all agents, sites and controllers. */
export interface OutpostsOptions {
  /** On all addresses: only the containers' own network leads there. Default 7443. */
  port?: number;
  /**
   * Written at the start, a folder for each kind of outpost and for it alone: the CA, the link's
   * address and the token of that kind.
   */
  runFolder: string;
  /** Name or address at which outposts dial the lab. Default `mock-entra`. */
  host?: string;
  /**
   * Where sites find the cloud: of this machine's addresses the one in the same network (/24).
   * Default: the address on the way to its router.
   */
  cloudAddress?: string;
  /** Ports at which the cloud's names are served for the sites. Default 443, 80, 8080. */
  doors?: { https: number; http: number; status: number };
  /** Default 120 s; those who did not come by then are named. */
  patienceMs?: number;
  /**
   * Containers of outposts may be stopped and started by hand. Default true; false where nobody
   * does: one that goes away is the harness's trouble then, and no symptom.
   */
  hostsMayGo?: boolean;
  /** Told in a sentence who went away, and what becomes of it when it is back. Default: nobody. */
  say?(sentence: string): void;
}

/** Rules as the embedded directory keeps them; without a password one is made from the seed. */
export type AccountEntry = AccountRules & { password?: string };

/** `--directory ldaps://…`: never loaded, never fuzzed, never locked out. */
export interface ExternalDirectory {
  /** `ldaps://host[:port]`, in order of preference, or `ldaps+srv://domain` to look them up. */
  urls: readonly string[];
  /** PEM file of whom to trust. Default: the machine's roots. */
  caFile?: string;
  /** Allow-list of user principal names; everybody else is refused before a byte is sent. */
  accounts: readonly string[];
  /** Of one account. Default 1. */
  attemptsPerMinute?: number;
  /** Told in a sentence whenever somebody was not asked about. */
  onRefused?(sentence: string): void;
}

export interface Site {
  name: string;
  agents: readonly string[];
  controllers: readonly string[];
  /** By agent: what differs from a server with the current agent. */
  servers?: Readonly<Record<string, AgentServerEntry>>;
  /** The only way out for TCP 443, where there is one. */
  proxy?: SiteProxy;
  connect?: readonly ConnectServerEntry[];
  /** One way from this site's agents to its controllers. Default: `lanLatencyMs`. */
  controllerLatencyMs?: number;
  /** Of a site without controllers: the site whose controllers its agents ask first. */
  controllersOf?: string;
}

export interface AgentServerEntry {
  /** The server's own name, where the lab calls it otherwise; two agents cannot share one. */
  machine?: string;
  /** As in `protocol/agent-versions.ts`. Default: the latest. */
  version?: string;
  /** Age of its certificate at the start, in days. Default 0. */
  certificateAgeDays?: number;
  clockOffsetMs?: number;
  /** Where its server is faster or slower than the others. Default: as `LabOptions.capacity`. */
  capacity?: AgentCapacity | 'host';
  /** What the agent's service knows of the site's proxy. Default: as the site gives it out. */
  proxySetting?: ProxySetting;
  tls12?: boolean;
  updater?: boolean;
  /** A private network connector is installed beside the agent. */
  connector?: boolean;
}

/**
 * `browser`: set for the person at the screen only, which is enough to install and register, and
 * not for the service.
 */
export type ProxySetting = 'wpad' | 'configuration' | 'browser' | 'none';

export interface SiteProxy {
  /** How servers learn of it. */
  setting: ProxySetting;
  /** Whether 443 leaves without it too. Default false. */
  directToo?: boolean;
}

export interface ConnectServerEntry {
  name: string;
  role: 'primary' | 'staging';
  /** Default: the latest. */
  version?: string;
}

/** The first is the agents' own. Controllers that no forest names belong to it. */
export interface ForestEntry {
  name: string;
  /** Suffixes of user principal names. Default: the tenant's domain for the first forest. */
  suffixes?: readonly string[];
  controllers: readonly string[];
  /** With the first forest. Default `two-way`. */
  trust?: 'two-way' | 'none';
  /**
   * Lab time until a change has reached the forest's other controllers. Default 0, at once; Active
   * Directory takes 15 s or more within a site.
   */
  replicationDelayMs?: number;
}

export const DEFAULT_SITES: readonly Site[] = [
  { name: 'hq', agents: ['agt-1', 'agt-2'], controllers: ['dc-1', 'dc-2'] },
  { name: 'branch', agents: ['agt-3'], controllers: ['dc-3'] },
];

/**
 * A seeded account of the lab. The password is for the lab's own use and for `up --json`; it goes
 * into no artefact.
 */
export interface Account {
  userName: string;
  password: string;
  /** Base32, where a second factor was set up. */
  totpSecret?: string;
}

/** @throws LabError `ESTATE_INVALID` if it cannot be, or `agents` and `sites` are both given. */
export function sitesOf(options: LabOptions): readonly Site[] {
  const { sites, agents, forests = [], timings, traffic } = options;
  if (traffic && !(traffic.everyMs >= 1)) {
    const sentence = `traffic.everyMs: expected 1 ms or more, got ${traffic.everyMs}.`;
    throw new LabError('ESTATE_INVALID', sentence);
  }
  refuseImpossibleLoad(options);
  if (sites && agents !== undefined) {
    throw new LabError('ESTATE_INVALID', 'Give either the sites or a number of agents, not both.');
  }
  const chosen = sites ?? (agents === undefined ? DEFAULT_SITES : dealAgents(agents));
  for (const kind of ['agents', 'controllers'] as const) {
    if (chosen.some((site) => site[kind].length > 0)) continue;
    throw new LabError('ESTATE_INVALID', `An estate needs ${kind}; got none.`);
  }
  const [impossible] = findImpossible({ sites: chosen, forests, ...(timings && { timings }) });
  if (impossible) {
    const place = renderPath(impossible.path);
    throw new LabError('ESTATE_INVALID', `${place}: ${impossible.text}.`);
  }
  return chosen;
}

function refuseImpossibleLoad({ capacity, choiceSkew = 0 }: LabOptions): void {
  if (!(choiceSkew >= 0 && choiceSkew < 1)) {
    const sentence = `choiceSkew: expected a number from 0 to below 1, got ${choiceSkew}.`;
    throw new LabError('ESTATE_INVALID', sentence);
  }
  if (capacity === undefined || capacity === 'host') return;
  const problem = findCapacityProblem(capacity);
  if (problem !== undefined) throw new LabError('ESTATE_INVALID', `capacity: ${problem}.`);
}

function dealAgents(count: number): readonly Site[] {
  const most = LIMITS.agentsMax.value;
  if (!Number.isInteger(count) || count < 1 || count > most) {
    throw new LabError('ESTATE_INVALID', `Expected 1 to ${most} agents, got ${count}.`);
  }
  const names = Array.from({ length: count }, (_, at) => `agt-${at + 1}`);
  return DEFAULT_SITES.map((site, at) => ({
    ...site,
    // Two thirds at headquarters, as with three agents.
    agents: names.filter((_, position) => (position % 3 === 2 ? 1 : 0) === at),
  }));
}
