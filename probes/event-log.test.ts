/** The probe against logs, counters and failures, as any of its sources gives them. */
import { describe, expect, test } from 'vitest';
import { COUNTERS } from '../protocol/events.ts';
import { HOUR_MS } from '../protocol/time-units.ts';
import { LabError } from '../runtime/lab-error.ts';
import { proves } from '../test/parity/proves.ts';
import { eventLog } from './event-log.ts';
import type { LoggedEvent, ServerPort } from './probe-ports.ts';
import { runProbe } from './run-probe.ts';
import { contextOn, event, stubServer } from './server/stub-server.ts';
import { NOW_MS } from './stub-cloud.ts';

function read(events: readonly LoggedEvent[], port: Partial<ServerPort> = {}, errors = 0) {
  const server = stubServer({}, { events: async () => events, ...port });
  return runProbe(eventLog, contextOn(server), { errors });
}

const counters = (errors: number, all: number) => ({
  [COUNTERS.errors]: errors,
  [COUNTERS.authentications]: all,
});

test('it looks back an hour, or as far as it is told', async () => {
  const asked: number[] = [];
  const server = stubServer(
    {},
    {
      events: async (sinceMs) => {
        asked.push(sinceMs);
        return [];
      },
    },
  );
  const context = contextOn(server);
  await runProbe(eventLog, context, {});
  await runProbe(eventLog, { ...context, lookBackMs: 1_000 }, {});
  expect(asked).toEqual([NOW_MS - HOUR_MS, NOW_MS - 1_000]);
});

describe(
  proves('probes.event-log', 'an error fails and is named with where its id comes from'),
  () => {
    test.each([
      [
        31034,
        '31034 (The agent cannot reach the cloud: SEED-C) 2 times, last at 2026-11-02T08:00:00Z',
      ],
      [60010, '60010 (The agent could not decrypt a password: the lab’s own id)'],
      [12019, '12019 (no document names this id)'],
    ])('%i', async (id, text) => {
      const { judgement } = await read([event(id, 'error'), event(id, 'error')]);
      expect(judgement.verdict).toBe('fail');
      expect(judgement.summary).toContain(text);
    });

    test('as many as somebody allows pass, one more does not', async () => {
      const two = [event(31034, 'error'), event(31034, 'error')];
      expect((await read(two, {}, 2)).judgement.verdict).toBe('pass');
      expect((await read(two, {}, 1)).judgement.verdict).toBe('fail');
    });
  },
);

test('silence passes and says what it is worth', async () => {
  const { judgement } = await read([]);
  expect(judgement.verdict).toBe('pass');
  expect(judgement.summary).toContain('nothing was written, no counters); silence proves nothing');
});

test('warnings and information are no errors', async () => {
  const seen = await read([event(60013, 'warning'), event(60001, 'information')]);
  expect(seen.judgement.verdict).toBe('pass');
});

describe('the trace', () => {
  const traced = (...reasons: string[]) =>
    read([], { failures: async () => reasons.map((reason) => ({ atMs: NOW_MS, reason })) });

  test('fails where the domain could not be asked, and names the code', async () => {
    const { judgement } = await traced('1326', '1311', '1311', '1355');
    expect(judgement.verdict).toBe('fail');
    expect(judgement.summary).toContain('failed with 1311 (NO_LOGON_SERVERS) 2 times');
    expect(judgement.summary).not.toContain('1326');
  });

  test('passes with two of them, and with any number of wrong passwords', async () => {
    expect((await traced('1311', '1311')).judgement.verdict).toBe('pass');
    expect((await traced(...Array(50).fill('1326'), '1330')).judgement.verdict).toBe('pass');
  });
});

test('counters are told and decide nothing: last week’s outage is still in them', async () => {
  const { judgement } = await read([], { counters: async () => counters(90, 100) });
  expect(judgement.verdict).toBe('pass');
  expect(judgement.summary).toContain('90 of 100 validations since the service started');
});

test('names of people stay on the server; ids, hosts and codes do not', async () => {
  const message =
    'RequestId df63f4a4-68b9 for anna.b@contoso.example (CONTOSO\\anna.b, S-1-5-21-1-2-3-1104) ' +
    'failed at dc-1.corp.contoso.example with 1326, see C:\\ProgramData\\Trace\\a.log';
  const { observation } = await read([event(31019, 'error', message)]);
  const text = JSON.stringify(observation);
  expect(text).not.toMatch(/anna/i);
  expect(text).not.toContain('S-1-5-21');
  for (const kept of ['df63f4a4-68b9', 'dc-1.corp.contoso.example', '1326', 'a.log']) {
    expect(text).toContain(kept);
  }
});

test('a log that nobody can read is inconclusive', async () => {
  const events = () => Promise.reject(new LabError('PROBE_SERVER', 'This is linux.'));
  const { judgement } = await read([], { events });
  expect(judgement).toEqual({ verdict: 'inconclusive', summary: 'This is linux.' });
});

test('a flood keeps its latest entries only', async () => {
  const flood = Array.from({ length: 2_000 }, (_, at) => ({
    ...event(60013, 'warning'),
    atMs: at,
  }));
  const { observation } = await read(flood);
  expect(observation).toMatchObject({ events: { length: 500, 499: { atMs: 1_999 } } });
});
