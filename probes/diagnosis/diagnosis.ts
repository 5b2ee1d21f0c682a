/**
 * The contract of diagnosis: from sightings to ranked causes. It is a pure function and never sees
 * what was injected; it knows only what probes saw, where they stood and when.
 */
import type { SourceId } from '../../protocol/sources.ts';
import type { Observations } from '../observations.ts';

/** One observation, and where its probe stood: `outside`, or on a server. */
export type Sighting = {
  [K in keyof Observations]: {
    probe: K;
    /** Name of the server; null: outside. */
    server: string | null;
    site: string | null;
    atMs: number;
    /** Whose password it used. Default: the probe account’s, which the directory knows. */
    account?: SightedAccount;
    observation: Observations[K];
  };
}[keyof Observations];

/** `other-forest`: behind a trust, seen from the agents. */
export type SightedAccount = 'on-premises' | 'cloud-only' | 'other-forest';

/** The links of the chain, in the order in which a sign-in goes through them. */
export type ChainLink =
  | 'cloud'
  | 'policy'
  | 'name-resolution'
  | 'network'
  | 'tls-inspection'
  | 'proxy'
  | 'certificate'
  | 'agent'
  | 'agent-server'
  | 'domain-name-service'
  | 'directory'
  | 'account'
  | 'estate';

export interface Diagnosis {
  /** `at-risk`: no sign-in was seen to fail, and something is wrong. */
  state: 'healthy' | 'at-risk' | 'degraded' | 'broken' | 'inconclusive';
  /** Likeliest first; empty if healthy. */
  candidates: readonly Candidate[];
  /** What was not looked at, and what it would have told. */
  notSeen: readonly string[];
}

export interface Candidate {
  /** Id of the cause, as `causes/` has it. */
  cause: string;
  link: ChainLink;
  title: string;
  /** Servers, sites, controllers it shows at; empty: everywhere. */
  at: readonly string[];
  /** 0 to 1, comparable within one diagnosis only. */
  weight: number;
  evidence: readonly Evidence[];
  /** What to do to tell it from the next candidate; null: nothing can. */
  nextTest: string | null;
  fix: string;
  sources: readonly SourceId[];
}

export interface Evidence {
  speaks: 'for' | 'against';
  /** One sentence with what was seen. */
  text: string;
}
