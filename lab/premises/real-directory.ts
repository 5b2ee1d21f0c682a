/**
 * A lab whose accounts are judged by real domain controllers: which options go with that, and what
 * is kept away from them. Loads no network library: the controllers are opened by the live world.
 */
import { type BudgetRules, USUAL_BUDGET } from '../../directory/budget.ts';
import { LabError } from '../../runtime/lab-error.ts';
import type { ExternalDirectory, LabOptions } from '../estate.ts';
import type { FaultFamily } from '../faults/fault.ts';
import { FAULTS } from '../faults/index.ts';
import type { FaultControl } from '../lab.ts';
import type { World } from '../worlds/world.ts';
import type { EstateForest } from './forests.ts';
import { bindSparingly } from './spared-accounts.ts';

/** @throws LabError `ESTATE_INVALID` if other options do not go with a real directory. */
export function refuseUnsparing(options: LabOptions): void {
  const { externalDirectory, mode, traffic, forests, users, directory } = options;
  if (externalDirectory === undefined) return;
  const wrong: readonly (readonly [boolean, string])[] = [
    [mode !== 'live', 'needs live mode'],
    [externalDirectory.urls.length === 0, 'needs an address (--directory)'],
    [externalDirectory.accounts.length === 0, 'needs the accounts to use (--directory-account)'],
    [Boolean(traffic), 'takes no background sign-ins'],
    [users !== undefined, 'takes no generated users'],
    [forests !== undefined, 'has its own forests'],
    [directory !== undefined, 'has its own accounts'],
    [options.agentProcesses === true, 'is asked by agents of this process only'],
    [options.crypto === 'fast', 'takes no load, which --crypto fast is for'],
  ];
  const [first] = wrong.filter(([isWrong]) => isWrong);
  if (first) throw new LabError('ESTATE_INVALID', `A real directory ${first[1]}.`);
}

/** Nobody of the lab serves it. */
export function externalForests(domain: string): readonly EstateForest[] {
  const shared = { trust: 'two-way', replicationDelayMs: 0 } as const;
  return [{ name: 'real-directory', suffixes: [domain], controllers: [], ...shared }];
}

/** The same world, where the question of a password goes to the real controllers. */
export function askRealDirectory(world: World, external: ExternalDirectory): World {
  const { realDirectory: directory, clock, network } = world;
  if (directory === undefined) return world;
  const { accounts, attemptsPerMinute, onRefused = () => {} } = external;
  const budget: BudgetRules = {
    ...USUAL_BUDGET,
    ...(attemptsPerMinute !== undefined && { attemptsPerMinute }),
  };
  const bind = bindSparingly({ directory, accounts, budget, clock, onRefused });
  return { ...world, network: { ...network, bind } };
}

const SPARED: readonly FaultFamily[] = ['directory', 'account'];

/** Faults of a directory that is not the lab's own are refused, by whatever name. */
export function spareRealDirectory(
  external: ExternalDirectory | undefined,
  faults: FaultControl,
): FaultControl {
  if (external === undefined) return faults;
  return {
    ...faults,
    async on(id, where, parameters, limits) {
      const family = Object.hasOwn(FAULTS, id) ? FAULTS[id]?.family : undefined;
      if (family === undefined || !SPARED.includes(family)) {
        return faults.on(id, where, parameters, limits);
      }
      const sentence = `${id} acts on the directory, and this lab's is a real one: it is left alone.`;
      throw new LabError('FAULT_NOT_SUPPORTED', sentence);
    },
  };
}
