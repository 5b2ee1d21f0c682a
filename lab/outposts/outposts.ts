/**
 * The lab's hands in other containers. An outpost is our process on another host: it dials the lab,
 * never listens for it, and does with real means what it is told. What each kind does lies in
 * `agent/`, `egress/`, `controller/`; how both speak in `link/`; the lab's side in `command/`. An
 * outpost's own life is `run-outpost.ts`.
 */
import type { ControllerEffect, Effect, PathEffect } from '../../protocol/effects.ts';
import type { AgentChild, SpawnOptions } from '../processes/spawn-agent.ts';

/** `agent`: the server of one; `egress`: a site's router; `controller`: beside one. */
export const OUTPOST_KINDS = ['agent', 'egress', 'controller'] as const;
export type OutpostKind = (typeof OUTPOST_KINDS)[number];

/** Who dials in. The run's token of its kind proves that it belongs to it. */
export interface OutpostName {
  kind: OutpostKind;
  /** As in the estate: `agt-1`, `dc-1`; of an egress its site, `hq`. */
  name: string;
  /** Address at which the others reach its host, where they have to: a controller's. */
  address?: string;
}

/** What the live world asks of all of them together. Each call is done when it is in force. */
export interface Outposts extends AsyncDisposable {
  /**
   * By site: a port on loopback of this process. What is said there, as to a gateway of the live
   * lab, leaves from an agent's server of that site.
   */
  readonly gatewayPorts: ReadonlyMap<string, number>;
  /**
   * Told of a host that was away, as after power off: what ran there is gone, and starts with it.
   */
  onReturned(listener: (agent: string) => void): void;
  /**
   * Told when real controllers may lack accounts that they had; done when they have them again.
   */
  onAccountsLost(listener: () => Promise<void>): void;
  /** On the host of that name, or, where it has none of its own, on another one of its site. */
  spawnAgent(options: SpawnOptions): AgentChild;
  /** Controllers begin to be what they are to be; `writeAccounts` waits for that. */
  found(estate: { domain: string; onTrouble(error: unknown): void }): void;
  /** Controllers are what they are to be. @throws LabError with why not */
  founded(): Promise<void>;
  /** Names of the cloud; until `open`. */
  addNames(names: readonly string[]): void;
  /** What an SRV record names from now on, as `Network.publish`. */
  publish(name: string, hosts: readonly string[]): void;
  /** Names and paths are there: every name so far can be resolved at every site. */
  open(): Promise<void>;
  /** Replaces what is in force on the paths of all sites. An effect is new if the object is new. */
  applyPath(effects: readonly PathEffect[]): Promise<void>;
  applyControllers(effects: readonly ControllerEffect[], labMs: number): Promise<void>;
  /** Lab time has moved on: controllers that are slow are so in lab time. */
  tellTime(labMs: number): Promise<void>;
  /** All accounts that are new or changed, as they are from now on. */
  writeAccounts(accounts: readonly MirroredAccount[]): Promise<void>;
  /** A sentence on what of it cannot be brought about with real means; undefined: all can. */
  findImpossible(effects: readonly Effect[]): string | undefined;
}

/** An account of a real Active Directory: the attributes that decide a logon, and nothing else. */
export interface MirroredAccount {
  userPrincipalName: string;
  /** Only where it was set; passes over the link and is kept by nobody but the directory. */
  password?: string;
  /** Gone: the rest is of no meaning. */
  removed?: boolean;
  disabled: boolean;
  locked: boolean;
  /** An administrator has ended its lockout: failures counted there are forgotten. */
  unlock?: boolean;
  mustChangePassword: boolean;
  passwordExpired: boolean;
  accountExpired: boolean;
  /** 21 bytes in base64, as AD's attribute; absent: all hours. */
  logonHours?: string;
  /** NetBIOS names; absent: any. */
  workstations?: readonly string[];
}
