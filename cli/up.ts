/**
 * `pta-lab up`: a live lab that stays up until Ctrl-C or SIGTERM. With `--json` stdout gets exactly
 * one line, when everything is ready; other people's scripts rest on its names.
 */
import { type Command, Option } from 'commander';
import type { ControlAccess } from '../lab/control/access.ts';
import { createUndoStack } from '../runtime/undo.ts';
import { endWith } from './exit-codes.ts';
import { parseCapacityOption } from './parse-capacity.ts';
import { parseNumber, parsePort } from './parse-number.ts';
import { keepReadyFile } from './ready-file.ts';
import { announce } from './running-lab.ts';
import { listenForStop } from './stop-signal.ts';
import { withDirectory } from './up/directory-options.ts';
import { handOver, settleToken } from './up/hand-over.ts';
import { keepTarget } from './up/keep-target.ts';
import { labOptions, type UpOptions } from './up/lab-options.ts';
import { withOutposts } from './up/outposts-options.ts';
import { renderReady } from './up/ready.ts';

export type { Ready } from '../lab/describe-ready.ts';

export function register(program: Command): void {
  withOutposts(withDirectory(program.command('up')))
    .description('Start a live lab on loopback and keep it up')
    .option('--port <number>', 'sign-in and Graph; 0 takes any free port', parsePort, 0)
    .option('--host <address>', 'where it listens; 0.0.0.0 is for containers only')
    .option('--no-443', 'not on port 443 too, where that may be had')
    .option('--control-port <number>', 'control API; 0 takes any free port', parsePort, 0)
    .option('--control-host <address>', 'where it listens; beyond loopback it needs a token')
    .addOption(
      new Option('--control-token <text>', 'what callers of the control API have to send').env(
        'PTA_LAB_CONTROL_TOKEN',
      ),
    )
    .option('--hand-over <folder>', 'leave token, target and CA there for containers beside it')
    .option('--no-proxy', 'without the CONNECT proxy')
    .option('--proxy-port <number>', 'CONNECT proxy; 0 takes any free port', parsePort, 0)
    .option('--real-names', 'the proxy answers for login.microsoftonline.com and Graph itself')
    .option('--agents <number>', 'how many Authentication Agents (default: 3)', parseNumber)
    .option(
      '--capacity <text>',
      'of each agent’s server: host, documented, or parts such as cores=2,service=15ms (default: host)',
      parseCapacityOption,
    )
    .option('--agent-processes', 'each agent in a process of its own')
    .addOption(
      new Option(
        '--crypto <kind>',
        'fast: ES256 and an envelope without RSA, for load only; says nothing about real agents',
      )
        .choices(['rsa', 'fast'])
        .default('rsa'),
    )
    .option('--estate <file>', 'sites, agents, controllers of your own (docs/estate.md)')
    .option('--tenant <file>', 'what the tenant is (default: a seeded Contoso)')
    .option('--state <file>', 'keep what the cloud remembers in this file')
    .option('--seed <text>', 'same seed, same tenant and accounts', '1')
    .option('--no-traffic', 'without background sign-ins')
    .option('--json', 'print one JSON line when ready')
    .action(async (options: UpOptions) => {
      await stayUp(options);
      endWith('pass');
    });
}

async function stayUp(options: UpOptions): Promise<void> {
  // Loaded on demand, so that help and wrong usage answer at once.
  const { startLab } = await import('../lab/start-lab.ts');
  const { startControlServer } = await import('../lab/control/server.ts');
  const { describeReady } = await import('../lab/describe-ready.ts');
  const undo = createUndoStack();
  try {
    const stop = undo.use(listenForStop('taking the lab down'));
    const lab = undo.use(await startLab(await labOptions(options)));
    const token = settleToken(options);
    const control = undo.use(
      await startControlServer(lab, options.controlPort, controlAccess(options, token)),
    );
    const target = await keepTarget(lab, {
      url: control.url,
      ...(token !== undefined && { token }),
    });
    if (target) undo.use(target);
    const ready = describeReady(lab, control.url, target?.file);
    const { accounts: _, applications: __, loadTarget: ___, ...addresses } = ready;
    undo.use(announce({ ...addresses, realNames: options.realNames ?? false }));
    const left = handOver(options.handOver, lab, ready);
    if (left) undo.use(left);
    const said = options.json ? `${JSON.stringify(ready)}\n` : renderReady(lab, ready, options);
    process.stdout.write(said);
    undo.use(keepReadyFile(process.env.PTA_LAB_READY_FILE)).note('connected');
    await lab.wait(Number.MAX_SAFE_INTEGER, stop.signal);
  } finally {
    await undo[Symbol.asyncDispose]();
  }
}

function controlAccess({ controlHost: host }: UpOptions, token?: string): ControlAccess {
  return { ...(host !== undefined && { host }), ...(token !== undefined && { token }) };
}
