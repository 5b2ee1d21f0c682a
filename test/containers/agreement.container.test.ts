/**
 * The container lab, the live one and the virtual one tell the same story. CI takes a handful of
 * faults that pass through every real part; PTA_LAB_AGREE=all takes all that can be expressed, and
 * the shipped scenarios (hours), PTA_LAB_AGREE=block-80,dns-slow,scenario:dc-down these.
 */
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, vi } from 'vitest';
import { openComposeLab } from '../../cli/rehearse/compose-lab.ts';
import { type Ran, type RehearsalLab, runHere } from '../../cli/rehearse/rehearsal-lab.ts';
import type { Fault } from '../../lab/faults/fault.ts';
import { FAULTS } from '../../lab/faults/index.ts';
import { loadScenario, scenarioIds } from '../../scenarios/catalogue.ts';
import { findDisagreements, type Story, tellStory } from '../../scenarios/compare/agreement.ts';
import { findInexpressible, findInexpressibleFault } from '../../scenarios/find-inexpressible.ts';
import { moveIntoContainers } from '../../scenarios/move-into-containers.ts';
import type { Scenario } from '../../scenarios/scenario.ts';
import { needs } from '../needs.ts';
import { proves } from '../parity/proves.ts';
import { formsOf, passwordsOf } from '../passwords.ts';
import { isDeclared } from './declared-differences.ts';
import { faultsInARow, groupFaults } from './faults-in-a-row.ts';
import { BUILD_MS, buildImages } from './lab-images.ts';
import { hasEngine, ownProject } from './run.ts';

/**
 * Packet filter, resolver, inspecting proxy; Samba ended; an account in Samba; a killed process.
 */
const HANDFUL = [
  ...['block-443', 'dns-nxdomain', 'tls-inspection', 'dc-down', 'one-dc-down'],
  ...['account-disabled', 'password-expired', 'agent-crashed'],
];
const SCENARIO = 'tls-inspection';
const MAIN = path.join(import.meta.dirname, '../../cli/main.ts');

const asks = process.env.PTA_LAB_AGREE?.split(',') ?? HANDFUL;
const wantsAll = asks.includes('all');
/** Two controllers are founded anew for each lab, and other people's work goes on beside it. */
vi.setConfig({ testTimeout: asks === HANDFUL ? 600_000 : 7_200_000 });
const containerTest = needs('containers');
const out = mkdtempSync(path.join(os.tmpdir(), 'pta-lab-agree-'));
const before = { ...process.env };
/** One for all that is compared; the program before it starts one of its own. */
let lab: RehearsalLab | undefined;

beforeAll(() => {
  if (!hasEngine) return;
  if (process.env.PTA_LAB_COMPOSE_OVERRIDE === undefined) {
    buildImages('runtime', 'egress', 'controller');
  }
  process.env.PTA_LAB_PROJECT ??= ownProject('agree');
  process.env.PTA_LAB_SUBNET ??= '10.183';
}, BUILD_MS);

afterAll(async () => {
  await lab?.[Symbol.asyncDispose]();
  process.env = before;
  rmSync(out, { recursive: true, force: true });
}, 120_000);

const asked = { seed: 'agree', diagnose: true };
const storyOf = ({ journal, diagnoses }: Ran): Story => tellStory(journal, diagnoses);

/** Sentences on what differs and is not declared; none: all three agree. */
async function compareAll(scenario: Scenario): Promise<string[]> {
  lab ??= await openComposeLab(new AbortController().signal);
  const containers = storyOf(await lab.run(scenario, asked));
  const virtual = storyOf(await runHere(scenario, asked, { mode: 'virtual' }));
  const live = storyOf(await runHere(scenario, asked, { mode: 'live' }));
  const found = [
    ...findDisagreements(['virtual', virtual], ['live', live]),
    ...findDisagreements(['virtual', virtual], ['containers', containers]),
  ];
  return found.filter((one) => !isDeclared(scenario.id, one));
}

const onContainers = (id: string): Scenario => moveIntoContainers(loadScenario(id));

const expressible = (fault: Fault) => findInexpressibleFault(fault) === undefined;
const chosen = (id: string) => wantsAll || asks.includes(id);
const groups = groupFaults(
  Object.values(FAULTS).filter((fault) => chosen(fault.id) && expressible(fault)),
);

containerTest(
  proves(
    ['containers.rehearse', 'containers.secrets'],
    'rehearse --lab compose leaves on the host what it leaves elsewhere, and says on what it ran',
  ),
  async () => {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [
      ...[MAIN, 'rehearse', SCENARIO, '--lab', 'compose', '--json', '--diagnose', '--out', out],
      ...['--seed', asked.seed],
    ]);
    expect(stderr).toContain('7 of 7 running');
    expect(stderr).toContain('taking the containers down');
    const read = (name: string) => JSON.parse(readFileSync(path.join(out, name), 'utf8'));
    expect(JSON.parse(stdout)).toMatchObject([{ verdict: 'pass', mode: 'containers' }]);
    expect(read('run.json').containers).toMatchObject({
      samba: expect.stringMatching(/^\d+\./),
      kernel: expect.stringMatching(/^\d+\./),
      delay: expect.stringMatching(/^(netem|relay)$/),
    });
    const ran = { journal: read('journal.json'), diagnoses: read('diagnosis.json'), history: [] };
    // In the file each step is an activity of Chaos Toolkit's.
    const apartFromSteps = (one: Ran) =>
      Object.fromEntries(Object.entries(storyOf(one)).filter(([place]) => !/^step /.test(place)));
    const virtual = await runHere(onContainers(SCENARIO), asked, { mode: 'virtual' });
    expect(
      findDisagreements(['virtual', apartFromSteps(virtual)], ['containers', apartFromSteps(ran)]),
    ).toEqual([]);
    const left = readdirSync(out).map((file) => readFileSync(path.join(out, file), 'utf8'));
    const secrets = [...passwordsOf(asked.seed).flatMap(formsOf), 'PRIVATE KEY'];
    for (const text of [stdout, stderr, ...left]) {
      expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
    }
  },
);

for (const faults of groups) {
  const names = faults.map(({ id }) => id).join(', ');
  containerTest(
    proves('containers.agree', `containers, live and virtual agree: ${names}`),
    async () => {
      const scenario = faultsInARow(faults);
      expect(findInexpressible(scenario)).toBeUndefined();
      expect(await compareAll(scenario)).toEqual([]);
    },
  );
}

const scenarios = scenarioIds()
  .filter((id) => chosen(`scenario:${id}`))
  .map((id) => onContainers(id))
  .filter((scenario) => findInexpressible(scenario) === undefined);

for (const scenario of scenarios) {
  containerTest(`containers, live and virtual agree on the scenario ${scenario.id}`, async () => {
    expect(await compareAll(scenario)).toEqual([]);
  });
}
