/**
 * From path effects to real means, as data: the one exhaustive switch over their kinds on this
 * side. The packet filter does what packets show; what needs to be looked into, or to be late, is
 * led through the relay; names are the resolver's. Nothing here is done by two of them: the relay
 * is told what the filter has done (`isMetByFilter`), and the filter delays what it forwards only.
 */
import type { PathEffect } from '../../../protocol/effects.ts';
import { CLOUD_PORTS } from '../../../protocol/hosts.ts';
import { fateOfOpen } from '../../../runtime/course.ts';
import { addUpDelays, DELAYS_MAX, type Delay } from './delays.ts';
import { type Place, servedPorts } from './places.ts';
import { renderMatch, type Selection, type SiteView, selectFrom } from './selection.ts';

export interface Plan {
  /** Rules of the packet filter, by the packets that they see. */
  onNew: readonly string[];
  onOpen: readonly string[];
  /** Each packet of either direction. */
  onEach: readonly string[];
  /** Whoever calls the web proxy. */
  onProxy: readonly string[];
  /** What is forwarded; the first that fits. */
  delays: readonly Delay[];
  /** Name and port of what goes through the relay from now on. */
  relayed: readonly { place: Place; port: number }[];
  /** For the relay, the web proxy and the resolver, who know names themselves. */
  toRelay: readonly PathEffect[];
  toProxy: readonly PathEffect[];
  toResolver: readonly PathEffect[];
}

/** One in so many packets is the least loss that can be said. */
const LOSS_STEPS = 10_000;

export function express(effects: readonly PathEffect[], view: SiteView): Plan {
  const here = effects.filter(({ scope: { sites } }) => !sites || sites.includes(view.site));
  const selected = here.flatMap((effect) => {
    const selection = selectFrom(effect, view);
    return selection ? [{ effect, selection }] : [];
  });
  const rules = selected.map(({ effect, selection }) => rulesOf(effect, selection));
  const delays = selected.flatMap(({ effect, selection }) =>
    effect.kind === 'delay' ? [{ selection, delayMs: effect.delayMs }] : [],
  );
  const byFilter = view.netem && delays.length <= DELAYS_MAX;
  return {
    onNew: rules.flatMap(({ onNew }) => onNew ?? []),
    onOpen: selected.flatMap(({ effect, selection }) => renderFate(effect, selection)),
    onEach: rules.flatMap(({ onEach }) => onEach ?? []),
    onProxy: rules.flatMap(({ onProxy }) => onProxy ?? []),
    delays: byFilter ? addUpDelays(delays) : [],
    relayed: listRelayed(selected, view, byFilter),
    toRelay: here.filter(isForRelay),
    toProxy: here,
    toResolver: here.filter(({ kind }) => kind === 'resolve').map(withoutPorts),
  };
}

type Rules = Partial<Record<'onNew' | 'onEach' | 'onProxy', string>>;

function rulesOf(effect: PathEffect, selection: Selection): Rules {
  const match = renderMatch(selection);
  switch (effect.kind) {
    case 'drop':
      return { onNew: `${match} drop` };
    case 'refuse':
      return { onNew: `${match} reject with tcp reset` };
    case 'reset':
    case 'stall':
    case 'inspect':
      // The relay's. What comes after it in the list does not decide any more.
      return selection.share < 1 ? {} : { onNew: `${match} return` };
    case 'loss':
      return renderLoss(match, Math.round(effect.lossShare * LOSS_STEPS));
    case 'proxy':
      return effect.behaviour === 'down' && selection.share >= 1
        ? { onProxy: `${renderSources(selection)}reject with tcp reset` }
        : {};
    case 'delay':
    case 'resolve':
      return {};
  }
}

function renderLoss(match: string, lost: number): Rules {
  if (lost === 0) return {};
  // nft knows no number outside its own range.
  const chance = lost >= LOSS_STEPS ? '' : ` numgen random mod ${LOSS_STEPS} < ${lost}`;
  return { onEach: `${match}${chance} drop` };
}

/** Who is not there refuses everybody, whatever they want of it. */
function renderSources({ sources }: Selection): string {
  return sources ? `ip saddr { ${sources.join(', ')} } ` : '';
}

/** Of what the filter forwards itself; the relay ends and holds what it carries. */
function renderFate(effect: PathEffect, selection: Selection): readonly string[] {
  if (effect.kind === 'proxy') return [];
  const match = renderMatch(selection);
  const fate = fateOfOpen(effect);
  switch (fate) {
    case 'keep':
      return [];
    case 'cut':
      return [`${match} reject with tcp reset`];
    case 'both':
      return [`${match} drop`];
    case 'out':
      return [`${match} ct direction original drop`];
    case 'in':
      return [`${match} ct direction reply drop`];
  }
}

/**
 * Where the filter cannot delay, only what goes through the relay from its first packet can be late
 * from some moment on: so all of the cloud on 443 does.
 */
function listRelayed(
  selected: readonly { effect: PathEffect; selection: Selection }[],
  { places }: SiteView,
  byFilter: boolean,
): Plan['relayed'] {
  const found = new Map<string, { place: Place; port: number }>();
  const add = (place: Place, port: number) => found.set(`${place.name}:${port}`, { place, port });
  const always = byFilter ? [] : places.filter(({ isController }) => !isController);
  for (const place of always) add(place, CLOUD_PORTS.https);
  for (const { effect, selection } of selected) {
    if (!needsRelay(effect, byFilter)) continue;
    for (const place of selection.places) {
      for (const port of servedPorts(place)) {
        if (!selection.ports || selection.ports.includes(port)) add(place, port);
      }
    }
  }
  return [...found.values()];
}

function needsRelay({ kind }: PathEffect, byFilter: boolean): boolean {
  if (kind === 'delay') return !byFilter;
  return kind === 'reset' || kind === 'stall' || kind === 'inspect';
}

/** Lost packets are lost on the site's own network, names are the resolver's. */
function isForRelay({ kind }: PathEffect): boolean {
  return kind !== 'loss' && kind !== 'resolve' && kind !== 'proxy';
}

/** A sentence on what of it cannot be done with real means; undefined: all can. */
export function findImpossiblePath(effect: PathEffect): string | undefined {
  if (effect.kind === 'proxy' && effect.behaviour === 'broken-pac') {
    return 'agents in containers are told where their proxy is, and none of them reads a PAC file that could break';
  }
  if (effect.kind === 'resolve' && effect.scope.ports) {
    return 'a resolver is asked for a name and not for a port, so the effect cannot be for some ports only';
  }
  return undefined;
}

/** A new connection that the relay is given has passed the filter. */
export function isMetByFilter({ kind }: PathEffect): boolean {
  return kind === 'drop' || kind === 'refuse';
}

/** Who asks for a name does not say for which port. */
function withoutPorts({ scope: { ports: _, ...scope }, ...effect }: PathEffect): PathEffect {
  return { ...effect, scope } as PathEffect;
}
