/**
 * Instance discovery: is this host one of our cloud, and which other names does it have? Under
 * `localhost` there is one name only, with its port.
 */
import { HOSTS, SIGN_IN_ALIASES } from '../../protocol/hosts.ts';
import type { HttpResponse } from '../../runtime/ports.ts';
import type { Cloud } from '../cloud.ts';
import { type Refusal, renderAadsts } from '../errors.ts';
import { type Exchange, renderJson } from '../exchange.ts';
import { originFor } from '../names.ts';
import { readParameters } from '../parameters.ts';
import { CACHED } from './discovery-headers.ts';

/** 1.0 names the configuration only; 1.1 tells the aliases too (MSALPY, MSALJS). */
const VERSIONS = ['1.0', '1.1'];

export function answerInstance(cloud: Cloud, exchange: Exchange): HttpResponse {
  const judged = judgeInstance(exchange);
  return 'code' in judged ? renderAadsts(cloud, exchange, judged) : renderJson(judged.body, CACHED);
}

function judgeInstance(exchange: Exchange): Refusal | { body: object } {
  const asked = readParameters(exchange);
  if ('code' in asked) return asked;
  const [apiVersion, endpoint] = [asked.get('api-version'), asked.get('authorization_endpoint')];
  if (apiVersion === undefined) return { code: 90014, detail: "Parameter: 'api-version'." };
  if (!VERSIONS.includes(apiVersion)) return { code: 90023, detail: "Parameter: 'api-version'." };
  if (endpoint === undefined) {
    return { code: 90014, detail: "Parameter: 'authorization_endpoint'." };
  }
  const named = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  const hosts = describeHosts(exchange);
  if (named?.protocol !== 'https:' || !hosts.aliases.includes(named.host)) {
    return { code: 50049, error: 'invalid_instance' };
  }
  const segment = named.pathname.split('/')[1] ?? '';
  const configuration = `${exchange.origin}/${segment}/v2.0/.well-known/openid-configuration`;
  return {
    body: {
      tenant_discovery_endpoint: configuration,
      'api-version': apiVersion,
      ...(apiVersion !== '1.0' && { metadata: [hosts] }),
    },
  };
}

function describeHosts(exchange: Exchange) {
  const hostOf = (realName: string) => new URL(originFor(exchange, realName)).host;
  return {
    preferred_network: hostOf(HOSTS.signIn),
    preferred_cache: hostOf('login.windows.net'),
    aliases: [...new Set(SIGN_IN_ALIASES.map(hostOf))],
  };
}
