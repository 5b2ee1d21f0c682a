/**
 * Which connections of a site an effect is about, in the words of a packet filter: who calls
 * (source address), whom (the name's own address) and on which port. Port and chance of a
 * connection are in its mark, drawn from its first packet (`draw` in `ruleset.ts`), so that every
 * later packet in both directions is known by it.
 */
import type { PathEffect } from '../../../protocol/effects.ts';
import { matchesHost } from '../../../protocol/hosts.ts';
import { createDice } from '../../../runtime/dice.ts';
import { CALLED_PORTS, type Place } from './places.ts';

export interface SiteView {
  site: string;
  places: readonly Place[];
  components: ReadonlyMap<string, string>;
  seed: string;
  /** The kernel can delay packets. */
  netem: boolean;
}

export interface Selection {
  places: readonly Place[];
  /** Absent: all. */
  sources?: readonly string[];
  /** Absent: all. */
  ports?: readonly number[];
  /** Of the new connections that match. */
  share: number;
  /** Where the part of the chances begins that is hit. */
  from: number;
}

/** A connection's chance is one of so many; its mark is `port * CHANCES + chance`. */
export const CHANCES = 65_536;

/** Undefined: nothing at this site. */
export function selectFrom(
  { scope, ...effect }: PathEffect,
  view: SiteView,
): Selection | undefined {
  const { sites, components, hosts, ports, share = 1, seed = view.seed } = scope;
  if (sites && !sites.includes(view.site)) return undefined;
  const places = view.places.filter(({ name }) => matchesHost(hosts, name));
  const sources = components?.flatMap((name) => view.components.get(name) ?? []);
  if (places.length === 0 || sources?.length === 0 || share <= 0) return undefined;
  const from = createDice(`${seed} ${JSON.stringify(effect)}`).below(CHANCES);
  return { places, share, from, ...(sources && { sources }), ...(ports && { ports }) };
}

/** The start of a rule. `ct original` is what the caller sent, before any translation. */
export function renderMatch({ places, sources, ports, share, from }: Selection): string {
  const marks = share < 1 || ports ? renderMarks(ports ?? CALLED_PORTS, from, share) : undefined;
  const parts = [
    ...(sources ? [`ct original ip saddr ${renderSet(sources)}`] : []),
    `ct original ip daddr ${renderSet(places.map(({ virtual }) => virtual))}`,
    'meta l4proto tcp',
    ...(marks ? [`ct mark ${renderSet(marks)}`] : []),
  ];
  return parts.join(' ');
}

export function renderSet(elements: readonly (string | number)[]): string {
  return `{ ${[...new Set(elements)].join(', ')} }`;
}

/** Of each port the chances from `from` on, and on from 0 where they reach the end. */
function renderMarks(ports: readonly number[], from: number, share: number): readonly string[] {
  const hit = Math.max(1, Math.round(share * CHANCES));
  const end = from + hit;
  const ranges =
    hit >= CHANCES
      ? [[0, CHANCES]]
      : [[from, Math.min(end, CHANCES)], ...(end > CHANCES ? [[0, end - CHANCES]] : [])];
  return ports.flatMap((port) =>
    ranges.map(([low = 0, high = 0]) => {
      const first = port * CHANCES;
      return `${first + low}-${first + high - 1}`;
    }),
  );
}
