/** `--outposts` and what goes with it: sites, agents and controllers in containers of their own. */
import type { Command } from 'commander';
import type { LabOptions } from '../../lab/estate.ts';

export interface OutpostOptions {
  outposts?: string;
  cloudAddress?: string;
}

export function withOutposts(command: Command): Command {
  return command
    .option('--outposts <folder>', 'sites in containers; CA and token for them go there')
    .option('--cloud-address <address>', 'where the sites find the cloud (default: the first)');
}

export function readOutposts({
  outposts: runFolder,
  cloudAddress,
}: OutpostOptions): Pick<LabOptions, 'outposts'> {
  if (runFolder === undefined) return {};
  return {
    outposts: {
      runFolder,
      say: (sentence) => void process.stderr.write(`${sentence}\n`),
      ...(cloudAddress !== undefined && { cloudAddress }),
    },
  };
}
