/** `--outposts` and what goes with it: sites, agents and controllers in containers of their own. */
import type { Command } from 'commander';
import type { LabOptions } from '../../lab/estate.ts';
import { parsePort } from '../parse-number.ts';

export interface OutpostOptions {
  outposts?: string;
  outpostsHost?: string;
  outpostsPort?: number;
  cloudAddress?: string;
}

export function withOutposts(command: Command): Command {
  return command
    .option('--outposts <folder>', 'sites in containers; CA and token for them go there')
    .option('--outposts-host <name>', 'where they dial this lab (default: mock-entra)')
    .option('--outposts-port <number>', 'where they dial in (default: 7443)', parsePort)
    .option('--cloud-address <address>', 'where the sites find the cloud (default: the first)');
}

export function readOutposts(options: OutpostOptions): Pick<LabOptions, 'outposts'> {
  const { outposts: runFolder, outpostsHost: host, outpostsPort: port, cloudAddress } = options;
  if (runFolder === undefined) return {};
  return {
    outposts: {
      runFolder,
      ...(host !== undefined && { host }),
      ...(port !== undefined && { port }),
      ...(cloudAddress !== undefined && { cloudAddress }),
    },
  };
}
