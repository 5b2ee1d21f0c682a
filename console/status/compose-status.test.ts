/** What the status page says of what history holds. */
import { expect, test } from 'vitest';
import { HOUR_MS, MINUTE_MS } from '../../protocol/time-units.ts';
import { proves } from '../../test/parity/proves.ts';
import { renderStatus } from '../status.ts';
import { composeStatus } from './compose-status.ts';
import { FACTS, hourOf, latestOf, NOW_MS, SIGN_IN } from './fixture-status.ts';
import { percent } from './moments.ts';
import type { StatusFacts } from './status-model.ts';

const compose = (facts: Partial<StatusFacts>, nowMs = NOW_MS) => {
  const quiet = { incidents: [], agents: [], maintenance: [], hours: [], latest: [] };
  return composeStatus({ ...FACTS, ...quiet, modules: [SIGN_IN], ...facts }, nowMs);
};
const stateOf = (facts: Partial<StatusFacts>, nowMs = NOW_MS) =>
  compose(facts, nowMs).probes[0]?.state;

test(
  proves('probes.http.status', 'inconclusive runs are shown apart and are neither up nor down'),
  () => {
    const hours = [
      hourOf(NOW_MS, { passed: 30, failed: 10, inconclusive: 20 }),
      hourOf(NOW_MS - 25 * HOUR_MS, { passed: 0, failed: 60 }),
    ];
    const [probe] = compose({ hours, latest: [latestOf('sign-in')] }).probes;
    expect(probe?.day).toEqual({ share: 0.75, passed: 30, failed: 10, inconclusive: 20 });
    expect(probe?.month).toMatchObject({ share: 0.3, failed: 70 });
    expect(compose({}).probes[0]?.day.share).toBeNull();
  },
);

test('a probe is stale after three intervals without a run, and not before', () => {
  const endedMs = NOW_MS - 40_000 + 640;
  const latest = [latestOf('sign-in')];
  expect(stateOf({ latest }, endedMs + 3 * MINUTE_MS)).toBe('pass');
  expect(stateOf({ latest }, endedMs + 3 * MINUTE_MS + 1)).toBe('stale');
  const { overall } = compose({ latest }, endedMs + HOUR_MS);
  expect(overall).toMatchObject({ state: 'stale', words: 'The watch has stopped' });
});

test('a watch that has just started waits, and is stale when nothing comes', () => {
  expect(stateOf({ startedMs: NOW_MS - MINUTE_MS })).toBe('waiting');
  expect(stateOf({ startedMs: NOW_MS - 4 * MINUTE_MS })).toBe('stale');
});

test('planned work pauses a probe, and it is not stale right behind it', () => {
  const latest = [latestOf('sign-in', { startedMs: NOW_MS - HOUR_MS })];
  const window = (toMs: number) => [{ fromMs: NOW_MS - HOUR_MS, toMs, reason: 'patch night' }];
  expect(stateOf({ latest, maintenance: window(NOW_MS + 1) })).toBe('paused');
  expect(stateOf({ latest, maintenance: window(NOW_MS - MINUTE_MS) })).toBe('pass');
  expect(stateOf({ latest, maintenance: window(NOW_MS - 4 * MINUTE_MS) })).toBe('stale');
});

test('the headline is the gravest of all: a failure before what is stale or inconclusive', () => {
  expect(composeStatus(FACTS, NOW_MS).overall).toMatchObject({
    ...{ state: 'fail', words: '2 of 6 fail' },
    sentence: 'Failing now: contoso sign-in, contoso agents.',
  });
  expect(compose({ modules: [] }).overall.words).toBe('Nothing to watch');
});

test('agents have their share of their target’s answers and their own failure rate', () => {
  const { agents } = composeStatus(FACTS, NOW_MS);
  expect(agents.map(({ name, status, failureRate }) => [name, status, failureRate])).toEqual([
    ['AGT-HQ-1', 'active', 0],
    ['AGT-HQ-2', 'active', 2 / 690],
    ['AGT-HQ-3', 'inactive', 0.7],
  ]);
  expect(agents.reduce((sum, { share }) => sum + (share ?? 0), 0)).toBeCloseTo(1);
});

test('incidents that go on come first', () => {
  const { incidents } = composeStatus(
    { ...FACTS, incidents: FACTS.incidents.toReversed() },
    NOW_MS,
  );
  expect(incidents.map(({ endMs }) => endMs === null)).toEqual([true, false]);
});

test('an incident that nothing has run for since does not go on: nobody can tell', () => {
  const [open] = FACTS.incidents;
  const at = (lastFailureMs: number) => {
    const incidents = open ? [{ ...open, lastFailureMs }] : [];
    return compose({ incidents, modules: [] }).incidents[0]?.state;
  };
  expect(at(NOW_MS - HOUR_MS)).toBe('open');
  expect(at(NOW_MS - HOUR_MS - 1)).toBe('unknown');
  expect(composeStatus(FACTS, NOW_MS + HOUR_MS).incidents[0]?.state).toBe('unknown');
});

test('what goes on is said once for all probes that it shows at', () => {
  const incidents = ['sign-in', 'agents'].flatMap((module) => {
    const [open] = FACTS.incidents;
    return open ? [{ ...open, module }] : [];
  });
  const page = renderStatus(compose({ incidents, modules: [] }));
  const top = page.slice(page.indexOf('What goes on'), page.indexOf('class="columns"'));
  expect(top).toContain('contoso · sign-in, agents');
  expect(top.split(incidents[0]?.diagnosis ?? '')).toHaveLength(2);
  expect(renderStatus(compose({}))).not.toContain('What goes on');
});

test('what is nearly all is not written as all', () => {
  expect([1, 0.999_999, 0.5, 0, null].map(percent)).toEqual([
    ...['100 %', '99.99 %', '50.00 %', '0 %', '–'],
  ]);
});

test('a page is text: what a probe read cannot become markup', () => {
  const summary = '<img src=x onerror=alert(1)>';
  const page = renderStatus(compose({ latest: [latestOf('sign-in', { summary })] }));
  expect(page).not.toContain('<img');
  expect(page).not.toContain('<script');
  expect(page).toContain('&lt;img');
});
