/**
 * Effects are what a fault does to the world, as data. Each component interprets the ones it owns
 * in one exhaustive switch: path effects in `runtime/live/gateway.ts` and
 * `runtime/virtual/dial.ts`, controller effects in `directory/controller.ts`. An effect never
 * carries a fault's name, so nothing on the way can know which symptom it is expected to show.
 */

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
}

export type PathEffect = { on: 'path'; scope: PathScope } & (
  | { kind: 'drop'; established: Established }
  | { kind: 'refuse'; established: Established }
  | { kind: 'reset'; established: Established }
  | { kind: 'delay'; delayMs: number }
  | { kind: 'inspect'; authority: InspectionAuthority; established: Established }
);

/**
 * Whose certificates the inspecting proxy hands out: the CA the site's servers trust, or one they
 * do not know.
 */
export type InspectionAuthority = 'trusted' | 'unknown';

/** `controllers` are names as in the estate (`dc-1`); `*` alone means all of them. */
export type ControllerEffect = { on: 'controller'; controllers: readonly string[] } & (
  | { kind: 'stop' }
  | { kind: 'hang' }
  | { kind: 'slow'; delayMs: number }
);

export type Effect = PathEffect | ControllerEffect;
