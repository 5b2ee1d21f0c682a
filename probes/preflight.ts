/**
 * Probe `preflight`: what an agent's server can reach, and what it meets on the way. It sends no
 * credential, no client certificate and no body, so a real tenant sees connections and plain GETs.
 */
import { agentEndpoints } from '../protocol/agent-endpoints.ts';
import type { PreflightObservation, Reach } from './observations.ts';
import type { Judgement, Probe, ProbeContext } from './probe.ts';
import { brokenLinks } from './reach/broken-links.ts';
import { furthestOffset, observeCloudOffset } from './reach/clock-offset.ts';
import { findControllers } from './reach/find-controllers.ts';
import { openUpgrade } from './reach/open-upgrade.ts';
import { readProxy } from './reach/proxy-behaviour.ts';
import { isLabName, observeReach } from './reach/reach.ts';
import { observeWayOut } from './reach/way-out.ts';

export interface PreflightExpectation {
  /** 8080 must be open too; no sign-in needs it. Default false. */
  status8080?: boolean;
}

export const preflight: Probe<PreflightObservation, PreflightExpectation> = {
  id: 'preflight',
  about: 'An agent’s server reaches the cloud and its controllers, and nobody reads along',
  signsInAs: 'nobody',
  standsOn: 'agent-server',
  usual: () => ({}),
  observe: observePreflight,
  judge: judgePreflight,
};

async function observePreflight(context: ProbeContext): Promise<PreflightObservation> {
  const isLab = isLabName(new URL(context.authority).hostname);
  const endpoints = endpointsOf(context, isLab);
  const [reaches, { direct, wpad, tls12 }, cloud, webSocket, controllers] = await Promise.all([
    Promise.all(endpoints.map((endpoint) => observeReach(context, endpoint))),
    observeWayOut(context, endpoints, isLab),
    observeCloudOffset(context),
    isLab ? openUpgrade(context) : null,
    findControllers(context),
  ]);
  const offsets = { cloud, controllers: furthestOffset(controllers.rootDse) };
  return {
    server: context.from.component,
    reaches,
    proxy: { ...proxyOf(context, reaches, isLab), direct, wpad },
    clockOffsetMs: offsets,
    ...{ webSocket, tls12, controllers },
  };
}

function endpointsOf({ tenantId, cloud, site }: ProbeContext, isLab: boolean) {
  return agentEndpoints({
    ...{ tenantId, cloud, isLab },
    ...(site?.servicebus !== undefined && { servicebus: site.servicebus }),
    ...(site?.agentVersion !== undefined && { agentVersion: site.agentVersion }),
  });
}

/** A PAC file is not run outside a lab: whoever has only that looks past its proxy. */
function proxyOf(
  { site, from: { proxied = false } }: ProbeContext,
  reaches: readonly Reach[],
  isLab: boolean,
): PreflightObservation['proxy'] {
  const named = site?.proxy ?? 'none';
  if (proxied === false) return { setting: isLab ? 'none' : named, problem: null };
  return readProxy(named === 'none' ? 'named' : named, reaches);
}

function judgePreflight(
  observation: PreflightObservation,
  { status8080 = false }: PreflightExpectation,
): Judgement {
  const { reaches, controllers } = observation;
  const looked = [...reaches, ...controllers.reaches];
  if (looked.length === 0) {
    return { verdict: 'inconclusive', summary: 'nothing could be looked at: no names are known' };
  }
  const isShut = status8080 && !isReached(reaches, 'status');
  const broken = [...brokenLinks(observation), ...(isShut ? ['port 8080 is closed'] : [])];
  if (broken.length > 0) {
    const more = broken.length > 3 ? `; and ${broken.length - 3} more` : '';
    return { verdict: 'fail', summary: `${broken.slice(0, 3).join('; ')}${more}` };
  }
  const count = looked.filter(({ outcome }) => outcome.ok).length;
  const notice = isReached(reaches, 'status') ? '' : '; 8080 is closed, which is allowed';
  return {
    verdict: 'pass',
    summary: `${count} of ${looked.length} names and ports reached${notice}`,
  };
}

function isReached(reaches: readonly Reach[], wanted: Reach['purpose']): boolean {
  return reaches.some(({ purpose, outcome }) => purpose === wanted && outcome.ok);
}
