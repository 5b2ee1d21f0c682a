/**
 * Which shipped scenarios run on an estate of the reader's own as they are, and which need names or
 * servers of it. The lists are explicit: a new scenario must not add a fixed name unnoticed.
 */
import path from 'node:path';
import { expect, test } from 'vitest';
import { readEstateFile } from '../lab/estate-file/estate-file.ts';
import { LabError } from '../runtime/lab-error.ts';
import { loadScenario, loadScenarios, scenarioIds } from './catalogue.ts';
import type { Variables } from './file/variables.ts';

const estate = readEstateFile(path.join(import.meta.dirname, '..', 'docs', 'estate.yaml'));

const agents = ['srv-pta-01', 'srv-pta-02', 'connect-01', 'srv-pta-03', 'kiosk-1'];
const agent = 'srv-pta-03';
const others = agents.filter((name) => name !== agent);
const branch = { site: 'branch', agents: [agent], others };

/** All variables of each scenario that has some, with names of docs/estate.yaml. */
const NAMES: Readonly<Record<string, Variables>> = {
  'add-agent': { site: 'branch', agent, newcomer: 'agt-6', answering: [...agents, 'agt-6'] },
  'agent-reinstalled': { agent },
  'agent-stagnation': { agent, others },
  'auto-upgrade': { agent, others },
  'certificate-clean-up': { agent, others },
  'certificate-not-renewed': { agent, others },
  'hung-agent-restarted': { agent },
  'monday-morning-peak': { agent, others },
  'preview-upgrade-done-right': { agent },
  'preview-upgrade-done-wrong': { agent, site: 'branch' },
  'primary-reboot': { agent, others },
  'proxy-with-wpad': branch,
  'proxy-without-wpad': { agent, others },
  'remove-agent-under-load': { agent, others },
  'remove-last-agent': { agent },
  'rolling-upgrade': { agents },
  'staging-server-wizard': { primary: 'connect-01', staging: 'connect-02' },
  'tls-inspection-one-site': branch,
  'two-entries-after-upgrade': { agent },
};

/** They say in their description what an estate needs for them to come true. */
const OWN_ESTATE = [
  ...['certificate-not-renewed', 'multi-forest-trust-broken'],
  ...['preview-upgrade-done-right', 'preview-upgrade-done-wrong'],
  ...['primary-reboot', 'proxy-with-wpad', 'proxy-without-wpad'],
  ...['remove-last-agent', 'staging-server-wizard'],
];

/** What they bring is for show, or keeps ten days of lab time short. */
const ANY_ESTATE = ['rolling-upgrade', 'two-entries-after-upgrade'];

/** A forest cannot be named by docs/estate.yaml, which has one only. */
const NEEDS_FORESTS = ['multi-forest-trust-broken'];

function refusal(id: string, variables: Variables): string | undefined {
  try {
    loadScenarios([id], variables, estate);
    return undefined;
  } catch (error) {
    if (error instanceof LabError) return error.message;
    throw error;
  }
}

test('these scenarios need names of the estate, and no others do', () => {
  const refused = scenarioIds().filter((id) => refusal(id, {}) !== undefined);
  expect(refused).toEqual([...Object.keys(NAMES), ...NEEDS_FORESTS].sort());
});

test.each(Object.entries(NAMES))('%s runs on names that are given by --var', (id, variables) => {
  expect(Object.keys(variables).sort()).toEqual(Object.keys(loadScenario(id).variables).sort());
  expect(refusal(id, {})).toMatch(/expected a name .* got .*; give yours as --var /);
  expect(refusal(id, variables)).toBeUndefined();
});

test('these scenarios need more of an estate than names, and say what', () => {
  const brought = scenarioIds().filter((id) => Object.keys(loadScenario(id).estate).length > 0);
  expect(brought).toEqual([...OWN_ESTATE, ...ANY_ESTATE].sort());
  const silent = OWN_ESTATE.filter(
    (id) => !loadScenario(id).description.includes('An estate of your own needs'),
  );
  expect(silent).toEqual([]);
});
