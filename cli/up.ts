/**
 * `pta-lab up`: a live lab that stays up until Ctrl-C or SIGTERM. With `--json` stdout gets exactly
 * one line, when everything is ready; other people's scripts rest on its names.
 */
import path from 'node:path';
import type { Command } from 'commander';
import type { Lab } from '../lab/lab.ts';
import { LabError } from '../runtime/lab-error.ts';
import { createUndoStack } from '../runtime/undo.ts';
import { endWith } from './exit-codes.ts';
import { parseNumber } from './parse-number.ts';
import { listenForStop } from './stop-signal.ts';
import { renderTable } from './table.ts';

interface Options {
  port: number;
  controlPort: number;
  agents?: number;
  seed: string;
  traffic: boolean;
  json?: boolean;
}

export function register(program: Command): void {
  program
    .command('up')
    .description('Start a live lab on loopback and keep it up')
    .option('--port <number>', 'sign-in and Graph; 0 takes any free port', parseNumber, 0)
    .option('--control-port <number>', 'control API; 0 takes any free port', parseNumber, 0)
    .option('--agents <number>', 'how many Authentication Agents (default: 3)', parseNumber)
    .option('--seed <text>', 'same seed, same tenant and accounts', '1')
    .option('--no-traffic', 'without background sign-ins')
    .option('--json', 'print one JSON line when ready')
    .action(async (options: Options) => {
      await stayUp(options);
      endWith('pass');
    });
}

async function stayUp(options: Options): Promise<void> {
  // Loaded on demand, so that help and wrong usage answer at once.
  const { startLab } = await import('../lab/start-lab.ts');
  const { startControlServer } = await import('../lab/control-server.ts');
  const { port, controlPort, agents, seed, traffic } = options;
  const undo = createUndoStack();
  try {
    const stop = undo.use(listenForStop('taking the lab down'));
    const lab = undo.use(
      await startLab({
        ...{ mode: 'live', seed, ports: { signIn: port } },
        ...(agents !== undefined && { agents }),
        ...(!traffic && { traffic: false }),
      }),
    );
    const control = undo.use(await startControlServer(lab, controlPort));
    const ready = describeReady(lab, control.url);
    process.stdout.write(options.json ? `${JSON.stringify(ready)}\n` : renderReady(lab, ready));
    await lab.wait(Number.MAX_SAFE_INTEGER, stop.signal);
  } finally {
    await undo[Symbol.asyncDispose]();
  }
}

export type Ready = ReturnType<typeof describeReady>;

function describeReady({ endpoints, tenantId, clientId, accounts }: Lab, control: string) {
  const { live } = endpoints;
  if (!live) throw new LabError('HARNESS_NOT_LIVE', 'expected a lab with endpoints on loopback');
  const { authority, graph } = live;
  const caFile = path.resolve(live.caFile);
  return { authority, tenantId, graph, control, caFile, clientId, accounts };
}

function renderReady({ sites, tenantName }: Lab, ready: Ready): string {
  const agents = sites.flatMap((site) => site.agents).join(', ');
  const users = Object.entries(ready.accounts).map(([kind, { userName }]) => [kind, userName]);
  return [
    `pta-lab is up: tenant ${tenantName}, agents ${agents}\n\n`,
    renderTable(
      [
        ['authority', ready.authority],
        ['graph', ready.graph],
        ['control', ready.control],
        ['client id', ready.clientId],
        ['CA', ready.caFile],
      ],
      '  ',
    ),
    '\nAccounts (passwords: pta-lab up --json)\n',
    renderTable(users, '  '),
    `\nTo trust the lab in Node: NODE_EXTRA_CA_CERTS=${ready.caFile}\n`,
    `To break something: pta-lab faults on block-443 --control ${ready.control}\n`,
    'Ctrl-C takes it down.\n',
  ].join('');
}
