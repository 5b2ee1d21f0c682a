/**
 * The agent's trust and its way to the cloud: which certificate it shows, which keys it can open
 * with, and one checked POST. Private keys stay inside the crypto port; this holds references to
 * them.
 */
import type { HttpRequest, HttpResponse, KeyPair, Outcome, Vantage } from '../runtime/ports.ts';
import { type Certificate, createSigningRequest } from '../runtime/x509.ts';
import { refuseForeignEndpoint } from './guard.ts';
import type { AgentOptions } from './start-agent.ts';
import type { AgentIdentity, CallFailure } from './state.ts';

/** The last version of the public history (ED-VER). */
export const AGENT_VERSION = '1.5.2482.0';

export interface Link {
  readonly options: AgentOptions;
  /** With the current certificate, once there is one. */
  readonly vantage: Vantage;
  /** A number of this agent's own, for request ids and key names. */
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
}

export function createLink(options: AgentOptions): Link {
  let { vantage } = options;
  let number = 0;
  const keys = new Map<string, KeyPair>();
  return {
    options,
    get vantage() {
      return vantage;
    },
    nextNumber: () => ++number,
    keyFor: (keyId) => keys.get(keyId),
    async newSigningRequest() {
      const { crypto } = options;
      const key = await crypto.generateKey(`${vantage.component} ${++number}`);
      const der = await createSigningRequest(crypto, key);
      return { key, Base64Csr: Buffer.from(der).toString('base64') };
    },
    adopt(key, certificate) {
      const agentId = certificate.agentId ?? '';
      const keyId = `${agentId}_${certificate.thumbprint}`;
      // The key before it stays: requests sealed for it may still be under way.
      const [before] = [...keys.keys()].slice(-1);
      for (const old of keys.keys()) if (old !== before) keys.delete(old);
      keys.set(keyId, key);
      vantage = { ...vantage, identity: { key, chain: [certificate] } };
      return { agentId, notAfterMs: certificate.notAfterMs, keyIds: [...keys.keys()] };
    },
    async post(url, headers, body, timeoutMs) {
      refuseForeignEndpoint(url);
      const request = { method: 'POST', url, headers, body };
      return options.network.request(request, { from: vantage, timeoutMs });
    },
  };
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
