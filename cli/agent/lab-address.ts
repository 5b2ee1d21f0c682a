/**
 * What a lone agent has to know of its lab: from the lab's control API where that can be reached,
 * from a lab that is up in this folder, or option by option on a host that sees neither.
 */
import { readFileSync } from 'node:fs';
import { createControlClient } from '../../lab/control/client.ts';
import type { Site } from '../../lab/estate.ts';
import { decideWayOut } from '../../lab/remote/way-out.ts';
import { type CloudAddress, parseCloudAddress } from '../../lab/replica/cloud-resolver.ts';
import { controllerHost } from '../../protocol/hosts.ts';
import { LabError } from '../../runtime/lab-error.ts';
import { type Certificate, parseCertificate, readPem } from '../../runtime/x509.ts';
import { askRunningLab, findRunningLab, type RunningLab } from '../running-lab.ts';

export interface AddressOptions {
  /** `host:port` of replicas that share a tenant, or of their balancer. */
  cloud?: string;
  /** What they left for their agents. */
  handOver?: string;
  control?: string;
  controlToken?: string;
  labProxy?: string;
  proxy?: string;
  ca?: string;
  tenantId?: string;
  clientId?: string;
  controllers?: readonly string[];
}

export interface LabAddress {
  /** Instead of proxies. */
  cloud?: CloudAddress;
  proxies: readonly URL[];
  trust: readonly Certificate[];
  tenantId: string;
  clientId: string;
  controllers: readonly string[];
  /** What it has already; absent where its control API is out of reach. */
  estate?: LabEstate;
  /** Lab time; the machine's where nobody tells. */
  nowMs(): Promise<number>;
  /** Tells the lab where a clock stands; absent where its control API is out of reach. */
  report?(name: string, atMs: number, stop: AbortSignal): Promise<{ untilMs: number }>;
}

export interface LabEstate {
  sites: readonly string[];
  controllers: readonly string[];
  /** Names of the agents' servers, as they are now. */
  servers: readonly string[];
}

/** @throws LabError `USAGE_…` with the option that is missing or wrong. */
export function findLab(options: AddressOptions): Promise<LabAddress> {
  return options.cloud === undefined ? findAlone(options) : findCloud(options, options.cloud);
}

/** Replicas have no control API: everything is told. */
async function findCloud(options: AddressOptions, address: string): Promise<LabAddress> {
  const { tenantId, clientId, ca, controllers } = options;
  if (tenantId === undefined || clientId === undefined || ca === undefined || !controllers) {
    const sentence =
      '--cloud: expected --controllers, and --hand-over or --tenant-id, --client-id and --ca with it';
    throw new LabError('USAGE_CLOUD', sentence);
  }
  return {
    ...{ cloud: parseCloudAddress(address), proxies: [], tenantId, clientId, controllers },
    trust: readAuthorities(ca),
    nowMs: async () => Date.now(),
  };
}

async function findAlone(options: AddressOptions): Promise<LabAddress> {
  const { labProxy, tenantId, clientId, ca, controllers } = options;
  const told = [labProxy, tenantId, clientId, ca, controllers].every(
    (given) => given !== undefined,
  );
  const lab = told && options.control === undefined ? undefined : await askLab(options);
  const control = lab && createControlClient(lab.control, options.controlToken);
  const estate = control && (await askEstate(control));
  const known = labProxy ?? lab?.proxy;
  return {
    proxies: decideWayOut({
      ...(known !== undefined && { labProxy: known }),
      ...(options.proxy !== undefined && { hostProxy: options.proxy }),
      environment: process.env,
    }),
    trust: readAuthorities(ca ?? lab?.proxyCaFile ?? lab?.caFile ?? ''),
    tenantId: tenantId ?? lab?.tenantId ?? '',
    clientId: clientId ?? lab?.clientId ?? '',
    controllers: controllers ?? estate?.controllers ?? [],
    ...(estate && { estate }),
    nowMs: async () => (control ? control.nowMs() : Date.now()),
    ...(control && {
      report: (name, atMs, stop) => control.call('POST', '/clock/followers', { name, atMs }, stop),
    }),
  };
}

function askLab({ control, controlToken }: AddressOptions): Promise<RunningLab> | RunningLab {
  return control === undefined ? findRunningLab() : askRunningLab(control, controlToken);
}

async function askEstate(control: ReturnType<typeof createControlClient>): Promise<LabEstate> {
  const { sites } = await control.call<{ sites: readonly Site[] }>('GET', '/');
  const servers = await control.call<readonly { name: string }[]>('GET', '/servers');
  const controllers = sites.flatMap((site) => site.controllers);
  return {
    sites: sites.map(({ name }) => name),
    controllers: controllers.map((name) => `ldaps://${controllerHost(name)}`),
    servers: servers.map(({ name }) => name),
  };
}

function readAuthorities(file: string): readonly Certificate[] {
  const wrong = (cause?: unknown) => {
    const sentence = `--ca: expected the lab's CA certificates as PEM in "${file}"`;
    return new LabError('USAGE_CA', sentence, { cause });
  };
  try {
    const found = readPem('CERTIFICATE', readFileSync(file, 'utf8')).map(parseCertificate);
    if (found.length > 0) return found;
  } catch (cause) {
    throw wrong(cause);
  }
  throw wrong();
}
