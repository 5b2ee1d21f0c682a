/**
 * The world that a lab's options ask for. Live parts are loaded on demand: a virtual run must not
 * even load a network library.
 */
import { LabError } from '../../runtime/lab-error.ts';
import type { LabOptions } from '../estate.ts';
import { createVirtualWorld } from './virtual-world.ts';
import type { World, WorldOptions } from './world.ts';

/** @throws LabError `ESTATE_INVALID`, and what the live world throws */
export async function createWorld(
  { mode, crypto, stateDir, ports, externalDirectory, agentProcesses, outposts }: LabOptions,
  options: WorldOptions,
): Promise<World> {
  if (mode === 'in-process') {
    const { createInProcessWorld } = await import('./in-process-world.ts');
    return createInProcessWorld(options);
  }
  if (mode !== 'live') {
    if (crypto === 'fast') throw liveOnly('--crypto fast');
    if (agentProcesses) throw liveOnly('agents in processes of their own');
    return createVirtualWorld({ ...options, cryptoKind: crypto ?? 'stand-in' });
  }
  if (crypto === 'stand-in') {
    throw new LabError('ESTATE_INVALID', 'Live mode has real keys only: leave --crypto out.');
  }
  // Loaded on demand: a virtual run must not even load a network library.
  const { createLiveWorld } = await import('./live-world.ts');
  return createLiveWorld({
    ...options,
    ...(stateDir && { stateDir }),
    ...(ports && { ports }),
    ...(externalDirectory && { externalDirectory }),
    ...(crypto && { crypto }),
    ...(agentProcesses && { agentProcesses }),
    ...(outposts && { outposts }),
  });
}

function liveOnly(what: string): LabError {
  const sentence = `expected live mode for ${what}, got virtual time; add --live or leave it out`;
  return new LabError('ESTATE_INVALID', sentence);
}
