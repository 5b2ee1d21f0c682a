/** The scenarios that come with pta-lab, rehearsed in virtual time from end to end. */
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { startLab } from '../../lab/start-lab.ts';
import { loadScenario } from '../catalogue.ts';
import { renderHistory } from '../journal/history.ts';
import type { Journal } from '../journal/journal.ts';
import { renderJunit } from '../journal/junit.ts';
import { renderJournal } from '../journal/render-journal.ts';
import { runScenario } from './run.ts';

const results = ({ phases }: Journal, phase: string) =>
  phases.find((summary) => summary.phase === phase)?.results ?? {};

const codes = (journal: Journal, phase: string) =>
  Object.fromEntries(
    Object.entries(results(journal, phase)).map(([group, counts]) => [group, Object.keys(counts)]),
  );

const HEALTHY = { 'right-password': ['0'], 'wrong-password': ['50126'], 'cloud-only': ['0'] };
const NO_AGENT = { 'right-password': ['80001'], 'wrong-password': ['80001'], 'cloud-only': ['0'] };

test('blocked-443: first people wait, then they are refused; the portal notices after two hours', async () => {
  const { journal } = await runScenario(loadScenario('blocked-443'));
  expect(journal).toMatchObject({ verdict: 'pass', status: 'completed', deviated: false });
  expect(codes(journal, 'before')).toEqual(HEALTHY);
  expect(codes(journal, 'unnoticed')['right-password']).toEqual(['80002']);
  expect(codes(journal, 'noticed')).toEqual(NO_AGENT);
  expect(codes(journal, 'healed')).toEqual(HEALTHY);
  const noticed = journal.phases.find(({ phase }) => phase === 'noticed');
  expect(noticed?.status).toEqual({
    'agt-1': 'Inactive',
    'agt-2': 'Inactive',
    'agt-3': 'Inactive',
  });
  // EVIDENCE-OF SEED-C: "no heartbeat for more than 120 minutes"
  expect(journal.duration).toBeGreaterThan(120 * 60);
});

test('tls-inspection: people are refused at once', async () => {
  const { journal } = await runScenario(loadScenario('tls-inspection'));
  expect(journal.verdict).toBe('pass');
  expect(codes(journal, 'noticed')).toEqual(NO_AGENT);
  expect(codes(journal, 'healed')).toEqual(HEALTHY);
});

test('dc-down: the portal shows nothing, from beginning to end', async () => {
  const { journal } = await runScenario(loadScenario('dc-down'));
  expect(journal.verdict).toBe('pass');
  expect(codes(journal, 'noticed')).toEqual({
    ...{ 'right-password': ['80007'], 'wrong-password': ['80007'], 'cloud-only': ['0'] },
  });
  for (const { status } of journal.phases) {
    expect(new Set(Object.values(status))).toEqual(new Set(['Active']));
  }
});

describe('a journal', () => {
  const digest = async (seed: string) => {
    const { journal } = await runScenario(loadScenario('tls-inspection'), { seed });
    return createHash('sha256').update(renderJournal(journal)).digest('hex');
  };

  test('has the same bytes for the same seed, and others for another', async () => {
    const first = await digest('a');
    expect(await digest('a')).toBe(first);
    expect(await digest('b')).not.toBe(first);
  });

  test('is in order of time and says what its verdict rests on', async () => {
    const { journal } = await runScenario(loadScenario('blocked-443'), { seed: 'order' });
    const times = journal.timeline.map(({ atMs }) => atMs);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(journal.restedOn).toMatchObject({ mode: 'virtual', seed: 'order', crypto: 'stand-in' });
    expect(journal.restedOn.assumed.map(({ name }) => name)).toContain('inactiveAfterMs');
  });

  test('holds no password and no token, nor do the files made from it', async () => {
    const seed = 'canary';
    await using lab = await startLab({ seed });
    const passwords = Object.values(lab.accounts).map(({ password }) => password);
    const { journal, history } = await runScenario(loadScenario('tls-inspection'), { seed });
    const told = renderHistory(history, journal.timeline);
    const texts = [renderJournal(journal), told, renderJunit(journal)].join('\n');
    expect(passwords.length).toBeGreaterThan(5);
    for (const password of passwords) expect(texts).not.toContain(password);
    expect(texts).not.toMatch(/eyJ[\w-]{10}/);
  });
});
