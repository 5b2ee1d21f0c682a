/**
 * The lab of one load run: agents in processes of their own, as fast as the documented server, and
 * nobody there but those who bring the load.
 */

import type { LabOptions } from '../../lab/estate.ts';
import { readEstateFile } from '../../lab/estate-file/estate-file.ts';
import type { Lab } from '../../lab/lab.ts';
import { startLab } from '../../lab/start-lab.ts';
import type { AgentCapacity } from '../../protocol/capacity.ts';
import { LabError } from '../../runtime/lab-error.ts';

export interface LoadLabOptions {
  virtual: boolean;
  seed: string;
  agents: number;
  capacity: AgentCapacity | 'host';
  skew: number;
  crypto: 'rsa' | 'fast';
  /** In place of so many agents at the default sites. */
  estateFile?: string;
}

export function startLoadLab(options: LoadLabOptions): Promise<Lab> {
  const { virtual, seed, capacity, skew, crypto } = options;
  return startLab({
    ...estateOf(options),
    ...{ seed, capacity, choiceSkew: skew, traffic: false },
    ...(virtual ? { mode: 'virtual' } : { mode: 'live', crypto, agentProcesses: true }),
  });
}

function estateOf({ estateFile, agents }: LoadLabOptions): LabOptions {
  return estateFile === undefined ? { agents } : readEstateFile(estateFile);
}

/** Agents on servers that are as fast as the estate file says, whatever `--capacity` does. */
export function agentsOfOwnCapacity(estateFile: string): readonly string[] {
  const { sites = [] } = readEstateFile(estateFile);
  const servers = sites.flatMap((site) => Object.entries(site.servers ?? {}));
  return servers.filter(([, { capacity }]) => capacity !== undefined).map(([name]) => name);
}

/** How many agents an estate file has. @throws LabError `ESTATE_…` */
export function countAgents(estateFile: string): number {
  const { sites = [] } = readEstateFile(estateFile);
  const count = sites.reduce((sum, { agents }) => sum + agents.length, 0);
  if (count > 0) return count;
  throw new LabError('ESTATE_INVALID', `${estateFile}: expected agents, got an estate with none`);
}
