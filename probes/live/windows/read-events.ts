/**
 * Events in the XML that Windows exports: Event Viewer's file with a root, or what `wevtutil qe`
 * prints, which has none; and the trace file of the agent. What cannot be read is refused whole: a
 * log read by half looks quiet.
 */
import { XMLParser } from 'fast-xml-parser';
import { EVENT_LEVELS } from '../../../protocol/event-xml.ts';
import type { EventLevel } from '../../../protocol/events.ts';
import { LabError } from '../../../runtime/lab-error.ts';
import type { LoggedEvent, TracedFailure } from '../../probe-ports.ts';
import { asObject, type JsonObject, textOf } from '../../wire/json.ts';

const parser = new XMLParser({
  ...{ ignoreAttributes: false, attributeNamePrefix: '@', parseTagValue: false },
  ...{ processEntities: true, isArray: (name) => name === 'Event' || name === 'Data' },
});

export interface ReadLog {
  computer: string | undefined;
  events: readonly LoggedEvent[];
}

/** @throws LabError `PROBE_SERVER`; `file` is for its sentence. */
export function readEventXml(text: string, file: string): ReadLog {
  const body = text.replace(/^\uFEFF/, '').replace(/^\s*<\?xml[^>]*\?>/, '');
  const root = asObject(parseXml(`<All>${body}</All>`, file).All) ?? {};
  const events = listUnder(asObject(root.Events) ?? root, 'Event').map((event, at) =>
    readEvent(event, `${file}, event ${at + 1}`),
  );
  if (events.length === 0 && !/<Events\b/.test(body)) {
    throw unreadable(file, 'events as Windows exports them', 'none');
  }
  return { computer: events[0]?.computer, events: events.map(({ event }) => event) };
}

/** `Error: 0 :` and the two lines after it (ED-TS); all else in the file is left alone. */
const FAILED = new RegExp(
  "request failed\\. RequestId: '[^']*'\\. Reason: '([^']*)'\\." +
    '(?:(?!request failed\\.)[\\s\\S])*?DateTime=(\\S+)',
  'g',
);

export function readTrace(text: string): readonly TracedFailure[] {
  return [...text.matchAll(FAILED)].flatMap(([, reason = '', time = '']) => {
    const atMs = Date.parse(time);
    return Number.isNaN(atMs) ? [] : [{ atMs, reason }];
  });
}

/** 0 is "log always", 1 critical, 5 verbose. */
export function levelOf(level: number | undefined): EventLevel {
  if (level === 1 || level === EVENT_LEVELS.error) return 'error';
  return level === EVENT_LEVELS.warning ? 'warning' : 'information';
}

export function unreadable(file: string, expected: string, got: string): LabError {
  return new LabError('PROBE_SERVER', `${file}: expected ${expected}, got ${got}.`);
}

function parseXml(text: string, file: string): JsonObject {
  try {
    return asObject(parser.parse(text, true)) ?? {};
  } catch (cause) {
    const why = cause instanceof Error ? cause.message.slice(0, 120) : 'something else';
    const sentence = `${file}: expected whole XML of events, got a damaged one (${why}).`;
    throw new LabError('PROBE_SERVER', sentence, { cause });
  }
}

function listUnder(object: JsonObject, key: string): readonly JsonObject[] {
  const value = object[key];
  return Array.isArray(value) ? value.map((one) => asObject(one) ?? {}) : [];
}

function readEvent(found: JsonObject, place: string): { event: LoggedEvent; computer: string } {
  const system = asObject(found.System) ?? {};
  const id = Number(contentOf(system.EventID));
  const created = asObject(system.TimeCreated) ?? {};
  const atMs = Date.parse(textOf(created, '@SystemTime') ?? '');
  if (!Number.isInteger(id) || Number.isNaN(atMs)) {
    throw unreadable(place, 'an id and a time', `id "${contentOf(system.EventID)}"`);
  }
  const message = contentOf(asObject(found.RenderingInfo)?.Message) || dataOf(found.EventData);
  return {
    event: {
      ...{ channel: contentOf(system.Channel), id, atMs, message },
      level: levelOf(Number(contentOf(system.Level))),
    },
    computer: contentOf(system.Computer),
  };
}

/** An element's text, whether it has attributes or not. */
function contentOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return textOf(asObject(value) ?? {}, '#text') ?? '';
}

function dataOf(value: unknown): string {
  const list = asObject(value)?.Data;
  return Array.isArray(list) ? list.map(contentOf).join(' ') : '';
}
