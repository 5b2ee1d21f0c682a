/**
 * What a lab is made of: the options of `startLab`, their defaults, and the estate they describe.
 */
import type { AccountRules } from '../directory/account.ts';
import { LIMITS } from '../protocol/limits.ts';
import type { Timings } from '../protocol/timings.ts';
import { LabError } from '../runtime/lab-error.ts';
import type { TenantDescription } from './tenant/tenant-description.ts';

export type Mode = 'virtual' | 'live';
export type CryptoKind = 'rsa' | 'stand-in';

export interface LabOptions {
  /**
   * Default `virtual`. `in-process` is live time with the network in memory (`createMockEntra`).
   */
  mode?: Mode | 'in-process';
  /**
   * Default `1`. The same seed gives the same virtual run; a live run takes its decisions from it.
   */
  seed?: string;
  /** Default: `stand-in` in virtual mode; live mode has only `rsa`. */
  crypto?: CryptoKind;
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
  /** Users of each group. Default 20. */
  users?: number;
  /** Background sign-ins. `false` for none. Default: one every 5 s of lab time. */
  traffic?: { everyMs: number } | false;
  /** Overrides of `protocol/timings.ts`. */
  timings?: Partial<Timings>;
  /** Where live mode keeps its CA. Default `.pta-lab`. */
  stateDir?: string;
  /** Live mode: doors on loopback. */
  ports?: DoorOptions;
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
  /** The CONNECT proxy; 0 takes any free port. Default: none. */
  proxy?: number;
}

/** Rules as the embedded directory keeps them; without a password one is made from the seed. */
export type AccountEntry = AccountRules & { password?: string };

export interface Site {
  name: string;
  agents: readonly string[];
  controllers: readonly string[];
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

/** @throws LabError `ESTATE_INVALID` if names repeat or `agents` and `sites` are both given. */
export function sitesOf({ sites, agents }: LabOptions): readonly Site[] {
  if (sites && agents !== undefined) {
    throw new LabError('ESTATE_INVALID', 'Give either the sites or a number of agents, not both.');
  }
  const chosen = sites ?? (agents === undefined ? DEFAULT_SITES : dealAgents(agents));
  for (const kind of ['agents', 'controllers'] as const) {
    const names = chosen.flatMap((site) => site[kind]);
    const twice = names.find((name, at) => names.indexOf(name) !== at);
    if (twice)
      throw new LabError(
        'ESTATE_INVALID',
        `Expected each of the ${kind} once, got "${twice}" twice.`,
      );
    if (names.length === 0)
      throw new LabError('ESTATE_INVALID', `An estate needs ${kind}; got none.`);
  }
  return chosen;
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
