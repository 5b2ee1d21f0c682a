/**
 * `pta-lab preflight`: what this machine reaches of what an agent needs, at Microsoft's real names.
 * It needs no configuration and no account, because it sends no credential; a lab has the same by
 * `pta-lab probe preflight --lab`.
 */
import { type Command, Option } from 'commander';
import { CLOUDS, isSovereignCloud } from '../protocol/clouds.ts';
import { parseDuration } from '../runtime/duration.ts';
import { LabError } from '../runtime/lab-error.ts';
import { endWith } from './exit-codes.ts';

interface Options {
  tenant: string;
  cloud: string;
  servicebus?: string;
  agentVersion?: string;
  domain?: string;
  controller?: readonly string[];
  proxy?: string;
  wpad?: boolean;
  timeout: string;
  json?: boolean;
}

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export function register(program: Command): void {
  program
    .command('preflight')
    .description('What this machine reaches of what an agent needs; sends no credential')
    .requiredOption('--tenant <id>', 'the tenant’s id')
    .addOption(
      new Option('--cloud <name>', 'whose names').choices(Object.keys(CLOUDS)).default('public'),
    )
    .option('--servicebus <namespace>', 'of signalling, as the agent’s own trace names it')
    .option('--agent-version <version>', 'of an old agent: its ports are looked at too')
    .option('--domain <name>', 'the forest’s domain, whose SRV record names the controllers')
    .option('--controller <host...>', 'controllers by name')
    .option('--proxy <url>', 'http://host:port (default: HTTPS_PROXY)')
    .option('--wpad', 'say whether WPAD’s name is there; its file is not run')
    .option('--timeout <duration>', 'of each connection', '10s')
    .option('--json', 'print one JSON object')
    .action(async (options: Options) => endWith(await runPreflight(options)));
}

async function runPreflight(options: Options) {
  const { tenant, cloud, json } = options;
  if (!GUID.test(tenant)) {
    throw new LabError(
      'USAGE_TENANT',
      `--tenant: expected the tenant’s id, a GUID, got "${tenant}"`,
    );
  }
  if (!isSovereignCloud(cloud)) throw new LabError('USAGE_CLOUD', `--cloud: no cloud "${cloud}"`);
  // Loaded on demand, so that help answers at once.
  const { lookFromHere } = await import('./preflight/look-from-here.ts');
  const { renderPreflight } = await import('./preflight/render-preflight.ts');
  const result = await lookFromHere({
    ...{ tenantId: tenant, cloud, timeoutMs: parseTimeout(options.timeout) },
    ...{ controllers: options.controller ?? [], domain: options.domain ?? '' },
    ...(options.servicebus !== undefined && { servicebus: options.servicebus }),
    ...(options.agentVersion !== undefined && { agentVersion: options.agentVersion }),
    ...(options.proxy !== undefined && { proxy: options.proxy }),
    ...(options.wpad && { wpad: true as const }),
  });
  process.stdout.write(json ? `${JSON.stringify(result)}\n` : renderPreflight(result));
  return result.judgement.verdict;
}

function parseTimeout(text: string): number {
  const ms = parseDuration(text);
  if (Number.isFinite(ms) && ms >= 100 && ms <= 120_000) return ms;
  throw new LabError('USAGE_TIMEOUT', `--timeout: expected 100ms to 2m, got "${text}"`);
}
