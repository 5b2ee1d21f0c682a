/**
 * The contract of a cause: what would break sign-ins, and how it looks to somebody who stands near
 * enough. A cause that was not looked at is only as likely as the answers that users get make it.
 */
import type { AadstsCode } from '../../protocol/aadsts.ts';
import type { SourceId } from '../../protocol/sources.ts';
import type { ProbeId } from '../observations.ts';
import type { ChainLink } from './diagnosis.ts';
import type { Signs } from './signs.ts';

export interface Cause {
  /** What reports call it. */
  id: string;
  link: ChainLink;
  title: string;
  /**
   * What a right password may bring while it is on: all that speaks where nobody stands nearer. 0
   * means tokens, `no-answer` that the cloud was not reached.
   */
  brings: readonly (AadstsCode | 0 | 'no-answer')[];
  /** Where nobody looked it is thought of first, as the troubleshooting documents do. */
  isUsual?: true;
  /** The probes that show it. Where they looked and `look` found nothing, it is ruled out. */
  seenBy: readonly ProbeId[];
  /** Causes whose signs this one brings along: found together, they are put behind it. */
  explains?: readonly string[];
  /** Which test tells it from what looks like it; null: nothing does. */
  nextTest: string | null;
  fix: string;
  sources: readonly SourceId[];
  look(signs: Signs): Finding | undefined;
}

export interface Finding {
  /** `STRONG`: the broken thing itself was seen. `FAIR`: what only few things bring. `WEAK`. */
  weight: number;
  /** Servers, sites or controllers; empty: everywhere. */
  at: readonly string[];
  for: readonly string[];
  against?: readonly string[];
}

export const STRONG = 0.9;
export const FAIR = 0.6;
export const WEAK = 0.3;
