/** The decision itself, at each boundary and one millisecond before it. */
import { expect, test } from 'vitest';
import { type AgentContact, decideStatus, nextStatusMs } from './agent-status.ts';

const TIMINGS = { inactiveAfterMs: 1_000, removedAfterMs: 5_000 };
const AGENT: AgentContact = {
  status: 'Active',
  registeredMs: 0,
  lastSeenMs: 10_000,
  certificate: { notAfterMs: 100_000 },
};

test.each([
  [10_000, 'Active'],
  [10_999, 'Active'],
  [11_000, 'Inactive'],
  [14_999, 'Inactive'],
  [15_000, 'Removed'],
] as const)('last seen at 10000, an agent is at %i %s', (nowMs, status) => {
  expect(decideStatus(AGENT, nowMs, TIMINGS)).toBe(status);
});

test('an agent whose service never started is Inactive and goes after its time', () => {
  const silent: AgentContact = { ...AGENT, status: 'Inactive', lastSeenMs: undefined };
  expect(decideStatus(silent, 0, TIMINGS)).toBe('Inactive');
  expect(decideStatus(silent, 4_999, TIMINGS)).toBe('Inactive');
  expect(decideStatus(silent, 5_000, TIMINGS)).toBe('Removed');
});

test('a certificate holds at its last moment and not after it', () => {
  const expiring = { ...AGENT, certificate: { notAfterMs: 10_500 } };
  expect(decideStatus(expiring, 10_500, TIMINGS)).toBe('Active');
  expect(decideStatus(expiring, 10_501, TIMINGS)).toBe('Removed');
});

test('nothing brings a removed agent back', () => {
  expect(decideStatus({ ...AGENT, status: 'Removed' }, 10_000, TIMINGS)).toBe('Removed');
  expect(nextStatusMs({ ...AGENT, status: 'Removed' }, TIMINGS)).toBeUndefined();
});

test('the next look is the first moment at which the status differs', () => {
  const cases: AgentContact[] = [
    AGENT,
    { ...AGENT, status: 'Inactive' },
    { ...AGENT, status: 'Inactive', lastSeenMs: undefined },
    { ...AGENT, certificate: { notAfterMs: 10_100 } },
    { ...AGENT, status: 'Inactive', certificate: { notAfterMs: 12_000 } },
  ];
  for (const agent of cases) {
    const dueMs = nextStatusMs(agent, TIMINGS) ?? Number.NaN;
    expect(decideStatus(agent, dueMs, TIMINGS)).not.toBe(agent.status);
  }
  for (const agent of cases.slice(0, 1)) {
    expect(decideStatus(agent, (nextStatusMs(agent, TIMINGS) ?? 0) - 1, TIMINGS)).toBe('Active');
  }
});
