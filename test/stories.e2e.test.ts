/** Virtual and live tell the same story, and the story is the documented one. */
import { describe, expect, test } from 'vitest';
import { loadScenario } from '../scenarios/catalogue.ts';
import { runScenario } from '../scenarios/run/run.ts';
import { freshStateDir } from './state-dir.ts';
import { type Story, storyOf } from './story.ts';

const stateDir = freshStateDir();

async function tell(id: string, mode: 'virtual' | 'live'): Promise<Story> {
  const { journal, crash } = await runScenario(loadScenario(id), { mode, seed: '7', stateDir });
  if (crash) throw crash;
  return storyOf(journal);
}

const NOTICED_EVENT = { 'blocked-443': '31034', 'tls-inspection': '31034', 'dc-down': '31019' };
const NOTICED_RESULT = { 'blocked-443': '80001', 'tls-inspection': '80001', 'dc-down': '80007' };

describe.each(['blocked-443', 'tls-inspection', 'dc-down'] as const)('%s', (id) => {
  test('is the same story in virtual and in live mode', async () => {
    const virtual = await tell(id, 'virtual');
    expect(virtual.verdict).toBe('pass');
    expect(await tell(id, 'live')).toEqual(virtual);
  });

  test('users read the documented code once it is noticed, and the agents log their event', async () => {
    const { phases } = await tell(id, 'virtual');
    expect(phases.noticed?.results['right-password']).toEqual([NOTICED_RESULT[id]]);
    expect(phases.noticed?.results['cloud-only']).toEqual(['0']);
    const events = [...(phases.unnoticed?.events ?? []), ...(phases.noticed?.events ?? [])];
    expect(events).toContain(NOTICED_EVENT[id]);
  });
});

test('before a silent drop is noticed, requests handed to a dead listener run into their deadline', async () => {
  const { phases } = await tell('blocked-443', 'virtual');
  expect(phases.unnoticed?.results['right-password']).toContain('80002');
});

test('agents turn Inactive after two hours of a blocked 443 and Active again, and never with controllers down', async () => {
  const blocked = await tell('blocked-443', 'virtual');
  for (const changes of Object.values(blocked.status)) {
    expect(changes.slice(-2)).toEqual(['Inactive', 'Active']);
  }
  const down = await tell('dc-down', 'virtual');
  for (const changes of Object.values(down.status)) expect(changes.at(-1)).toBe('Active');
  for (const changes of Object.values(down.status)) {
    expect(changes.filter((status) => status === 'Inactive').length).toBeLessThanOrEqual(1);
  }
});
