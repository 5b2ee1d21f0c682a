/** Exports as Windows writes them: with a root or without, rendered or not; and broken ones. */
import { describe, expect, test } from 'vitest';
import { proves } from '../../../test/parity/proves.ts';
import { readEventXml, readTrace } from './read-events.ts';

const NS = 'xmlns="http://schemas.microsoft.com/win/2004/08/events/event"';
const CHANNEL = 'Microsoft-AzureADConnect-AuthenticationAgent/Admin';
const system = (id: string, level: number) =>
  `<System><Provider Name="P"/><EventID Qualifiers="0">${id}</EventID><Level>${level}</Level>` +
  `<TimeCreated SystemTime="2026-11-02T08:00:00.1200000Z"/><Channel>${CHANNEL}</Channel>` +
  '<Computer>srv-1.corp.example</Computer><Security/></System>';
const event = (id: string, level: number, rest: string) =>
  `<Event ${NS}>${system(id, level)}${rest}</Event>`;
const DATA = '<EventData><Data>a &amp; b</Data><Data Name="x">c</Data></EventData>';
const RENDERED = `${DATA}<RenderingInfo Culture="en-US"><Message>Cannot reach it.</Message></RenderingInfo>`;

describe(proves('probes.event-log', 'an export is read as Windows writes it'), () => {
  test('with a root, as Event Viewer saves it', () => {
    const text = `\uFEFF<?xml version="1.0" encoding="utf-8"?><Events>${event('31034', 2, DATA)}${event('60001', 4, '')}</Events>`;
    expect(readEventXml(text, 'x.xml')).toEqual({
      computer: 'srv-1.corp.example',
      events: [
        {
          ...{ channel: CHANNEL, id: 31034, level: 'error', message: 'a & b c' },
          atMs: Date.UTC(2026, 10, 2, 8, 0, 0, 120),
        },
        {
          ...{ channel: CHANNEL, id: 60001, level: 'information', message: '' },
          atMs: Date.UTC(2026, 10, 2, 8, 0, 0, 120),
        },
      ],
    });
  });

  test('without one and with rendered messages, as wevtutil prints it', () => {
    const { events } = readEventXml(`${event('31019', 1, RENDERED)}\n${event('7', 3, DATA)}`, 'x');
    expect(events).toMatchObject([
      { id: 31019, level: 'error', message: 'Cannot reach it.' },
      { id: 7, level: 'warning' },
    ]);
  });

  test('an export without events is an empty log', () => {
    expect(readEventXml('<Events></Events>', 'x').events).toEqual([]);
  });
});

test.each([
  ['cut off', `<Events>${event('1', 2, DATA).slice(0, -20)}`, 'expected whole XML of events'],
  ['something else', '<html><body/></html>', 'expected events as Windows exports them'],
  ['an event without a time', event('1', 2, '').replace(/SystemTime="[^"]*"/, ''), 'x, event 1'],
  ['an event without an id', event('none', 2, ''), 'expected an id and a time, got id "none"'],
])('%s is refused whole', (_, text, sentence) => {
  expect(() => readEventXml(text, 'x')).toThrow(sentence);
});

// EVIDENCE-OF ED-TS: "Passthrough Authentication request failed. RequestId: '…'. Reason: '…'."
test('the trace tells time and reason of each failed request, and nothing else of it', () => {
  const failed = (reason: string) =>
    'AzureADConnectAuthenticationAgentService.exe Error: 0 : Passthrough Authentication request ' +
    `failed. RequestId: 'df63f4a4'. Reason: '${reason}'.\n    ThreadId=1\n`;
  const text = `${failed('1328')}    DateTime=2026-11-02T08:00:00.1200000Z\nother line\n${failed('1')}${failed('1355')}    DateTime=2026-11-02T08:01:00.0000000Z\n`;
  expect(readTrace(text)).toEqual([
    { atMs: Date.UTC(2026, 10, 2, 8, 0, 0, 120), reason: '1328' },
    { atMs: Date.UTC(2026, 10, 2, 8, 1), reason: '1355' },
  ]);
});
