/**
 * TLS contexts, made once and kept: reading a key and a chain costs as much as a handshake. Private
 * keys pass through here on their way into OpenSSL and are kept nowhere else.
 */

import { createSecureContext, type SecureContext, type SecureContextOptions } from 'node:tls';
import type { Presented } from '../../protocol/effects.ts';
import { DAY_MS } from '../../protocol/time-units.ts';
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

type PrivateKeys = Pick<LiveCrypto, 'privatePem'>;
type Caller = Pick<Vantage, 'trust' | 'identity' | 'tls12'>;
export type ClientContext = (from: Caller) => SecureContext;

export interface ServerContexts {
  context(name: string, presents?: Presented): Promise<SecureContext>;
  /** What `context` is made of, for the default of a listener. */
  options(name: string, presents?: Presented): Promise<SecureContextOptions>;
}

/** Leaf certificates on demand, on the machine's time because TLS libraries know no other. */
export function createServerContexts(crypto: PrivateKeys, authority: Authority): ServerContexts {
  const made = new Map<string, { context: Promise<SecureContext>; untilMs: number }>();

  async function options(name: string, presents: Presented = 'valid') {
    const { key, chain } = await identityOf(authority, name, presents);
    return { key: crypto.privatePem(key), cert: chainPem(chain), ...protocolsOf(presents) };
  }

  return {
    options,
    context(name, presents = 'valid') {
      const id = `${presents} ${name}`;
      const known = made.get(id);
      if (known && Date.now() < known.untilMs) return known.context;
      const context = options(name, presents).then(createSecureContext);
      made.set(id, { context, untilMs: Date.now() + DAY_MS });
      return context;
    },
  };
}

function identityOf(authority: Authority, name: string, presents: Presented): Promise<Identity> {
  switch (presents) {
    case 'valid':
    case 'old-protocol':
    case 'no-common-cipher':
      return authority.issueServer([name], Date.now());
    default:
      return authority.issueFlawed(presents, name, Date.now());
  }
}

/** Before TLS 1.2 nothing is strong enough for OpenSSL's usual security level. */
const OLD = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'ALL@SECLEVEL=0' } as const;

function protocolsOf(presents: Presented): SecureContextOptions {
  switch (presents) {
    case 'old-protocol':
      return OLD;
    case 'no-common-cipher':
      // Its certificate has an EC key, which this cipher cannot use.
      return { minVersion: TLS_MIN, maxVersion: TLS_MIN, ciphers: 'ECDHE-RSA-AES128-GCM-SHA256' };
    default:
      return { minVersion: TLS_MIN };
  }
}

export function createClientContexts(crypto: PrivateKeys): ClientContext {
  const made = new WeakMap<object, Map<string, SecureContext>>();
  const anonymous = {};

  return ({ trust, identity, tls12 = true }) => {
    const owner = identity ?? anonymous;
    const byTrust = made.get(owner) ?? new Map<string, SecureContext>();
    made.set(owner, byTrust);
    const key = `${thumbprints(trust)} ${tls12}`;
    const known = byTrust.get(key);
    if (known) return known;
    const context = makeClientContext(crypto, { trust, tls12, ...(identity && { identity }) });
    byTrust.set(key, context);
    return context;
  };
}

function makeClientContext(crypto: PrivateKeys, { trust, identity, tls12 }: Caller): SecureContext {
  return createSecureContext({
    // A list, also when it is empty: without one OpenSSL would trust what the machine trusts.
    ca: trust.map(({ der }) => pem('CERTIFICATE', der)),
    ...(tls12 ? { minVersion: TLS_MIN } : OLD),
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
