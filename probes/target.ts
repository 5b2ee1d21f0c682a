/**
 * What a configuration says of a target and of a module, checked already: the only places that
 * credentials may go to. A target is a real tenant, or a lab that `pta-lab up --json` described.
 * Secrets are references here; `live/secrets.ts` reads them, as late as possible.
 */
import type { Secret } from '../runtime/secret.ts';
import type { BudgetLimits } from './budget/budget.ts';
import type { KnownTenant, LockoutPolicy } from './probe-ports.ts';

export interface Target extends KnownTenant {
  name: string;
  kind: 'tenant' | 'lab';
  /** Absent: probes that sign in are refused. */
  account?: TargetAccount;
  /** A lab's cloud-only account, which signs in while agents are down; labs. */
  cloudOnly?: TargetAccount;
  /** Base 32, for `browser-sign-in`. */
  totp?: SecretRef;
  administrator?: TargetAccount | { refreshToken: SecretRef; keepIn: string };
  /** How many agents must be Active. Default: as many as the inventory has, or 3. */
  agents?: number;
  /** Folder for masked pictures of browser sign-ins that failed; absent: none are taken. */
  screenshots?: string;
  /** PEM file of a CA that is trusted for this target only; labs. */
  caFile?: string;
  /** Control API; labs. */
  control?: string;
  directory?: DirectoryTarget;
  budget?: Partial<BudgetLimits>;
}

export interface TargetAccount {
  userName: string;
  password: SecretRef;
}

export type SecretRef =
  | { env: string }
  | { file: string }
  /** Program and arguments; its first line of output counts. No shell. */
  | { command: readonly string[] }
  /** Of a lab's own account, from the line that the lab printed; never from a configuration. */
  | { ofLab: Secret };

/** Domain controllers for the `directory` probe. */
export interface DirectoryTarget {
  /** `ldaps://dc-1.corp.example`; empty: those of the SRV record. */
  urls: readonly string[];
  domain: string;
  caFile?: string;
  account: TargetAccount;
  policy?: LockoutPolicy;
}

/** One way to run one probe. */
export interface Module {
  name: string;
  probe: string;
  timeoutMs?: number;
  /** How far back the probe reads logs. Default: an hour. */
  lookBackMs?: number;
  /** Of a lab, for probes that stand on one. Default: all of them, and the gravest counts. */
  server?: string;
  /** What it must see; default: the probe's `usual`. */
  expect?: Readonly<Record<string, unknown>>;
}
