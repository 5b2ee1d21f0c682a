/**
 * Forests and the trusts between them: where a logon at a controller of the agents' own forest is
 * decided. Pure. The own forest is the first; it trusts the others or not, and routes a user
 * principal name by its suffix.
 */
import type { ForestEffect } from '../protocol/effects.ts';
import { ERROR } from '../protocol/win32.ts';

export interface Forest {
  name: string;
  /** Of user principal names; the longest that fits decides, and a child domain's name fits too. */
  suffixes: readonly string[];
  /** With the first forest; of the first one itself it says nothing. */
  trust: 'two-way' | 'none';
}

export type Route<F extends Forest> =
  | { kind: 'here' }
  | { kind: 'refused'; win32: number }
  | { kind: 'referred'; forest: F };

export function decideRoute<F extends Forest>(
  userPrincipalName: string,
  forests: readonly F[],
  effects: readonly ForestEffect[],
): Route<F> {
  const forest = forestOf(userPrincipalName, forests);
  if (forest === undefined || forest === forests[0]) return { kind: 'here' };
  // A name that is not routed is looked for here, and 1326 is what people saw of it (AZI#74484).
  if (forest.trust === 'none') return { kind: 'refused', win32: ERROR.LOGON_FAILURE };
  const own = forests[0]?.name;
  const between = effects.filter(({ forests: hit }) =>
    [forest.name, own, '*'].some((name) => name !== undefined && hit.includes(name)),
  );
  const win32 = refusalUnder(between);
  return win32 === undefined ? { kind: 'referred', forest } : { kind: 'refused', win32 };
}

/** The forest whose suffix the name has; names of no forest are the first one's. */
export function forestOf<F extends Pick<Forest, 'suffixes'>>(
  userPrincipalName: string,
  forests: readonly F[],
): F | undefined {
  if (forests.length < 2) return forests[0];
  const domain = userPrincipalName.slice(userPrincipalName.lastIndexOf('@') + 1).toLowerCase();
  const fitting = forests.flatMap((forest) =>
    forest.suffixes
      .map((suffix) => suffix.toLowerCase())
      .filter((suffix) => domain === suffix || domain.endsWith(`.${suffix}`))
      .map((suffix) => ({ forest, length: suffix.length })),
  );
  fitting.sort((one, other) => other.length - one.length);
  return fitting[0]?.forest ?? forests[0];
}

/** The one place that says what a forest effect does; a name that is not routed meets no trust. */
function refusalUnder(effects: readonly ForestEffect[]): number | undefined {
  const refusals = effects.map(({ kind }) => {
    switch (kind) {
      case 'unrouted-suffixes':
        return { order: 0, win32: ERROR.LOGON_FAILURE };
      case 'break-trust':
        return { order: 1, win32: ERROR.TRUSTED_DOMAIN_FAILURE };
      case 'selective-authentication':
        return { order: 2, win32: ERROR.AUTHENTICATION_FIREWALL_FAILED };
      default:
        return kind satisfies never;
    }
  });
  return refusals.sort((one, other) => one.order - other.order)[0]?.win32;
}
