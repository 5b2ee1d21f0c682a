/**
 * Name resolution of the cloud’s names, and the web proxy of a site. Behind a proxy names are the
 * proxy’s to resolve, so that the two can hide each other.
 */
import { type Cause, FAIR, STRONG } from '../cause.ts';
import { placesOf } from '../signs.ts';
import { isBrokenPac } from './network.ts';
import { pathCause } from './on-path.ts';

const PROXY_LOG = 'The proxy’s own log for the agents’ servers:';

export const NAME_CAUSES: readonly Cause[] = [
  pathCause(
    {
      id: 'dns-nxdomain',
      link: 'name-resolution',
      title: 'The cloud’s names do not resolve',
      nextTest:
        'Resolve-DnsName on the agent server, once with its resolver and once with another.',
      fix: 'Let the resolver of the agent servers forward *.msappproxy.net and *.windows.net.',
    },
    'no-name',
  ),
  pathCause(
    {
      id: 'dns-wrong-address',
      link: 'name-resolution',
      title: 'The cloud’s names lead to somebody else',
      explains: ['tls-wrong-name'],
      nextTest: 'Resolve-DnsName on the agent server and compare the address from another site.',
      fix: 'Remove the wrong record or the captive resolver, then empty the servers’ DNS cache.',
    },
    'wrong-address',
  ),
  {
    id: 'dns-slow',
    link: 'name-resolution',
    title: 'Names resolve slowly',
    brings: [0, 80001, 80002],
    seenBy: ['preflight'],
    explains: ['slow-443', 'lossy-443', 'bootstrap-outage'],
    nextTest: 'Measure-Command { Resolve-DnsName } with each resolver of the server by itself.',
    fix: 'Take the dead resolver off the servers’ list, or bring it back.',
    sources: ['ED-QS', 'lab'],
    look(signs) {
      const found = signs.servers.filter(
        ({ path }) => path && path.slowNames > 0 && path.slowNames * 2 >= path.cloud.length,
      );
      if (found.length === 0) return undefined;
      const said = found.slice(0, 3).map(({ name, path }) => {
        const [first] = path?.cloud.filter(({ reach }) => (reach.phaseMs.resolve ?? 0) > 0) ?? [];
        const tookMs = Math.round(first?.reach.phaseMs.resolve ?? 0);
        const example = first ? `, ${first.reach.host} ${tookMs} ms` : '';
        return `from ${name} ${path?.slowNames} of ${path?.cloud.length} names are slow${example}`;
      });
      return { weight: STRONG, at: placesOf(signs, found), for: said };
    },
  },
];

export const PROXY_CAUSES: readonly Cause[] = [
  pathCause(
    {
      id: 'proxy-407',
      link: 'proxy',
      title: 'The web proxy asks the agents for credentials',
      nextTest: `${PROXY_LOG} 407 here, 502 where its own way out is broken.`,
      fix: 'Let the agents’ servers through without authentication: agents cannot give any.',
      sources: ['ED-APX', 'ED-FAQ'],
    },
    'proxy-asks',
  ),
  pathCause(
    {
      id: 'proxy-502',
      link: 'proxy',
      title: 'The web proxy answers with an error',
      nextTest: `${PROXY_LOG} 502 here; where it is down nobody answers at its port.`,
      fix: 'Repair the proxy’s own way out (its resolver, its upstream).',
      sources: ['ED-FAQ', 'lab'],
    },
    'proxy-refuses',
  ),
  pathCause(
    {
      id: 'proxy-down',
      link: 'proxy',
      title: 'The web proxy does not answer',
      nextTest: 'Test-NetConnection to the proxy’s port: nobody answers here.',
      fix: 'Bring the proxy back, or let the agents’ servers out without it.',
      sources: ['ED-FAQ', 'lab'],
    },
    'proxy-down',
  ),
  pathCause(
    {
      id: 'broken-pac',
      link: 'proxy',
      title: 'The proxy’s configuration script cannot be read',
      explains: ['block-443', 'proxy-down'],
      nextTest: 'Open http://wpad/wpad.dat on the server as the service’s account would.',
      fix: 'Bring the script back, or name the proxy in the agent’s configuration file.',
      sources: ['ED-FAQ', 'lab'],
    },
    'blocked',
    isBrokenPac,
  ),
  {
    id: 'proxy-for-browser-only',
    link: 'proxy',
    title: 'The proxy is set for the person at the screen and not for the agent’s service',
    brings: [80001],
    seenBy: ['agent-host'],
    nextTest: 'netsh winhttp show proxy, and the defaultProxy section of the agent’s .config file.',
    fix: 'Write the proxy into AzureADConnectAuthenticationAgentService.exe.config, then restart.',
    sources: ['ED-FAQ'],
    look(signs) {
      const found = signs.servers.filter(({ host }) => host?.proxySetting === 'browser-only');
      if (found.length === 0) return undefined;
      const names = found.map(({ name }) => name).join(', ');
      const blocked = found.some(({ path }) => path?.cloud.some(({ obstacle }) => obstacle));
      return {
        weight: blocked ? STRONG : FAIR,
        at: placesOf(signs, found),
        for: [`${names}: the proxy is known to the browser, and not to the service`],
      };
    },
  },
];
