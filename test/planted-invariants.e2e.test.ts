/**
 * The history checker at work: with one bug planted in the product, a rehearsal breaks the
 * invariant that the bug is about, and says so. Without it, the same rehearsal breaks none.
 */
import { rmSync } from 'node:fs';
import { expect, test } from 'vitest';
import { INVARIANTS } from '../scenarios/proof/check-history.ts';
import { planted, spawnCli } from './spawn-cli.ts';
import { freshStateDir } from './state-dir.ts';

const folder = freshStateDir();

function rehearse(scenario: string, plant?: Parameters<typeof planted>): string {
  const args = ['rehearse', scenario, '--seed', '7', '--out', folder];
  const { stdout, stderr } = spawnCli(args, plant && planted(...plant));
  rmSync(folder, { recursive: true, force: true });
  return stdout + stderr;
}

const REMOVED = 'test/planted/removed-in-flight.yaml';
const LOCKOUT = 'test/planted/counted-lockout.yaml';
const SAYS = 'pta-lab broke a rule of its own';

const BUGS: Readonly<Record<string, { scenario: string; plant: Parameters<typeof planted> }>> = {
  'wrong-password-accepted': {
    scenario: 'dc-down',
    plant: ['directory/logon.ts', '!== account.digest', "=== ''"],
  },
  'right-password-called-wrong': {
    scenario: 'dc-down',
    plant: [
      'agent/validation.ts',
      '{ win32: ERROR.NO_LOGON_SERVERS }',
      '{ win32: ERROR.LOGON_FAILURE }',
    ],
  },
  'one-outcome': {
    scenario: 'dc-down',
    plant: [
      'mock-entra/sign-in/record-sign-in.ts',
      'cloud.observer.signIn(row);',
      'for (const twice of [row, row]) cloud.observer.signIn(twice);',
    ],
  },
  'outcome-attributed': {
    scenario: 'dc-down',
    plant: [
      'mock-entra/agents/hand-offs.ts',
      'request.settle({ ...outcome, handOff });',
      "request.settle({ ...outcome, handOff: { ...handOff, agentId: 'another' } });",
    ],
  },
  'removed-agent-counted': {
    scenario: REMOVED,
    plant: [
      'mock-entra/agents/agent-certificate.ts',
      "if (agent.status === 'Removed')",
      "if (agent.status === 'none')",
    ],
  },
  'lockout-backwards': {
    scenario: LOCKOUT,
    plant: [
      'mock-entra/sign-in/smart-lockout.ts',
      'failures: lockout.failures + 1,',
      'failures: (lockout.failures + 1) % 2,',
    ],
  },
};

test('every invariant has a bug that breaks it', () => {
  expect(Object.keys(BUGS).toSorted()).toEqual(INVARIANTS.map(({ id }) => id).toSorted());
});

test.each(Object.entries(BUGS))('a planted bug breaks %s', (invariant, { scenario, plant }) => {
  const said = rehearse(scenario, plant);
  expect(said).toContain(SAYS);
  expect(said).toContain(`(${invariant})`);
});

test.each([REMOVED, LOCKOUT])('%s breaks no invariant in the product as it is', (scenario) => {
  expect(rehearse(scenario)).not.toContain(SAYS);
});
