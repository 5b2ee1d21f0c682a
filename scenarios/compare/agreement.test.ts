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
