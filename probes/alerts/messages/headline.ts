/** What every channel says of a notice, whatever it wraps it in. */
import { MINUTE_MS } from '../../../protocol/time-units.ts';
import type { Notice } from '../alert-state.ts';

const WORDS = {
  firing: 'FIRING',
  repeated: 'STILL FIRING',
  resolved: 'RESOLVED',
} as const satisfies Record<Notice['state'], string>;

export function headlineOf({ state, severity, title }: Notice): string {
  return oneLine(`[${WORDS[state]}] ${severity}: ${title}`);
}

/** Of a notice: names and values, for channels that show a table. */
export function factsOf(notice: Notice): readonly (readonly [name: string, value: string])[] {
  const { target, subject, kind, sinceMs, atMs, state } = notice;
  const lastedMin = Math.round((atMs - sinceMs) / MINUTE_MS);
  return [
    ['Target', target],
    ...(subject === '' ? [] : [[kind.startsWith('agent-') ? 'Agent' : 'Module', subject] as const]),
    ['Kind', kind],
    ['Since', isoOf(sinceMs)],
    ...(state === 'firing' ? [] : [['Lasted', `${lastedMin} min`] as const]),
  ];
}

export function isoOf(atMs: number): string {
  return new Date(atMs).toISOString();
}

/** A line break in a summary must not become a header, or a line of somebody else's. */
export function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}

export function clip(text: string, lengthMax: number): string {
  return text.length <= lengthMax ? text : `${text.slice(0, lengthMax - 1)}…`;
}
