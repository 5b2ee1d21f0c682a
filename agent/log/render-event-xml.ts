/**
 * The event log as Windows exports it, so that a reader of real exports can read the lab's. Times
 * have seven digits there; the last four are always 0 here.
 */
import { EVENT_LEVELS, EVENT_XML } from '../../protocol/event-xml.ts';
import { escapeMarkup } from '../../runtime/escape-markup.ts';
import type { WindowsEvent } from './agent-log.ts';

export function renderEventXml(events: readonly WindowsEvent[]): string {
  const rendered = events.map((event) => `${renderEvent(event)}\n`).join('');
  return `<?xml version="1.0" encoding="utf-8" standalone="yes"?>\n<Events>\n${rendered}</Events>\n`;
}

function renderEvent(event: WindowsEvent): string {
  const { provider, id, level, atMs, recordId, channel, computer, message } = event;
  const time = new Date(atMs).toISOString().replace('Z', '0000Z');
  return [
    `<Event xmlns="${EVENT_XML.namespace}"><System>`,
    `<Provider Name="${escapeMarkup(provider)}"/><EventID>${id}</EventID><Version>0</Version>`,
    `<Level>${EVENT_LEVELS[level]}</Level><Task>0</Task><Opcode>0</Opcode>`,
    `<Keywords>${EVENT_XML.keywords}</Keywords><TimeCreated SystemTime="${time}"/>`,
    `<EventRecordID>${recordId}</EventRecordID><Channel>${escapeMarkup(channel)}</Channel>`,
    `<Computer>${escapeMarkup(computer)}</Computer><Security/></System>`,
    `<EventData><Data>${escapeMarkup(clean(message))}</Data></EventData></Event>`,
  ].join('');
}

/** XML has no way to write most control characters. */
function clean(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, ' ');
}
