/**
 * What is asked about the way out beside the names themselves: whether there is another than the
 * proxy, whether WPAD names one, and whether TLS 1.2 gets through, which is all that agents speak.
 */
import type { AgentEndpoint } from '../../protocol/agent-endpoints.ts';
import type { Reached } from '../observations.ts';
import type { ProbeContext } from '../probe.ts';
import { observeReach } from './reach.ts';

type Endpoints = readonly AgentEndpoint[];

export interface WayOut {
  direct: Reached | null;
  wpad: 'found' | 'not-found' | null;
  tls12: Reached | null;
}

export async function observeWayOut(
  context: ProbeContext,
  endpoints: Endpoints,
  isLab: boolean,
): Promise<WayOut> {
  const [direct, wpad, tls12] = await Promise.all([
    goDirect(context, endpoints),
    isLab ? null : findWpad(context),
    isLab ? null : goOldWay(context, endpoints),
  ]);
  return { direct, wpad, tls12 };
}

async function goDirect(context: ProbeContext, endpoints: Endpoints): Promise<Reached | null> {
  const { proxied = false, ...from } = context.from;
  if (proxied === false) return null;
  return lookAt({ ...context, from }, endpoints);
}

function goOldWay(context: ProbeContext, endpoints: Endpoints): Promise<Reached | null> {
  return lookAt({ ...context, from: { ...context.from, tlsMax: 'TLSv1.2' } }, endpoints);
}

async function lookAt(context: ProbeContext, endpoints: Endpoints): Promise<Reached | null> {
  const bootstrap = endpoints.find(({ purpose }) => purpose === 'bootstrap');
  if (bootstrap === undefined) return null;
  const { outcome } = await observeReach(context, bootstrap);
  return outcome.ok ? { ok: true } : { ok: false, failure: outcome.failure };
}

/**
 * By name only: what DHCP says (option 252) a program cannot ask for everywhere. The file itself is
 * JavaScript and is neither fetched nor run.
 */
async function findWpad(context: ProbeContext): Promise<WayOut['wpad']> {
  const { site } = context;
  if (site?.proxy !== 'wpad' || site.directoryDomain === '') return null;
  const { proxied: _, ...from } = context.from;
  const { outcome } = await observeReach(
    { ...context, from },
    { host: `wpad.${site.directoryDomain}`, port: 80, speaks: 'tcp', purpose: 'status' },
  );
  return outcome.ok ? 'found' : 'not-found';
}
