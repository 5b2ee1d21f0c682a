/**
 * TLS contexts, made once and kept: reading a key and a chain costs as much as a handshake. Private
 * keys pass through here on their way into OpenSSL and are kept nowhere else.
 */
import { createSecureContext, type SecureContext, type SecureContextOptions } from 'node:tls';
import type { Authority } from '../certificate-authority.ts';
import type { LiveCrypto } from '../crypto/rsa.ts';
import type { Identity, Vantage } from '../ports.ts';
import { type Certificate, pem } from '../x509.ts';

const TLS_MIN = 'TLSv1.2';
/**
 * Without the post-quantum hybrid that new OpenSSLs offer first: it is a third of the cost of a
 * handshake.
 */
const CURVES = 'X25519:P-256';
const DAY_MS = 86_400_000;

type PrivateKeys = Pick<LiveCrypto, 'privatePem'>;
export type ClientContext = (from: Pick<Vantage, 'trust' | 'identity'>) => SecureContext;

export interface ServerContexts {
  context(name: string): Promise<SecureContext>;
  /** What `context` is made of, for the default of a listener. */
  options(name: string): Promise<SecureContextOptions>;
}

/** Leaf certificates on demand, on the machine's time because TLS libraries know no other. */
export function createServerContexts(crypto: PrivateKeys, authority: Authority): ServerContexts {
  const made = new Map<string, { context: Promise<SecureContext>; untilMs: number }>();

  async function options(name: string): Promise<SecureContextOptions> {
    const { key, chain } = await authority.issueServer([name], Date.now());
    return { key: crypto.privatePem(key), cert: chainPem(chain), minVersion: TLS_MIN };
  }

  return {
    options,
    context(name) {
      const known = made.get(name);
      if (known && Date.now() < known.untilMs) return known.context;
      const context = options(name).then(createSecureContext);
      made.set(name, { context, untilMs: Date.now() + DAY_MS });
      return context;
    },
  };
}

export function createClientContexts(crypto: PrivateKeys): ClientContext {
  const made = new WeakMap<object, Map<string, SecureContext>>();
  const anonymous = {};

  return ({ trust, identity }) => {
    const owner = identity ?? anonymous;
    const byTrust = made.get(owner) ?? new Map<string, SecureContext>();
    made.set(owner, byTrust);
    const key = thumbprints(trust);
    const known = byTrust.get(key);
    if (known) return known;
    const context = makeClientContext(crypto, trust, identity);
    byTrust.set(key, context);
    return context;
  };
}

function makeClientContext(
  crypto: PrivateKeys,
  trust: readonly Certificate[],
  identity: Identity | undefined,
): SecureContext {
  return createSecureContext({
    // A list, also when it is empty: without one OpenSSL would trust what the machine trusts.
    ca: trust.map(({ der }) => pem('CERTIFICATE', der)),
    minVersion: TLS_MIN,
    ecdhCurve: CURVES,
    ...(identity && { key: crypto.privatePem(identity.key), cert: chainPem(identity.chain) }),
  });
}

export function thumbprints(certificates: readonly Certificate[]): string {
  return certificates.map(({ thumbprint }) => thumbprint).join(' ');
}

function chainPem(chain: readonly Certificate[]): string {
  return chain.map(({ der }) => pem('CERTIFICATE', der)).join('');
}
