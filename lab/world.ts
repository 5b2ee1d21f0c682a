/**
 * What a lab stands on: the ports in one kind, and how effects reach the paths. `virtual-world.ts`
 * and `live-world.ts` make one each; nothing above them asks which it is.
 */
import type { PathEffect } from '../protocol/effects.ts';
import type { Timings } from '../protocol/timings.ts';
import type { Authority } from '../runtime/certificate-authority.ts';
import type { Crypto, Dice, DrivenClock, Network } from '../runtime/ports.ts';
import type { Certificate } from '../runtime/x509.ts';
import type { Site } from './estate.ts';

export interface World extends AsyncDisposable {
  clock: DrivenClock;
  crypto: Crypto;
  network: Network;
  /** Signs the server certificates. */
  authority: Authority;
  /** Signs agents' certificates; known to the cloud only. */
  registrationAuthority: Authority;
  /** Whom the servers of a site trust: the lab's CA and the CA of the site's inspecting proxy. */
  siteTrust(site: string): readonly Certificate[];
  applyPath(effects: readonly PathEffect[]): void;
  /** Live mode: where strangers' clients find the lab. */
  live?: LiveDoor;
}

export interface LiveDoor {
  readonly signInPort: number;
  caFile: string;
}

export interface WorldOptions {
  dice: Dice;
  sites: readonly Site[];
  timings: Timings;
}
