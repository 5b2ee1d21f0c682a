/**
 * What lab and outposts say to each other over the link (`link.ts`): a WebSocket under the run's
 * CA, one structured clone per message. Keys and passwords pass here and nowhere else.
 */
import type { ControllerEffect, PathEffect } from '../../../protocol/effects.ts';
import type { Timings } from '../../../protocol/timings.ts';
import type { FromAgent, ToAgent } from '../../processes/messages.ts';
import type { MirroredAccount } from '../outposts.ts';

/** Of a router: where the explicit web proxy of its site listens. */
export const WEB_PROXY_PORT = 8080;

/** A certificate with its key, and the chain's other end. */
export interface PackedIdentity {
  certificatePem: string;
  keyPem: string;
}

/** What an egress has to know before the first packet. */
export interface EgressStart {
  site: string;
  /** Every name that there is, and where it is; all others do not exist. */
  addresses: ReadonlyMap<string, string>;
  /** By component: the address from which its host calls, for what hits some agents only. */
  components: ReadonlyMap<string, string>;
  /** SRV records by name: targets with their ports, in order. */
  services: ReadonlyMap<string, readonly { target: string; port: number }[]>;
  /** CAs of the inspecting proxy: the one the site trusts, and one that nobody knows. */
  inspection: { trusted: PackedIdentity; unknown: PackedIdentity };
  /** PEM: whom the inspecting proxy trusts towards the cloud. */
  upstreamTrustPem: string;
  /**
   * Who answers where a name leads to the wrong address: `labHost(OTHER_HOST)`, of the lab's CA.
   */
  elsewhere: PackedIdentity;
  /** Nothing leaves on 443 but through the explicit proxy; absent: the site has none. */
  proxy?: { directToo: boolean };
  seed: string;
}

export interface ControllerStart {
  name: string;
  /** `contoso.example`: realm and suffix of the accounts. */
  domain: string;
  /** Served on 636, under the controller's lab name. */
  identity: PackedIdentity;
  caPem: string;
  /** Its own, as the other controllers and the sites reach it. */
  address: string;
  /** Of this run, the same for all: with it they join one another. */
  joinPassword: string;
  /** Failed binds until an account locks, and for how long. Real ones: on the machine's time. */
  lockout: Pick<Timings, 'adLockoutThreshold' | 'adLockoutDurationMs' | 'adLockoutWindowMs'>;
  /** Which it joins, to replicate from then on; absent: it founds the domain. */
  joinAt?: { name: string; address: string };
}

/** Asked things are answered by `done` or `failed` with their id. */
export type ToOutpost =
  | { type: 'egress-start'; id: number; start: EgressStart }
  | { type: 'egress-apply'; id: number; effects: readonly PathEffect[]; added: readonly number[] }
  | { type: 'egress-services'; id: number; services: EgressStart['services'] }
  | { type: 'controller-start'; id: number; start: ControllerStart }
  /** Takes on what one controller does for all: whoever did it is gone. */
  | { type: 'controller-lead'; id: number }
  /** Another one has come: whom it copies from is worked out anew, and copied. */
  | { type: 'controller-meet'; id: number }
  /** `labMs`: what time it is; said again while something is late in lab time. */
  | { type: 'controller-apply'; id: number; effects: readonly ControllerEffect[]; labMs: number }
  | { type: 'controller-accounts'; id: number; accounts: readonly MirroredAccount[] }
  | { type: 'agent-spawn'; agent: number; name: string; processes: number }
  | { type: 'agent-tell'; agent: number; message: ToAgent }
  | { type: 'agent-end'; agent: number }
  | { type: 'agent-kill'; agent: number }
  /** Open a tunnel to the lab (`/tunnels/{tunnel}`), and treat what comes as a dialer's. */
  | { type: 'tunnel'; tunnel: string };

export type FromOutpost =
  | { type: 'done'; id: number }
  | { type: 'failed'; id: number; code: string; message: string }
  | { type: 'agent-heard'; agent: number; message: FromAgent }
  /** Its process is gone; `why` if nobody asked it to. */
  | { type: 'agent-gone'; agent: number; why?: string }
  | { type: 'trouble'; code: string; message: string };

/** One kind of outpost: started by `pta-lab outpost <kind>`, told everything over the link. */
export interface Outpost extends AsyncDisposable {
  /** Settles when it is done; what it throws is answered as `failed`. */
  hear(message: ToOutpost): Promise<void>;
}

export interface OutpostPorts {
  /** As on the command line. */
  name: string;
  /** Of an egress: the address that is its site's default gateway, `10.94.1.254/24`. */
  siteGateway?: string;
  tell(message: FromOutpost): void;
}
