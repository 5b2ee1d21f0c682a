/** Every scenario that comes with pta-lab, from end to end in virtual time, and once again. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { loadScenario, scenarioIds } from './catalogue.ts';
import { renderJournal } from './journal/render-journal.ts';
import { runScenario } from './run/run.ts';
import type { Deed } from './scenario.ts';

const validate = new Ajv2020({ strict: false }).compile(
  JSON.parse(readFileSync(path.join(import.meta.dirname, 'journal.schema.json'), 'utf8')),
);

async function tell(id: string): Promise<{ verdict: string; because: string; text: string }> {
  const { journal, crash } = await runScenario(loadScenario(id), { seed: 'ready' });
  if (crash !== undefined) throw crash;
  const { verdict, because } = journal;
  return { verdict, because, text: renderJournal(journal) };
}

test.each(scenarioIds())(
  '%s passes, and the same seed gives the same journal',
  async (id) => {
    const first = await tell(id);
    expect(first).toMatchObject({ verdict: 'pass', because: expect.stringContaining('held') });
    expect(validate(JSON.parse(first.text)), JSON.stringify(validate.errors)).toBe(true);
    expect((await tell(id)).text).toBe(first.text);
  },
  120_000,
);

test.each(scenarioIds())('%s sits through nothing in real time', (id) => {
  const waits = loadScenario(id).method.filter(({ kind }) => kind === 'wait');
  expect(waits, 'use advance: live mode would wait').toEqual([]);
});

/** They take an agent's service away, if only for a moment. */
const TAKES_AWAY = new Set([
  ...['upgrade-agent', 'upgrade-preview-agent', 'reinstall-agent', 'remove-agent'],
  ...['uninstall-agent', 'reboot-server', 'delete-certificate'],
]);
/** They show what comes of doing without the second guard: there is no other agent. */
const ONLY_AGENT = ['preview-upgrade-done-wrong', 'remove-last-agent'];

type Guarded = Extract<Deed, { kind: 'do' }>;

const guarded = scenarioIds().flatMap((id) => {
  const { method } = loadScenario(id);
  const at = method.findIndex((step) => step.kind === 'do' && TAKES_AWAY.has(step.change));
  const taking = method[at] as Guarded | undefined;
  const isShown = taking !== undefined && !ONLY_AGENT.includes(id);
  return isShown ? [[id, taking, method.slice(0, at)] as const] : [];
});

test.each(guarded)(
  '%s stops first unless break-glass and another agent answer',
  (_, taking, before) => {
    const guards = before.flatMap((step) =>
      step.kind === 'require' && step.guard.kind === 'probe' ? [step.guard] : [],
    );
    expect(guards).toContainEqual({
      kind: 'probe',
      probe: expect.objectContaining({ probe: 'sign-in', as: 'break-glass' }),
      whileStopped: 'all',
    });
    const { agents = [] } = taking.where;
    expect(agents.length).toBeGreaterThan(0);
    const others = guards.filter(({ probe }) => probe.as === undefined);
    expect(others.map(({ whileStopped }) => whileStopped)).toContainEqual(agents);
  },
);
