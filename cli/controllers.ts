/**
 * `pta-lab controllers`: the embedded domain controllers alone, for agents that hang at replicas
 * and have no lab. They know the users of the same seed or tenant file.
 */
import type { Command } from 'commander';
import { createUndoStack } from '../runtime/undo.ts';
import { endWith } from './exit-codes.ts';
import { parsePort } from './parse-number.ts';
import { keepReadyFile } from './ready-file.ts';
import { readTenantOption, type TenantOptions, withTenant } from './replica/tenant-options.ts';
import { listenForStop, stopped } from './stop-signal.ts';
import { LOOPBACK, readHost } from './up/listening-host.ts';

interface Options extends TenantOptions {
  port: number;
  host: string;
  json?: boolean;
}

export function register(program: Command): void {
  withTenant(program.command('controllers'))
    .description('Run the embedded domain controllers alone, beside replicas of the cloud side')
    .option('--port <number>', 'LDAPS; 0: any free one', parsePort, 0)
    .option('--host <address>', 'where they listen; beyond loopback in a container only', LOOPBACK)
    .option('--json', 'print one JSON line when ready')
    .action(async (options: Options) => {
      await run(options);
      endWith('pass');
    });
}

async function run(options: Options): Promise<void> {
  const { startControllers } = await import('../lab/replica/start-controllers.ts');
  const undo = createUndoStack();
  try {
    const stop = undo.use(listenForStop('taking the controllers down'));
    const { port, seed, stateDir } = options;
    const { host = LOOPBACK } = readHost(options.host);
    const running = undo.use(
      await startControllers({
        ...{ port, host, seed, stateDir },
        ...(await readTenantOption(options)),
      }),
    );
    const said = options.json
      ? JSON.stringify({ port: running.port, urls: running.urls })
      : `The controllers are ready:\n${running.urls.map((url) => `  ${url}`).join('\n')}`;
    process.stdout.write(`${said}\n`);
    undo.use(keepReadyFile(process.env.PTA_LAB_READY_FILE)).note('connected');
    await stopped(stop.signal);
  } finally {
    await undo[Symbol.asyncDispose]();
  }
}
