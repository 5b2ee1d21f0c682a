/**
 * Preflight from this machine with what was given on the command line. There is no account in its
 * context, and nothing that could hold one.
 */
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseProxy, readProxySetting } from '../../probes/live/network/proxy-setting.ts';
import {
  createStrangerNetwork,
  type StrangerOptions,
} from '../../probes/live/network/stranger-network.ts';
import type { PreflightObservation } from '../../probes/observations.ts';
import { preflight } from '../../probes/preflight.ts';
import type { Judgement, ProbeContext } from '../../probes/probe.ts';
import type { SiteKnowledge } from '../../probes/probe-ports.ts';
import { runProbe } from '../../probes/run-probe.ts';
import { authorityOf, CLOUDS, type SovereignCloud } from '../../protocol/clouds.ts';
import { createRsaCrypto } from '../../runtime/crypto/rsa.ts';
import { OPEN_SITE } from '../../runtime/path.ts';
import { Secret } from '../../runtime/secret.ts';

export interface LookOptions {
  tenantId: string;
  cloud: SovereignCloud;
  timeoutMs: number;
  controllers: readonly string[];
  /** Empty: no SRV record is asked for. */
  domain: string;
  servicebus?: string;
  agentVersion?: string;
  proxy?: string;
  wpad?: true;
}

export interface Looked {
  judgement: Judgement;
  /** Null: the harness broke before it could see anything. */
  observation: PreflightObservation | null;
}

export async function lookFromHere(
  options: LookOptions,
  network: Partial<StrangerOptions> = {},
): Promise<Looked> {
  const { proxy: named } = options;
  const proxy =
    named === undefined
      ? readProxySetting(process.env)
      : { proxy: parseProxy(named, '--proxy'), except: [] };
  const stranger = createStrangerNetwork({ ...(proxy && { proxy }), ...network });
  const context = contextFor(options, stranger, proxy !== undefined);
  const { judgement, observation } = await runProbe(preflight, context, {});
  await stranger[Symbol.asyncDispose]();
  return { judgement, observation: observation as PreflightObservation | null };
}

function contextFor(
  options: LookOptions,
  network: ProbeContext['network'],
  isProxied: boolean,
): ProbeContext {
  const { tenantId, cloud, timeoutMs } = options;
  return {
    ...{ network, cloud, tenantId, timeoutMs, crypto: createRsaCrypto() },
    clock: { nowMs: () => Date.now(), sleep: (durationMs) => sleep(durationMs) },
    authority: authorityOf(cloud, tenantId),
    graph: `https://${CLOUDS[cloud].graph}`,
    ...{ clientId: '', correlationId: '', account: { userName: '', password: new Secret('') } },
    from: {
      ...{ component: hostname(), site: OPEN_SITE, trust: [] },
      ...(isProxied && { proxied: 'named' as const }),
    },
    site: siteOf(options, isProxied),
  };
}

function siteOf(
  { domain, controllers, servicebus, agentVersion, wpad }: LookOptions,
  isProxied: boolean,
): SiteKnowledge {
  return {
    ...{ name: OPEN_SITE, directoryDomain: domain, controllers },
    proxy: isProxied ? 'named' : wpad ? 'wpad' : 'none',
    ...(servicebus !== undefined && { servicebus }),
    ...(agentVersion !== undefined && { agentVersion }),
  };
}
