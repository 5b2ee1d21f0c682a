/**
 * What a lab stands on: the ports in one kind, and how effects reach the paths. `virtual-world.ts`
 * and `live-world.ts` make one each; nothing above them asks which it is.
 */
import type { Effect, PathEffect } from '../../protocol/effects.ts';
import type { Timings } from '../../protocol/timings.ts';
import type { Authority } from '../../runtime/certificate-authority.ts';
import type { RealDirectory } from '../../runtime/live/real-directory/real-directory.ts';
import type { Crypto, Dice, DrivenClock, Handle, Network } from '../../runtime/ports.ts';
import type { Certificate } from '../../runtime/x509.ts';
import type { Site } from '../estate.ts';
import type { Outposts } from '../outposts/outposts.ts';
import type { AgentProcesses } from '../processes/agent-processes.ts';
import type { Followers } from '../time/followers.ts';

export interface World extends AsyncDisposable {
  clock: DrivenClock;
  crypto: Crypto;
  /** Signs tokens, where that is not done with `crypto`. */
  signing?: Crypto;
  network: Network;
  /** Signs the server certificates. */
  authority: Authority;
  /** Signs agents' certificates; known to the cloud only. */
  registrationAuthority: Authority;
  /** Whom the servers of a site trust: the lab's CA and the CA of the site's inspecting proxy. */
  siteTrust(site: string): readonly Certificate[];
  /** In force when it returns, or when what it returns has settled. */
  applyPath(effects: readonly PathEffect[]): void | Promise<void>;
  /** In containers: a sentence on what of it cannot be done with real means; absent: all can. */
  findImpossible?(effects: readonly Effect[]): string | undefined;
  /** In containers: what stands on other hosts. */
  outposts?: Omit<Outposts, 'gatewayPorts' | 'spawnAgent' | 'applyPath' | keyof AsyncDisposable>;
  /** Live mode: where strangers' clients find the lab. */
  live?: LiveDoor;
  /** Live mode, where asked for: starts agents in processes of their own. */
  agentProcesses?: Pick<AgentProcesses, 'startAgent'>;
  /** Live mode: real controllers, where the lab was given some. */
  realDirectory?: Pick<RealDirectory, 'bind'>;
  /** In process: keeps the process alive until disposed, for as long as somebody waits. */
  hold?(): Disposable;
}

export interface LiveDoor {
  readonly signInPort: number;
  /** Whether port 443 answers too. */
  readonly port443: boolean;
  caFile: string;
  /** Present in containers: the cloud's address for the sites and for whoever else is there. */
  openFront?(hosts: readonly string[], handle: Handle): Promise<AsyncDisposable>;
  /** Present if a proxy was asked for. */
  openProxy?(hosts: readonly string[], handle: Handle): Promise<OpenProxy>;
}

export interface OpenProxy extends AsyncDisposable {
  /** `http://127.0.0.1:{port}` */
  url: string;
  /** PEM of the CA of this run, and of the lab's; gone when the proxy is. */
  caFile: string;
}

export interface WorldOptions {
  dice: Dice;
  sites: readonly Site[];
  timings: Timings;
  /** Who keeps the lab's time elsewhere: agents in processes of their own. */
  followers?: Followers;
  /** Live mode: how far lab time starts ahead of the machine's. Default 0. */
  aheadMs?: number;
}

/** Whether a site lets nothing out but through its web proxy. */
export function goesOutByProxyOnly(sites: readonly Site[]): (site: string) => boolean {
  const closed = new Set(sites.filter(isClosed).map(({ name }) => name));
  return (site) => closed.has(site);
}

function isClosed({ proxy }: Site): boolean {
  return proxy !== undefined && proxy.directToo !== true;
}
