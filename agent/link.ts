/**
 * The agent's trust and its way to the cloud: which certificate it shows, which keys it can open
 * with, and one checked POST. Private keys stay inside the crypto port; this holds references to
 * them.
 */
import type {
  HttpRequest,
  HttpResponse,
  KeyPair,
  Network,
  Outcome,
  Vantage,
} from '../runtime/ports.ts';
import type { Certificate } from '../runtime/x509.ts';
import type { Conditions } from './conditions.ts';
import { refuseForeignEndpoint } from './guard.ts';
import { type Installation, identified, identityOf, keyIdOf, withRenewed } from './installation.ts';
import { newSigningRequest } from './signing-request.ts';
import type { AgentOptions } from './start-agent.ts';
import type { AgentIdentity, CallFailure } from './state.ts';
import type { WorkCount } from './work-load.ts';

export interface Link {
  readonly options: AgentOptions;
  readonly installation: Installation;
  /** What runs here, which a fault may hold back behind what is installed. */
  readonly version: string;
  /** With the current certificate. */
  readonly vantage: Vantage;
  readonly conditions: Conditions;
  /** Of all processes that ran on this machine. */
  readonly work: WorkCount;
  /** A number of this process's own, for request ids. */
  nextNumber(): number;
  keyFor(keyId: string): KeyPair | undefined;
  newSigningRequest(): Promise<{ key: KeyPair; Base64Csr: string }>;
  /** Takes over a new certificate. */
  adopt(key: KeyPair, certificate: Certificate): AgentIdentity;
  post(
    url: string,
    headers: HttpRequest['headers'],
    body: string,
    timeoutMs: number,
  ): Promise<Outcome<HttpResponse>>;
  open: Network['open'];
}

export interface LinkOptions {
  options: AgentOptions;
  installation: Installation;
  work: WorkCount;
  /** As of now. */
  conditions(): Conditions;
  renewed(installation: Installation): void;
}

export function createLink({ options, conditions, renewed, work, ...given }: LinkOptions): Link {
  let { installation } = given;
  let number = 0;
  // The process has its key open from its start: what is deleted meanwhile it misses at the next.
  const keyAtStart = conditions().key === undefined;
  const link: Link = {
    ...{ options, work },
    get installation() {
      return installation;
    },
    get version() {
      return conditions().version ?? installation.version;
    },
    get vantage() {
      const own = conditions().tls12Off ? { ...options.vantage, tls12: false } : options.vantage;
      return keyAtStart ? identified(own, installation) : own;
    },
    get conditions() {
      return conditions();
    },
    nextNumber: () => ++number,
    keyFor: (keyId) => installation.held.find((held) => keyIdOf(installation, held) === keyId)?.key,
    newSigningRequest: () =>
      newSigningRequest(options.crypto, `${options.vantage.component} renewal`),
    adopt(key, certificate) {
      installation = withRenewed(installation, { key, certificate });
      renewed(installation);
      return identityOf(installation);
    },
    async post(url, headers, body, timeoutMs) {
      refuseForeignEndpoint(url);
      const request = { method: 'POST', url, headers, body };
      return options.network.request(request, { from: link.vantage, timeoutMs });
    },
    async open(url, protocol, listener, call) {
      refuseForeignEndpoint(url);
      return options.network.open(url, protocol, listener, call);
    },
  };
  return link;
}

/** What `parse` makes of a 200, or how the call failed. */
export function readReply<T>(
  outcome: Outcome<HttpResponse>,
  parse: (body: string) => T | undefined,
): T | CallFailure {
  if (!outcome.ok) return { failure: outcome.failure, at: outcome.at };
  const { status, body } = outcome.value;
  if (status !== 200) return { failure: `http-${status}`, at: 'exchange' };
  return parse(body) ?? { failure: 'malformed-answer', at: 'exchange' };
}
