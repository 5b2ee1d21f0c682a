/** Timings: relations between the numbers, overrides, and what is reported as assumed. */

import { describe, expect, test } from 'vitest';
import { SOURCES } from './sources.ts';
import { DAY_MS } from './time-units.ts';
import { assumedTimings, TIMINGS, type Timings, timingsWith } from './timings.ts';

/** The pauses between the attempts of one series. */
function pausesMs(firstMs: number, factor: number, attempts: number): number {
  let sumMs = 0;
  for (let n = 0; n < attempts - 1; n++) sumMs += firstMs * factor ** n;
  return sumMs;
}

describe('the rows', () => {
  test('each names sources that exist and says something', () => {
    for (const [name, row] of Object.entries(TIMINGS)) {
      const cited = [row, ...(row.alternatives ?? [])];
      for (const { sources, note } of cited) {
        expect(sources.length, name).toBeGreaterThan(0);
        for (const id of sources) expect(SOURCES, name).toHaveProperty([id]);
        expect(note, name).not.toBe('');
      }
    }
  });

  test('what only the lab vouches for is assumed, and what only a seed has is seed', () => {
    for (const [name, { basis, sources }] of Object.entries(TIMINGS)) {
      if (sources.every((id) => id === 'lab')) expect(basis, name).toBe('assumed');
      if (sources.every((id) => id.startsWith('SEED-'))) expect(basis, name).toBe('seed');
    }
  });

  // EVIDENCE-OF SEED-B: "automatically dropped from the list after 10 days"
  // EVIDENCE-OF SEED-A: "automatically dropped after a few days"
  test('removal takes 10 days, and the page that says otherwise is kept beside it', () => {
    expect(TIMINGS.removedAfterMs.value).toBe(10 * DAY_MS);
    expect(TIMINGS.removedAfterMs.alternatives?.[0]?.sources).toContain('ED-UPG');
  });

  // EVIDENCE-OF SEED-C: "has not received a heartbeat … in over 120 minutes"
  test('Inactive after 120 minutes rests on a seed alone', () => {
    expect(TIMINGS.inactiveAfterMs).toMatchObject({ value: 7_200_000, basis: 'seed' });
  });
});

describe('relations between the numbers', () => {
  const t = timingsWith();

  test('whoever waits for somebody waits longer than that one does', () => {
    expect(t.controllerTimeoutMs).toBeLessThan(t.agentAnswerDeadlineMs);
    expect(t.agentAnswerDeadlineMs).toBeLessThan(t.signInDeadlineMs);
    expect(t.signInDeadlineMs).toBeLessThan(t.probeTimeoutMs);
  });

  test('an answer at the agent’s deadline still arrives by its last attempt', () => {
    const { responseRetryFirstMs, responseRetryFactor, responseRetryAttempts } = t;
    const triesMs = pausesMs(responseRetryFirstMs, responseRetryFactor, responseRetryAttempts);
    expect(t.agentAnswerDeadlineMs + triesMs).toBeLessThan(t.signInDeadlineMs);
  });

  test('an agent misses several heartbeats before it is Inactive, and is removed later', () => {
    expect(t.bootstrapTimeoutMs).toBeLessThan(t.bootstrapIntervalMs);
    expect(3 * t.bootstrapIntervalMs).toBeLessThan(t.inactiveAfterMs);
    expect(t.inactiveAfterMs).toBeLessThan(t.removedAfterMs);
  });

  test('an agent looks at its certificate many times within the renewal window', () => {
    expect(t.renewalWindowMs).toBeLessThan(t.certificateLifetimeMs);
    expect(10 * t.renewalCheckIntervalMs).toBeLessThan(t.renewalWindowMs);
  });

  test('one lost keep-alive does not end a signalling connection', () => {
    expect(t.keepAliveTimeoutMs).toBeGreaterThanOrEqual(2 * t.keepAliveIntervalMs);
  });

  test('attempts to reconnect take less than their pause, and that less than a heartbeat', () => {
    const { signallingRetryFirstMs, signallingRetryFactor, signallingRetryAttempts } = t;
    const triesMs = pausesMs(
      signallingRetryFirstMs,
      signallingRetryFactor,
      signallingRetryAttempts,
    );
    expect(triesMs).toBeLessThan(t.signallingRetryPauseMs);
    expect(t.signallingRetryPauseMs).toBeLessThan(t.bootstrapIntervalMs);
  });

  test('each heartbeat dials anew, because the connection of the last one has gone idle', () => {
    expect(t.connectionIdleMs).toBeLessThan(t.bootstrapIntervalMs);
  });

  test('latency is small against every deadline', () => {
    expect(t.lanLatencyMs).toBeLessThan(t.wanLatencyMs);
    expect(10 * t.wanLatencyMs).toBeLessThan(t.controllerTimeoutMs);
  });

  // EVIDENCE-OF ED-LOCK: the directory's threshold is two to three times Entra's
  test('Entra locks before the directory does', () => {
    const times = t.adLockoutThreshold / t.smartLockoutThreshold;
    expect(times).toBeGreaterThanOrEqual(2);
    expect(times).toBeLessThanOrEqual(3);
  });
});

describe('overrides', () => {
  test('replace their number and leave the others', () => {
    const t = timingsWith({ inactiveAfterMs: 5 });
    expect(t).toEqual({ ...timingsWith(), inactiveAfterMs: 5 });
  });

  test('do not reach the next lab', () => {
    timingsWith({ inactiveAfterMs: 5 });
    expect(timingsWith().inactiveAfterMs).toBe(TIMINGS.inactiveAfterMs.value);
  });

  test.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])('%s is refused', (value) => {
    expect(() => timingsWith({ inactiveAfterMs: value })).toThrow(
      new RangeError(`timings.inactiveAfterMs: expected a number above 0, got ${value}`),
    );
  });

  test('half a listener is refused, half a millisecond is not', () => {
    expect(() => timingsWith({ signallingListeners: 1.5 })).toThrow(
      new RangeError('timings.signallingListeners: expected a whole number, got 1.5'),
    );
    expect(timingsWith({ lanLatencyMs: 0.5 }).lanLatencyMs).toBe(0.5);
  });

  test('an unknown name is refused, inherited ones too', () => {
    for (const name of ['inactiveAfter', 'toString']) {
      const overrides = { [name]: 1 } as Partial<Timings>;
      expect(() => timingsWith(overrides)).toThrow(`got "${name}"`);
    }
  });
});

describe('what a verdict hangs on', () => {
  test('names what no document backs and nothing else', () => {
    const names = assumedTimings(timingsWith()).map(({ name }) => name);
    expect(names).toContain('inactiveAfterMs');
    expect(names).toContain('signInDeadlineMs');
    expect(names).not.toContain('removedAfterMs');
    expect(names).not.toContain('bootstrapIntervalMs');
  });

  test('a documented number that was overridden is assumed, and the note says from what', () => {
    const rows = assumedTimings(timingsWith({ removedAfterMs: DAY_MS }));
    const row = rows.find(({ name }) => name === 'removedAfterMs');
    expect(row).toMatchObject({ value: DAY_MS, basis: 'assumed' });
    expect(row?.note).toMatch(/^Overridden from 864000000 \(documented\)\. /);
  });
});
