/** What a tool made for Chaos Toolkit's journals looks for. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { loadScenario } from '../catalogue.ts';
import { runScenario } from '../run/run.ts';
import { renderJournal } from './render-journal.ts';

const SCHEMA = JSON.parse(
  readFileSync(path.join(import.meta.dirname, '../journal.schema.json'), 'utf8'),
);

test('the file has the members of a Chaos Toolkit journal, under its names', async () => {
  const { journal } = await runScenario(loadScenario('dc-down'));
  const file = JSON.parse(renderJournal(journal));
  expect(file).toMatchObject({
    'chaoslib-version': expect.any(String),
    platform: expect.any(String),
    node: 'lab-virtual',
    status: 'completed',
    deviated: false,
    start: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    duration: expect.any(Number),
    experiment: { title: expect.any(String), method: expect.any(Array), rollbacks: [{}] },
    steady_states: { before: { steady_state_met: true }, after: {}, during: [] },
  });
  expect(file.run.map((step: { activity: { type: string } }) => step.activity.type)).toEqual(
    file.experiment.method.map(({ type }: { type: string }) => type),
  );
  const inject = file.run.find(({ activity }: { activity: { name: string } }) =>
    activity.name.startsWith('inject dc-down'),
  );
  expect(inject).toMatchObject({ activity: { type: 'action' }, status: 'succeeded', duration: 0 });
  const [probe] = file.steady_states.before.probes;
  expect(probe).toMatchObject({
    activity: { type: 'probe', name: 'sign-in' },
    status: 'succeeded',
    tolerance_met: true,
    output: { tokens: expect.any(Object) },
  });
  // A sign-in takes virtual time: what it took is measured, not made up.
  expect(probe.duration).toBeGreaterThan(0);
  expect(probe.end > probe.start).toBe(true);
  const [after] = file.steady_states.after.probes;
  expect(after.start > probe.end).toBe(true);
  expect(file.timeline.length).toBe(journal.timeline.length);
});

test('the journal schema refuses what no journal holds', async () => {
  const { journal } = await runScenario(loadScenario('dc-down'));
  const validate = new Ajv2020({ strict: false }).compile(SCHEMA);
  const file = JSON.parse(renderJournal(journal));
  expect(validate(file), JSON.stringify(validate.errors)).toBe(true);
  expect(file.$schema).toBe(SCHEMA.$id);
  expect(validate({ ...file, verdict: 'maybe' })).toBe(false);
});

test('a probe that the harness kept from looking failed, and its tolerance was not met', async () => {
  const { journal } = await runScenario(loadScenario('dc-down'));
  const [probe] = journal.steady_states.before?.probes ?? [];
  if (!probe) throw new Error('the scenario has a probe');
  const broken = { ...probe, verdict: 'inconclusive' as const, observation: null };
  const before = { steady_state_met: false, probes: [broken] };
  const text = renderJournal({ ...journal, steady_states: { before, during: null, after: null } });
  expect(JSON.parse(text).steady_states.before.probes).toMatchObject([
    { status: 'failed', tolerance_met: false, verdict: 'inconclusive', output: null },
  ]);
});
