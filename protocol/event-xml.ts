/**
 * The shape in which Windows exports events (wevtutil, Event Viewer): names and numbers as
 * anybody's export shows them. What the agent puts into its events is another matter: see
 * `events.ts`.
 */
import type { EventLevel } from './events.ts';
import type { Basis, SourceId } from './sources.ts';

export const EVENT_XML = {
  namespace: 'http://schemas.microsoft.com/win/2004/08/events/event',
  /** The bit that Windows sets for the first channel of a provider; no keyword of the agent's. */
  keywords: '0x8000000000000000',
  basis: 'observed',
  sources: ['PUBLIC'],
} as const satisfies { basis: Basis; sources: readonly SourceId[]; [name: string]: unknown };

/** `Level` of an event; 1 would be critical. */
export const EVENT_LEVELS: Readonly<Record<EventLevel, number>> = {
  error: 2,
  warning: 3,
  information: 4,
};
