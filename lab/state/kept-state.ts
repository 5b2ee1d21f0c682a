/** The state file's part in a lab's start: opened first, because the clock begins where it says. */
import { type CloudState, createState } from '../../mock-entra/state/state.ts';
import type { Tenant } from '../../mock-entra/tenant/tenant.ts';
import { LabError } from '../../runtime/lab-error.ts';
import type { Dice } from '../../runtime/ports.ts';
import type { UndoStack } from '../../runtime/undo.ts';
import type { LabOptions } from '../estate.ts';
import type { World } from '../worlds/world.ts';
import type { StateFile } from './state-file.ts';

/**
 * Undefined without a file. @throws LabError `ESTATE_INVALID`, `STATE_DAMAGED`, `STATE_BUSY`,
 *   `STATE_UNREADABLE`
 */
export async function openState(
  { mode, stateFile }: LabOptions,
  undo: UndoStack,
): Promise<StateFile | undefined> {
  if (stateFile === undefined) return undefined;
  if (mode !== 'live') {
    throw new LabError('ESTATE_INVALID', 'Only a live lab keeps its state in a file.');
  }
  // Loaded on demand: virtual runs have no files, and the oldest Node warns of its SQLite.
  const { openStateFile } = await import('./state-file.ts');
  const file = openStateFile(stateFile);
  undo.defer(() => file.close());
  return file;
}

export interface KeptState {
  state: CloudState;
  /** Chance of the cloud in this start: an earlier one has given out the seed's first ids. */
  dice: Dice;
}

/** @throws LabError `STATE_OF_ANOTHER`, `STATE_DAMAGED` */
export function loadState(
  file: StateFile,
  { tenant, world, seed, dice }: { tenant: Tenant; world: World; seed: string; dice: Dice },
): KeptState {
  const starts = file.claim({ seed, tenantId: tenant.id });
  const state = createState(file.sink);
  file.load(state);
  file.follow(world.clock);
  return { state, dice: dice.fork(`cloud/${starts}`) };
}
