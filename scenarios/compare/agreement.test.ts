/** Two runs agree by what happened, not by how often or when; and each difference is one line. */
import { expect, test } from 'vitest';
import { CONTAINER_SITES } from '../../lab/outposts/container-estate.ts';
import { loadScenario } from '../catalogue.ts';
import type { Journal } from '../journal/journal.ts';
import { runScenario } from '../run/run.ts';
import { findDisagreements, tellStory } from './agreement.ts';

const run = async (id: string, seed: string) => {
  const scenario = loadScenario(id);
  const placed = { ...scenario, estate: { ...scenario.estate, sites: CONTAINER_SITES } };
  return (await runScenario(placed, { seed })).journal;
};

const compare = (one: Journal, other: Journal) =>
  findDisagreements(['one', tellStory(one)], ['other', tellStory(other)]);

test('another seed has other people at other times, and tells the same story', async () => {
  const [one, other] = [await run('tls-inspection', '1'), await run('tls-inspection', '2')];
  expect(one.timeline).not.toEqual(other.timeline);
  expect(compare(one, other)).toEqual([]);
});

test('another code, event, status or verdict is a difference that names its place', async () => {
  const one = await run('tls-inspection', '1');
  const [before] = one.phases;
  const isEarly = (startedMs: number) => startedMs < (before?.endMs ?? 0);
  const bent: Journal = {
    ...one,
    verdict: 'fail',
    timeline: one.timeline
      .filter(({ kind }) => kind !== 'agent-status')
      .map((entry) =>
        entry.kind === 'sign-in' && entry.group === 'right-password' && isEarly(entry.startedMs)
          ? { ...entry, result: 80002 }
          : entry,
      ),
  };
  const found = compare(one, bent);
  expect(found).toContain('verdict: one pass; other fail');
  expect(found).toContain('phase 1 (before): right-password: one 0; other 80002');
  expect(found.some((line) => line.startsWith('status of agt-1: one '))).toBe(true);
});

test('a diagnosis that names another cause is a difference', async () => {
  const journal = await run('tls-inspection', '1');
  const named = (cause: string) =>
    tellStory(journal, [{ before: null, state: 'broken', causes: [{ cause, at: [] }] }]);
  const found = findDisagreements(['one', named('block-443')], ['other', named('dc-down')]);
  expect(found).toEqual([
    'diagnosis 1: one broken: block-443 at all; other broken: dc-down at all',
  ]);
});

test('events of one fault do not stand for those of another', async () => {
  const one = await run('tls-inspection', '1');
  const second = one.timeline.map((entry) =>
    entry.kind === 'fault' ? { ...entry, fault: 'dc-down' } : entry,
  );
  const inARow = (then: Journal['timeline']) => ({ ...one, timeline: [...one.timeline, ...then] });
  const silent = inARow(second.filter(({ kind }) => kind !== 'event'));
  expect(compare(inARow(second), silent)).toContainEqual(
    expect.stringMatching(/^events while dc-down: one \d.*; other none$/),
  );
});

test('what an agent logged under a fault it may log again for a minute after it, and not for ever', async () => {
  const one = await run('tls-inspection', '1');
  const on = one.timeline.findIndex(({ kind }) => kind === 'fault');
  const under = one.timeline.find(({ kind }, at) => at > on && kind === 'event');
  if (!under) throw new Error('expected an event under the fault');
  const after = (...then: Journal['timeline']) => ({
    ...one,
    timeline: [...one.timeline, ...then],
  });
  const healed = one.timeline.findLast((entry) => entry.kind === 'fault' && entry.state === 'off');
  const later = (byMs: number) => after({ ...under, atMs: (healed?.atMs ?? 0) + byMs });
  expect(compare(one, later(60_000))).toEqual([]);
  expect(compare(one, later(60_001))).toEqual([expect.stringMatching(/^events after: /)]);
});

test('who was under way when a fault healed is in no phase', async () => {
  const one = await run('tls-inspection', '1');
  const healed = one.timeline.findLast((entry) => entry.kind === 'fault' && entry.state === 'off');
  const last = one.timeline.find((entry) => entry.kind === 'sign-in' && entry.result === 80001);
  if (!healed || last?.kind !== 'sign-in') throw new Error('expected a sign-in under the fault');
  const ending = (endedMs: number, result: number) => ({
    ...one,
    timeline: [...one.timeline, { ...last, startedMs: healed.atMs - 10, atMs: endedMs, result }],
  });
  expect(compare(one, ending(healed.atMs + 500, 0))).toEqual([]);
  expect(compare(one, ending(healed.atMs - 1, 0))).toEqual([
    expect.stringMatching(/^phase 3 \(noticed\): wrong-password: one 80001; other 0, 80001$/),
  ]);
});

test('what one read before the fault was noticed another may read after it, and nothing else', () => {
  const story = (unnoticed: string, noticed: string) => ({
    'phase 2 (unnoticed): wrong-password': unnoticed,
    'phase 3 (noticed): wrong-password': noticed,
  });
  const differ = (one: string, other: string) =>
    findDisagreements(['one', story(one, '80001')], ['other', story(other, '80001')]);
  expect(differ('80002', '80001, 80002')).toEqual([]);
  expect(differ('80001, 80002', '80002')).toEqual([]);
  expect(differ('80002', '80007')).toHaveLength(1);
  expect(differ('80001', '80001, 80007')).toHaveLength(1);
});

test('a phase in which nobody signed in agrees with none in which people did', async () => {
  const one = await run('tls-inspection', '1');
  const silent = { ...one, timeline: one.timeline.filter(({ kind }) => kind !== 'sign-in') };
  expect(compare(one, silent)).toContain('phase 1 (before): groups who signed in: one 3; other 0');
});
