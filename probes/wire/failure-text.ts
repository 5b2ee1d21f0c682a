/** How reports name a network failure: `refused (connect)`. */
import type { NetworkFailure, NetworkPhase } from '../../protocol/network-failure.ts';

export function failureText(failure: NetworkFailure, at: NetworkPhase): string {
  return `${failure} (${at})`;
}
