/**
 * What all replicas of a tenant have in common besides its state: the CA of the agents, the key
 * that signs tokens, and where chance starts. The first replica founds it, by a write that only one
 * can win; it stays in the store, private keys too, which is why NATS must let nobody else in.
 */
import { createHash } from 'node:crypto';
import { createCollection } from '../../mock-entra/state/collection.ts';
import type { SigningKeyRecord } from '../../mock-entra/state/records.ts';
import { createKey, exportKey } from '../../mock-entra/token/signing-key.ts';
import { DAY_MS } from '../../protocol/time-units.ts';
import { type Authority, createAuthority } from '../../runtime/certificate-authority.ts';
import type { LiveCrypto } from '../../runtime/crypto/rsa.ts';
import { createDice } from '../../runtime/dice.ts';
import { LabError } from '../../runtime/lab-error.ts';
import { entropy } from '../../runtime/live/entropy.ts';
import type { Clock, Dice } from '../../runtime/ports.ts';
import { parseCertificate, pem, REGISTRATION_AUTHORITY, readPem } from '../../runtime/x509.ts';
import type { Store } from './store.ts';

const PLACE = 'founding.tenant';
const LIFETIME_MS = 3650 * DAY_MS;

interface Founded {
  /** Of what the tenant was made from. */
  digest: string;
  salt: string;
  registration: { keyPem: string; certificatePem: string };
  signing: SigningKeyRecord;
}

export interface Founding {
  dice: Dice;
  registrationAuthority: Authority;
  signing: SigningKeyRecord;
}

export interface FoundingOptions {
  store: Store;
  crypto: LiveCrypto;
  clock: Clock;
  /** What the tenant is made from: all replicas have to say the same. */
  described: unknown;
}

/** @throws LabError `TENANT_OF_ANOTHER`, `STORE_UNREACHABLE` */
export async function joinTenant(options: FoundingOptions): Promise<Founding> {
  const { store, crypto } = options;
  const digest = createHash('sha256').update(JSON.stringify(options.described)).digest('hex');
  const founded = (await readFounded(store)) ?? (await found(options, digest));
  if (founded.digest !== digest) {
    throw new LabError(
      'TENANT_OF_ANOTHER',
      'expected a tenant that is made from the same --seed, --tenant and --crypto as that of the ' +
        'replicas that are there, got another one; give all of them the same, or another NATS',
    );
  }
  const { salt, registration, signing } = founded;
  return {
    ...{ dice: createDice(salt), signing },
    registrationAuthority: await createAuthority(crypto, {
      ...authorityOptions(options),
      stored: {
        key: crypto.importKey(REGISTRATION_AUTHORITY, registration.keyPem),
        certificate: parseCertificate(
          readPem('CERTIFICATE', registration.certificatePem)[0] ?? new Uint8Array(),
        ),
      },
    }),
  };
}

async function readFounded({ kv, reach }: Store): Promise<Founded | undefined> {
  return (await reach(kv.get(PLACE)))?.json<Founded>();
}

/** Several may found at once: what is there afterwards is everybody's. */
async function found(options: FoundingOptions, digest: string): Promise<Founded> {
  const { store, crypto, clock } = options;
  const authority = await createAuthority(crypto, authorityOptions(options));
  const salt = Buffer.from(entropy.bytes(16)).toString('hex');
  const founded: Founded = {
    ...{ digest, salt },
    registration: {
      keyPem: crypto.privatePem(authority.key),
      certificatePem: pem('CERTIFICATE', authority.certificate.der),
    },
    signing: await makeSigningKey({ crypto, clock, dice: createDice(salt) }),
  };
  await store.kv.put(PLACE, JSON.stringify(founded), { previousSeq: 0 }).catch(() => {});
  const settled = await readFounded(store);
  if (settled) return settled;
  throw new LabError('NATS_READ_ONLY', 'expected to write to NATS, got a store that keeps nothing');
}

async function makeSigningKey(ports: {
  crypto: LiveCrypto;
  clock: Clock;
  dice: Dice;
}): Promise<SigningKeyRecord> {
  const kept = createCollection<SigningKeyRecord>('signingKeys');
  const pair = await ports.crypto.generateKey('token signing', signingAlgorithmOf(ports.crypto));
  const key = await createKey(ports, pair);
  exportKey(ports.crypto, kept, key);
  const [first] = kept.entries();
  if (first) return first[1];
  throw new LabError('HARNESS_KEYS', 'expected keys that can be kept, got some that cannot');
}

function signingAlgorithmOf({ kind }: LiveCrypto) {
  return kind === 'fast' ? ('ec-p256' as const) : ('rsa-2048' as const);
}

function authorityOptions({ clock }: FoundingOptions) {
  const nowMs = clock.nowMs();
  const name = REGISTRATION_AUTHORITY;
  return { name, nowMs, dice: entropy, lifetimeMs: LIFETIME_MS, nameConstraints: false };
}
