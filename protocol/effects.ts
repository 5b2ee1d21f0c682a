/**
 * Effects are what a fault does to the world, as data. Each component interprets the ones it owns
 * in one exhaustive switch: path effects in `runtime/course.ts`, controller effects in
 * `directory/controller.ts`, and so on. An effect never carries a fault's name, so nothing on the
 * way can know which symptom it is expected to show.
 */

export type Effect =
  | PathEffect
  | ControllerEffect
  | ForestEffect
  | AccountEffect
  | AgentServerEffect
  | CloudEffect
  | AdministrationEffect;

/**
 * What happens to connections that are already open when the effect starts.
 * - `keep`: they go on as if nothing had happened (a stateful firewall that only stops new ones)
 * - `cut`: both ends see a reset
 * - `blackhole`: nothing arrives any more and nobody is told; what was held arrives when the effect
 *   ends
 */
export type Established = 'keep' | 'cut' | 'blackhole';

/** Where on the paths of a site an effect applies. An absent list means all of them. */
export interface PathScope {
  sites?: readonly string[];
  /** Names of components that dial out, for example agents: `agt-1`. */
  components?: readonly string[];
  /**
   * Host-name patterns: a full name, `*.suffix`, or `*`. Without the lab suffix (see `hosts.ts`).
   */
  hosts: readonly string[];
  /** The ports called: 443, 80, 8080, 636, 88. */
  ports?: readonly number[];
  /** Part of the new connections that is hit, 0 to 1, by the seed. Default 1. */
  share?: number;
  /** Which connections the share hits. Default: the lab's own seed. */
  seed?: string;
}

export type PathEffect = { on: 'path'; scope: PathScope } & (
  | { kind: 'drop'; established: Established }
  | { kind: 'refuse'; established: Established }
  | { kind: 'reset'; established: Established }
  /** TCP connects, and then bytes of that direction never arrive. */
  | { kind: 'stall'; direction: 'both' | 'out' | 'in'; established: 'keep' | 'blackhole' }
  | { kind: 'delay'; delayMs: number }
  /** Each packet is lost with that probability; what TCP sends again comes late. */
  | { kind: 'loss'; lossShare: number }
  | {
      kind: 'inspect';
      authority: InspectionAuthority;
      presents: Presented;
      established: Established;
    }
  | { kind: 'resolve'; answer: 'no-such-name' | 'wrong-address' | 'late'; delayMs: number }
  /** Acts on those who go through the site's proxy, and on nobody else. */
  | { kind: 'proxy'; behaviour: ProxyBehaviour; established: Established }
);

/**
 * Whose certificates the inspecting proxy hands out: the CA the site's servers trust, or one they
 * do not know.
 */
export type InspectionAuthority = 'trusted' | 'unknown';

/** What an inspecting proxy shows of itself. `valid` is what companies roll out. */
export type Presented =
  | 'valid'
  | 'expired'
  | 'not-yet-valid'
  | 'wrong-name'
  | 'client-usage'
  | 'old-protocol'
  | 'no-common-cipher';

export type ProxyBehaviour =
  | 'asks-for-credentials'
  | 'bad-gateway'
  | 'refuses-upgrades'
  | 'broken-pac'
  | 'down';

/** `controllers` are names as in the estate (`dc-1`); `*` alone means all of them. */
export type ControllerEffect = { on: 'controller'; controllers: readonly string[] } & (
  | { kind: 'stop' }
  | { kind: 'hang' }
  | { kind: 'slow'; delayMs: number; share?: number }
  /** It hears of no change any more: what it knows is as old as the effect. */
  | { kind: 'stale' }
  | { kind: 'clock-offset'; offsetMs: number }
  /** The SRV records that name it are gone: nobody finds it who does not know it. */
  | { kind: 'unlisted' }
);

/** `forests` by name, as in the estate; the first forest of an estate is the agents' own. */
export type ForestEffect = { on: 'forest'; forests: readonly string[] } & (
  | { kind: 'break-trust' }
  | { kind: 'selective-authentication' }
  /** The name suffixes of the forest are not routed across the trust. */
  | { kind: 'unrouted-suffixes' }
);

/** `users` are user principal names; `*` alone means everybody in the directory. */
export type AccountEffect = { on: 'account'; users: readonly string[] } & {
  kind:
    | 'disabled'
    | 'locked'
    | 'password-expired'
    | 'must-change'
    | 'account-expired'
    | 'outside-hours'
    | 'other-workstation'
    | 'renamed';
};

/** What happens on the server that an agent runs on. `agents` by name; `*` alone means all. */
export type AgentServerEffect = { on: 'agent-server'; agents: readonly string[] } & (
  | { kind: 'stop-service' }
  /** The process is there and holds its sockets, and does nothing any more. */
  | { kind: 'hang' }
  /** The process ends; nobody starts it again before the effect does. */
  | { kind: 'crash' }
  /** It ends as soon as a validation request arrives. */
  | { kind: 'crash-on-request' }
  | { kind: 'slow'; delayMs: number; share?: number }
  | { kind: 'capacity'; perSecond: number }
  /** What is left where the key was: nothing (the default), or a key that opens nothing. */
  | { kind: 'lose-key'; left?: 'nothing' | 'another-key' }
  /** A copy of the machine runs beside it with the same key and certificate. */
  | { kind: 'clone' }
  | { kind: 'no-renewal' }
  | { kind: 'stop-updater' }
  | { kind: 'clock-offset'; offsetMs: number }
  | { kind: 'no-tls-1.2' }
  | { kind: 'outdated'; version: string }
);

export type CloudEffect = { on: 'cloud' } & (
  | { kind: 'throttle-sign-ins'; share: number }
  /** Requests are taken and never handed to an agent. */
  | { kind: 'lose-queue'; share: number }
  | { kind: 'bootstrap-outage' }
  | { kind: 'refuse-renewal' }
  | { kind: 'throttle-graph' }
  | { kind: 'delay-answers'; delayMs: number }
  | { kind: 'garble-answers'; share: number }
);

/** A change of `lab/changes/`, made at the wrong time or place; healing takes it back. */
export interface AdministrationEffect {
  on: 'administration';
  change: string;
  where: Readonly<Record<string, readonly string[]>>;
  parameters: Readonly<Record<string, string | number>>;
}
