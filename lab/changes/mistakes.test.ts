/** What an inspection finds of each change mistake, and nothing where there is none. */
import { expect, test } from 'vitest';
import { timingsWith } from '../../protocol/timings.ts';
import { FAULTS } from '../faults/index.ts';
import { inspectEstate } from '../inspect-estate.ts';
import { quietLab } from '../people/stub-person.ts';

const MISTAKES = Object.values(FAULTS).filter(({ family }) => family === 'change-mistake');
const TIMINGS = { inactiveAfterMs: 25 * 60_000 };

test.each(MISTAKES)('$id is found by who looks, and gone when it is healed', async (fault) => {
  const { where, estate } = fault.seenIn ?? {};
  await using lab = await quietLab({ ...estate, timings: TIMINGS });
  const found = () => inspectEstate(lab).map(({ id }) => id);
  expect(found()).toEqual([]);
  await lab.drive(lab.faults.on(fault.id, where));
  await lab.advance(35 * 60_000);
  const claims = fault.symptoms(timingsWith(TIMINGS), {}).flatMap(({ findings = [] }) => findings);
  expect(claims.length).toBeGreaterThan(0);
  expect(found()).toEqual(claims);
  await lab.drive(lab.faults.reset());
  // As long as a synchronisation may take.
  await lab.advance(31 * 60_000);
  expect(found()).toEqual([]);
  expect(lab.changes.list()).toEqual([]);
});

test('one agent is left where nobody says which of them were stopped', async () => {
  await using lab = await quietLab();
  await lab.drive(lab.faults.on('agents-below-n-plus-1'));
  const services = [...lab.servers.values()].map((server) => server.services.agent);
  expect(services).toEqual(['running', 'stopped', 'stopped']);
});

test('a connector beside the agent is normal, and alone it suggests a preview agent', async () => {
  await using lab = await quietLab();
  await lab.changes.apply('install-connector', { agents: ['agt-2'] });
  expect(inspectEstate(lab)).toEqual([]);
  await lab.changes.apply('remove-agent', { agents: ['agt-2'] });
  const [finding, ...others] = inspectEstate(lab);
  expect(finding).toMatchObject({ id: 'preview-agent', text: expect.stringContaining('agt-2') });
  expect(others).toEqual([]);
});
