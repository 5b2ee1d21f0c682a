/**
 * Where load goes, as a script reads it: a file of mode 0600 named by `PTA_LAB_TARGET`, which holds
 * passwords and is deleted when the run ends. Everything in it has to prove itself: the target
 * signs a challenge with the key of `caPem` (`protocol/lab-proof.ts`) before it gets its first
 * sign-in.
 */

export interface LoadTarget {
  /** `https://localhost:{port}/{tenantId}` */
  authority: string;
  clientId: string;
  scope: string;
  /** Of `browserSignIn`: an application with an address that the pages may return to. */
  browserApp?: { clientId: string; redirectUri: string };
  /** The lab's CA, PEM. */
  caPem: string;
  /** They sign in in turn. */
  users: readonly { userName: string; password: string }[];
  /** Whom `guessPassword` guesses at; never one of `users`. */
  victims: readonly { userName: string }[];
  /** Of the control API, for deeds in mid-run. */
  control?: { url: string; token?: string };
  /** Machine names, for `removeAgent`. */
  agents: readonly string[];
}

/** Other variables that scripts read; each has its default in `load/k6/settings.ts`. */
export const LOAD_ENV = {
  target: 'PTA_LAB_TARGET',
  /** Sign-ins a second at the peak. */
  peak: 'PTA_LAB_PEAK',
  /** How many agents there are. */
  agents: 'PTA_LAB_AGENTS',
  /** Of the longest stage, such as `30s`; the rest of a test scales with it. */
  duration: 'PTA_LAB_DURATION',
} as const;
