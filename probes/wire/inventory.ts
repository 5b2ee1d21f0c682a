/**
 * The agents that are listed against those there should be. An entry that fits none is a rogue: an
 * agent that anybody could have registered. The Inactive entry that an upgrade or a new
 * installation leaves behind (ED-UPG) is of a known machine, and no rogue.
 */
import type { ListedAgent } from '../observations.ts';
import type { InventoryAgent } from '../probe-ports.ts';
import { isActive } from './agents-list.ts';
import { isSameMachine } from './same-machine.ts';

export interface InventoryGaps {
  /** One sentence part each: who it is and what does not fit. */
  rogues: readonly string[];
  /** Machines that should have an agent and have none that is listed. */
  missing: readonly string[];
}

export function compareInventory(
  agents: readonly ListedAgent[],
  inventory: readonly InventoryAgent[],
): InventoryGaps {
  return {
    rogues: agents.flatMap((agent) => {
      const misfit = misfitOf(agent, inventory);
      if (misfit === undefined) return [];
      return [`${agent.machineName} (id ${agent.id}, from ${agent.externalIp}): ${misfit}`];
    }),
    missing: inventory
      .filter(
        (entry) => !agents.some((agent) => isSameMachine(agent.machineName, entry.machineName)),
      )
      .map(({ machineName }) => machineName),
  };
}

function misfitOf(agent: ListedAgent, inventory: readonly InventoryAgent[]): string | undefined {
  const ofMachine = inventory.filter((entry) =>
    isSameMachine(agent.machineName, entry.machineName),
  );
  if (ofMachine.length === 0) return 'its machine is not in the inventory';
  const ofId = ofMachine.filter(({ id }) => id === undefined || id.toLowerCase() === agent.id);
  if (ofId.length === 0) {
    return isActive(agent) ? 'its id is not in the inventory' : undefined;
  }
  return ofId.some(({ externalIp }) => externalIp === undefined || externalIp === agent.externalIp)
    ? undefined
    : 'its external address is not in the inventory';
}
