/**
 * Faults that find nothing to act on, such as a broken proxy where no site has one. They are
 * refused: a fault that changes nothing looks like an estate that withstands it.
 */
import type { Effect, ForestEffect, PathScope } from '../../../protocol/effects.ts';
import { LabError } from '../../../runtime/lab-error.ts';
import type { Site } from '../../estate.ts';

export interface Targets {
  sites: readonly Site[];
  /** Names, the agents' own first. Default: nobody knows. */
  forests?: readonly string[];
}

/** @throws LabError `FAULT_POINTLESS` */
export function refusePointless(id: string, effects: readonly Effect[], targets: Targets): void {
  if (hasTarget(effects, targets)) return;
  const lacking = effects.some(({ on }) => on === 'forest')
    ? 'a second forest, with users whom a trust brings here; the estate has none'
    : 'a site that has a web proxy (`proxy` in an estate file); there is none at that place';
  throw new LabError(
    'FAULT_POINTLESS',
    `${id}: expected ${lacking}, so that nothing would happen.`,
  );
}

export function hasTarget(effects: readonly Effect[], { sites, forests }: Targets): boolean {
  return effects.some((effect) => {
    if (effect.on === 'forest') return forests === undefined || leadsAbroad(effect, forests);
    if (effect.on !== 'path' || effect.kind !== 'proxy') return true;
    return sites.some((site) => site.proxy !== undefined && isIn(effect.scope, site, sites));
  });
}

function leadsAbroad({ forests: named }: ForestEffect, [, ...others]: readonly string[]): boolean {
  return others.some((name) => named.includes('*') || named.includes(name));
}

/** An agent that no site was built with was installed since, at any of them. */
function isIn({ sites: named, components }: PathScope, site: Site, sites: readonly Site[]) {
  const elsewhere = sites.filter((other) => other !== site).flatMap(({ agents }) => agents);
  const hasAgent = components?.some((component) => !elsewhere.includes(component)) ?? true;
  return hasAgent && (named?.includes(site.name) ?? true);
}
