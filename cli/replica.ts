/**
 * `pta-lab replica`: one of several replicas of the cloud side that share a tenant through NATS. No
 * lab around it: no control API and no faults. NATS's token never comes by the command line.
 */
import { type Command, Option } from 'commander';
import { createUndoStack } from '../runtime/undo.ts';
import { endWith } from './exit-codes.ts';
import { parsePort } from './parse-number.ts';
import { keepReadyFile } from './ready-file.ts';
import { handOverTenant } from './replica/hand-over-tenant.ts';
import { readNatsToken } from './replica/nats-token.ts';
import { readTenantOption, type TenantOptions, withTenant } from './replica/tenant-options.ts';
import { listenForStop, stopped } from './stop-signal.ts';
import { LOOPBACK, readHost } from './up/listening-host.ts';

interface Options extends TenantOptions {
  nats: string;
  port: number;
  host: string;
  crypto: 'rsa' | 'fast';
  handOver?: string;
  json?: boolean;
}

const EXAMPLE = `
Examples:
  nats-server -js
  pta-lab replica --port 8443
  pta-lab replica --port 9443   (the same tenant; docs/scale.md puts a balancer before both)
All replicas of a tenant need the same --seed, --tenant, --crypto and --state-dir. The token of NATS,
if it wants one, is read from PTA_LAB_NATS_TOKEN, or from the file that PTA_LAB_NATS_TOKEN_FILE names.
GET /healthz says whether a replica is well.
`;

export function register(program: Command): void {
  withTenant(program.command('replica'))
    .description('Run one replica of the cloud side; all at one NATS share one tenant')
    .addOption(
      new Option('--nats <url>', 'NATS with JetStream')
        .env('PTA_LAB_NATS')
        .default('nats://127.0.0.1:4222'),
    )
    .option('--port <number>', 'of everything, by TLS server name; 0: any free one', parsePort, 0)
    .option('--host <address>', 'where it listens; beyond loopback in a container only', LOOPBACK)
    .addOption(
      new Option('--crypto <kind>', 'fast: for load only, says nothing about real agents')
        .choices(['rsa', 'fast'])
        .default('rsa'),
    )
    .option('--hand-over <folder>', 'leave there what "pta-lab agent --cloud" needs')
    .option('--json', 'print one JSON line when ready')
    .addHelpText('after', EXAMPLE)
    .action(async (options: Options) => {
      await run(options);
      endWith('pass');
    });
}

async function run(options: Options): Promise<void> {
  // Loaded on demand, so that help and wrong usage answer at once.
  const { startReplica } = await import('../lab/replica/start-replica.ts');
  const undo = createUndoStack();
  try {
    const stop = undo.use(listenForStop('taking the replica down'));
    const { nats, port, crypto, seed, stateDir } = options;
    const { host = LOOPBACK } = readHost(options.host);
    const replica = undo.use(
      await startReplica({
        ...{ nats, port, host, crypto, seed, stateDir },
        ...readNatsToken(process.env),
        ...(await readTenantOption(options)),
        say: (sentence) => process.stderr.write(`${new Date().toISOString()} ${sentence}.\n`),
      }),
    );
    if (options.handOver !== undefined) handOverTenant(options.handOver, replica);
    const { tenant, clientId } = replica.founded;
    const authority = `https://localhost:${replica.port}/${tenant.id}`;
    const { id, caFile } = replica;
    const ready = { id, port: replica.port, authority, tenantId: tenant.id, clientId, caFile };
    process.stdout.write(options.json ? `${JSON.stringify(ready)}\n` : render(ready));
    undo.use(keepReadyFile(process.env.PTA_LAB_READY_FILE)).note('connected');
    await stopped(stop.signal);
  } finally {
    await undo[Symbol.asyncDispose]();
  }
}

function render(ready: Readonly<Record<string, string | number>>): string {
  const lines = Object.entries(ready).map(([name, value]) => `  ${name.padEnd(10)} ${value}\n`);
  return `The replica is ready.\n${lines.join('')}`;
}
