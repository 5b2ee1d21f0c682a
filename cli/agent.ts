/**
 * `pta-lab agent`: one fake agent alone in this process, against a lab in another, through this
 * host's proxy settings. Its password never comes by the command line, which other users can read.
 */
import type { Command } from 'commander';
import type { AgentLogEntry } from '../agent/log/agent-log.ts';
import { createUndoStack } from '../runtime/undo.ts';
import { checkName, checkPlace } from './agent/check-server.ts';
import { type CredentialOptions, readCredentials } from './agent/credentials.ts';
import { type AddressOptions, findLab, type LabAddress } from './agent/lab-address.ts';
import { endWith } from './exit-codes.ts';
import { controlToken } from './lab-control.ts';
import { keepReadyFile } from './ready-file.ts';
import { readHandedOver } from './replica/hand-over-tenant.ts';
import { listenForStop, stopped } from './stop-signal.ts';

interface Options extends AddressOptions, CredentialOptions {
  name: string;
  site?: string;
  stateDir?: string;
  json?: boolean;
}

const EXAMPLE = `
Examples:
  PTA_LAB_PASSWORD=… pta-lab agent --name agt-9 --user breakglass@contoso.example
  pta-lab agent --name agt-9 --state-dir agt-9   (again, without credentials)
The lab is the one that is up in this folder. From another host give --lab-proxy, --ca, --tenant-id,
--client-id and --controllers instead; HTTPS_PROXY and NO_PROXY are heeded on the way there.
`;

export function register(program: Command): void {
  program
    .command('agent')
    .description('Run one Authentication Agent alone, against a lab elsewhere')
    .requiredOption('--name <name>', 'its server’s name, as the agents list shows it')
    .option('--site <name>', 'the site of the lab that it stands at (default: the first)')
    .option('--control <url>', 'control URL of the lab (default: the lab up in this folder)')
    .addOption(controlToken())
    .option('--lab-proxy <url>', 'the lab’s CONNECT proxy, as "pta-lab up" prints it')
    .option('--proxy <url>', 'this host’s web proxy (default: HTTPS_PROXY, NO_PROXY)')
    .option('--cloud <host:port>', 'replicas that share a tenant, or their balancer, not a lab')
    .option('--hand-over <folder>', 'what "pta-lab replica --hand-over" left for agents')
    .option('--ca <file>', 'PEM file with the lab’s CAs; nothing else is trusted')
    .option('--tenant-id <guid>', 'tenant of the lab')
    .option('--client-id <guid>', 'application that the administrator signs in to')
    .option('--controllers <url...>', 'domain controllers, ldaps://…, in the order to ask them')
    .option('--user <name>', 'administrator who registers it; password: PTA_LAB_PASSWORD')
    .option('--password-file <file>', 'file with that password, instead of the variable')
    .option('--state-dir <folder>', 'keep its installation here, for the next start')
    .option('--json', 'print each event as a JSON line')
    .addHelpText('after', EXAMPLE)
    .action(async (options: Options) => {
      const { handOver } = options;
      await run(handOver === undefined ? options : { ...readHandedOver(handOver), ...options });
      endWith('pass');
    });
}

async function run(options: Options): Promise<void> {
  // Loaded on demand, so that help and wrong usage answer at once.
  const { startRemoteAgent } = await import('../lab/remote/start-remote-agent.ts');
  const { followClock } = await import('../lab/remote/follow-clock.ts');
  const undo = createUndoStack();
  const { promise: trouble, reject } = Promise.withResolvers<never>();
  try {
    const stop = undo.use(listenForStop('stopping the agent'));
    checkName(options);
    const lab = await findLab(options);
    checkPlace(options, lab);
    const remote = undo.use(
      await startRemoteAgent({
        ...(await describe(options, lab)),
        onEvent: (entry) => process.stdout.write(renderEvent(entry, options)),
        onTrouble: reject,
      }),
    );
    const { report } = lab;
    if (report) {
      const own = (stop: AbortSignal) => report(options.name, remote.nowMs(), stop);
      undo.use(followClock({ report: own, catchUp: remote.catchUp, onTrouble: reject }));
    }
    undo.use(keepReadyFile(process.env.PTA_LAB_READY_FILE)).note('connected');
    await Promise.race([trouble, stopped(stop.signal)]);
  } finally {
    await undo[Symbol.asyncDispose]();
  }
}

async function describe(options: Options, lab: LabAddress) {
  const { name, site, stateDir } = options;
  const { proxies, trust, tenantId, clientId, controllers, cloud } = lab;
  const administrator = readCredentials(options);
  return {
    ...{ name, proxies, trust, tenantId, clientId, controllers },
    aheadMs: (await lab.nowMs()) - Date.now(),
    ...(site !== undefined && { site }),
    ...(cloud && { cloud }),
    ...(stateDir !== undefined && { stateDir }),
    ...(administrator && { administrator }),
  };
}

function renderEvent(entry: AgentLogEntry, { name, json }: Options): string {
  const at = new Date(entry.atMs).toISOString();
  if (json) return `${JSON.stringify({ at, agent: name, ...entry })}\n`;
  return `${at} ${entry.level.padEnd(11)} ${entry.id} ${entry.message}\n`;
}
