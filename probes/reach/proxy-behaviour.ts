/**
 * How the way out was found and what the proxy said, read from connections that were tried anyway:
 * pure. Who should go through a proxy and shows no step of one went past it, because the file that
 * names it could not be had or read.
 */
import type { NetworkFailure } from '../../protocol/network-failure.ts';
import type { PreflightObservation, Reach } from '../observations.ts';

type Proxy = PreflightObservation['proxy'];

export function readProxy(setting: string, reaches: readonly Reach[]): Proxy {
  const secured = reaches.filter(({ port }) => port === 443);
  return { setting, problem: setting === 'none' ? null : problemOf(setting, secured) };
}

function problemOf(setting: string, reaches: readonly Reach[]): string | null {
  if (reaches.length === 0) return null;
  const asked = reaches.filter(({ phaseMs }) => phaseMs.proxy !== undefined);
  if (asked.length === 0) return setting === 'wpad' ? 'broken-pac' : notAsked(reaches);
  const failed = asked.flatMap(({ outcome }) =>
    outcome.ok || outcome.at !== 'proxy' ? [] : [outcome.failure],
  );
  const [first] = failed;
  return first === undefined ? null : nameOf(first);
}

/** A proxy that is named is asked, or cannot be reached at all. */
function notAsked(reaches: readonly Reach[]): string | null {
  return reaches.some(({ outcome }) => !outcome.ok) ? 'proxy-down' : null;
}

function nameOf(failure: NetworkFailure): string {
  switch (failure) {
    case 'proxy-authentication-required':
      return 'asks-for-credentials';
    case 'proxy-refused':
      return 'refuses';
    case 'refused':
    case 'unreachable':
      return 'proxy-down';
    default:
      return failure;
  }
}
