/**
 * A browser for one sign-in at one target, loaded when it is asked for. What stays of a visit is a
 * masked picture if it failed and, from labs alone and only if asked for, a Playwright trace.
 */
import { LabError } from '../../../runtime/lab-error.ts';
import type { BrowserPort } from '../../probe-ports.ts';
import type { Target } from '../../target.ts';

export interface BrowserOptions {
  /** Where pictures go. Default: where the target says, or none are taken. */
  screenshots?: string;
  /** A trace holds what was typed: labs only. */
  trace?: boolean;
}

/** @throws LabError `USAGE_TRACE` if a trace is asked of a real tenant. */
export function createBrowser(target: Target, options: BrowserOptions = {}): BrowserPort {
  if (options.trace && target.kind !== 'lab') {
    const sentence =
      'expected a lab for --trace: a trace holds what was typed, and is never kept of a real tenant';
    throw new LabError('USAGE_TRACE', sentence);
  }
  if (options.trace && options.screenshots === undefined) {
    throw new LabError(
      'USAGE_TRACE',
      'expected --screenshots with a folder for the trace, got none',
    );
  }
  return {
    async signIn(asked) {
      const { visit } = await import('./visit.ts');
      const { screenshots = target.screenshots } = options;
      return visit(target, { ...options, ...(screenshots && { screenshots }) }, asked);
    },
  };
}
