/**
 * Where probes stand in a lab, and what each place knows: outside as a client of the cloud, and on
 * an agent's server as somebody who has signed in there. Nobody shows the agent's certificate.
 */
import type { ProbeContext } from '../../probes/probe.ts';
import type { InventoryAgent, LockoutPolicy, SiteKnowledge } from '../../probes/probe-ports.ts';
import { DIRECTORY_DOMAIN, HOSTS, labHost } from '../../protocol/hosts.ts';
import { LabError } from '../../runtime/lab-error.ts';
import type { Vantage } from '../../runtime/ports.ts';
import { Secret } from '../../runtime/secret.ts';
import type { Site, SiteProxy } from '../estate.ts';
import type { Lab } from '../lab.ts';
import { directoryUrls } from '../premises/forests.ts';
import type { AgentServer } from '../servers/agent-server.ts';
import { decideProxied } from '../servers/proxied.ts';
import { labServerPort } from './server-port.ts';

/** @throws LabError `HARNESS_ACCOUNT` if the lab has no such account. */
export function contextOutside(lab: Lab, accountName: string, correlationId: string): ProbeContext {
  const account = accountName === 'nobody' ? undefined : lab.accounts[accountName];
  if (account === undefined && accountName !== 'nobody') {
    throw new LabError('HARNESS_ACCOUNT', `expected the lab to have an account "${accountName}"`);
  }
  const { userName = '', password = '' } = account ?? {};
  const { cloudOnly } = lab.accounts;
  return {
    ...{ network: lab.network, clock: lab.clock, crypto: lab.crypto, from: lab.prober },
    ...{ cloud: 'public', tenantId: lab.tenantId, clientId: lab.clientId, correlationId },
    ...{ authority: lab.endpoints.authority, graph: lab.endpoints.graph },
    account: { userName, password: new Secret(password) },
    ...(cloudOnly && {
      administrator: { userName: cloudOnly.userName, password: new Secret(cloudOnly.password) },
    }),
    timeoutMs: lab.timings.probeTimeoutMs,
  };
}

export function contextOnServer(
  lab: Lab,
  server: AgentServer,
  accountName: string,
  correlationId: string,
): ProbeContext {
  return {
    ...contextOutside(lab, accountName, correlationId),
    from: vantageOn(lab, server),
    site: siteKnowledgeOf(lab, server),
    server: labServerPort(lab, server.name),
  };
}

/** As the estate's owner states it. */
export function lockoutPolicyOf({ timings }: Lab): LockoutPolicy {
  return { threshold: timings.adLockoutThreshold, durationMs: timings.adLockoutDurationMs };
}

/** What was planned: who was added since is for whoever keeps the list to explain. */
export function inventoryOf({ sites }: Lab): readonly InventoryAgent[] {
  return sites.flatMap(({ name: site, agents }) =>
    agents.map((machineName) => ({ machineName, site })),
  );
}

/** The way that the agent's service goes, without its certificate. */
function vantageOn(lab: Lab, { name, site, proxySetting }: AgentServer): Vantage {
  const { service } = decideProxied(proxySetting, siteOf(lab, site)?.proxy);
  const proxied = proxySetting === 'configuration' ? 'named' : true;
  return { component: name, site, trust: lab.siteTrust(site), ...(service && { proxied }) };
}

function siteKnowledgeOf(lab: Lab, { site: name, machine }: AgentServer): SiteKnowledge {
  const site = siteOf(lab, name);
  return {
    name,
    directoryDomain: labHost(DIRECTORY_DOMAIN),
    controllers: controllersOf(lab, site),
    proxy: proxyWord(site?.proxy),
    servicebus: labHost(HOSTS.signalling),
    ...(machine.version !== undefined && { agentVersion: machine.version }),
  };
}

/** A real directory has controllers of its own, and is not ours to try. */
function controllersOf({ sites, forests }: Lab, site: Site | undefined): readonly string[] {
  if (site === undefined || forests[0]?.controllers.length === 0) return [];
  return directoryUrls(site, sites, forests).map((url) => new URL(url).hostname);
}

function siteOf({ sites }: Lab, name: string): Site | undefined {
  return sites.find((site) => site.name === name);
}

function proxyWord(proxy: SiteProxy | undefined): SiteKnowledge['proxy'] {
  if (proxy === undefined) return 'none';
  return proxy.setting === 'wpad' ? 'wpad' : 'named';
}
