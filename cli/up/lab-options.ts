/** What the options of `pta-lab up` ask `startLab` for. Files are read here, and only if named. */
import type { LabOptions } from '../../lab/estate.ts';
import type { AgentCapacity } from '../../protocol/capacity.ts';
import { type DirectoryOptions, readDirectory } from './directory-options.ts';
import { readHost } from './listening-host.ts';
import { type OutpostOptions, readOutposts } from './outposts-options.ts';

export interface UpOptions extends DirectoryOptions, OutpostOptions {
  port: number;
  host?: string;
  /** `--no-443` makes it false. */
  443: boolean;
  controlPort: number;
  controlHost?: string;
  controlToken?: string;
  /** A folder for what other containers of the lab have to know. */
  handOver?: string;
  proxy: boolean;
  proxyPort: number;
  realNames?: boolean;
  agents?: number;
  capacity?: AgentCapacity | 'host';
  agentProcesses?: boolean;
  crypto: 'rsa' | 'fast';
  estate?: string;
  tenant?: string;
  state?: string;
  seed: string;
  traffic: boolean;
  json?: boolean;
}

export async function labOptions(options: UpOptions): Promise<LabOptions> {
  const { capacity, port, agents, seed, traffic, proxy, proxyPort, realNames, tenant, state } =
    options;
  return {
    ...(options.estate !== undefined && (await readEstate(options.estate))),
    ...{ mode: 'live', seed, realNames: realNames ?? false },
    ...(capacity !== undefined && { capacity }),
    ...{ crypto: options.crypto, agentProcesses: options.agentProcesses ?? false },
    ports: {
      ...{ signIn: port, also443: options[443], ...readHost(options.host) },
      ...(proxy && { proxy: proxyPort }),
    },
    ...(agents !== undefined && { agents }),
    ...(!traffic && { traffic: false }),
    ...(tenant !== undefined && { tenantFile: await readTenant(tenant) }),
    ...(state !== undefined && { stateFile: state }),
    ...readDirectory(options),
    ...readOutposts(options),
  };
}

async function readEstate(file: string) {
  const { readEstateFile } = await import('../../lab/estate-file/estate-file.ts');
  return readEstateFile(file);
}

async function readTenant(file: string) {
  const { readTenantFile } = await import('../../lab/tenant/tenant-file.ts');
  return readTenantFile(file);
}
