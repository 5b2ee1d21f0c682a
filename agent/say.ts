/** Writes to the event log for as long as the process that says it is there and not hanging. */
import type { EventName } from '../protocol/events.ts';

export type Say = (event: EventName, message: string) => void;
