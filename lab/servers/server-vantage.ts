/** Where an agent's server stands, and how who calls from it gets out: proxy, version of TLS. */
import type { AgentServerEffect } from '../../protocol/effects.ts';
import type { Vantage } from '../../runtime/ports.ts';
import type { ProxySetting, Site } from '../estate.ts';
import { decideProxied } from './proxied.ts';
import type { ServerParts } from './server-parts.ts';

/** The agent's service reads the machine's TLS by itself, at each of its starts. */
export type Caller = 'installer' | 'service' | 'updater';

export function vantageOf(
  { trust }: Pick<ServerParts, 'trust'>,
  { name: site, proxy }: Site,
  { name, proxySetting }: { name: string; proxySetting: ProxySetting },
  who: Caller,
  effects: readonly AgentServerEffect[],
): Vantage {
  const isProxied = decideProxied(proxySetting, proxy)[who === 'installer' ? who : 'service'];
  const proxied = proxySetting === 'configuration' ? 'named' : true;
  const tls12 = who !== 'updater' || speaksTls12(effects);
  const vantage = { component: name, site, trust: trust(site) };
  return { ...vantage, ...(isProxied && { proxied }), ...(tls12 ? {} : { tls12 }) };
}

export function speaksTls12(effects: readonly AgentServerEffect[]): boolean {
  return !effects.some(({ kind }) => kind === 'no-tls-1.2');
}
