/**
 * Tokens of the lab that a correct validator must refuse, each for exactly one reason; `untouched`
 * is the one it must accept. Everything but that reason is as the token endpoint gives it. For
 * audiences of this tenant only: none of them is worth anything outside of the lab.
 */
import { LabError } from '../../runtime/lab-error.ts';
import type { Cloud } from '../cloud.ts';
import { isRecord, parseEncodedJson } from '../json.ts';
import type { Application } from '../tenant/application.ts';
import { parseScope } from '../tenant/resources.ts';
import type { User } from '../tenant/tenant.ts';
import { opaque } from './claims.ts';
import { issueTokens } from './issue.ts';
import { createTokenSigner } from './token-signer.ts';

export const FORGERIES = [
  'untouched',
  'expired',
  'not-yet-valid',
  'wrong-issuer',
  'wrong-audience',
  'tampered',
  'wrong-key',
] as const;

export type Forgery = (typeof FORGERIES)[number];

export interface ForgeOrder {
  kind: Forgery;
  /** The client; for an ID token the audience as well. */
  application: Application;
  user: User;
  /** Of an access token: an application of the tenant, or Graph. Absent: an ID token. */
  audience?: string;
  /** How the client addresses the lab; issuers name that. */
  origin: string;
}

/** @throws LabError `FORGE_AUDIENCE` if the tenant has no such resource. */
export async function forgeToken(cloud: Cloud, order: ForgeOrder): Promise<string> {
  const token = await issue(cloud, order);
  const claims = claimsOf(token);
  const { kind } = order;
  if (kind === 'untouched') return token;
  if (kind === 'tampered') return withClaims(token, { ...claims, uti: opaque(cloud.ids) });
  const form = claims.ver === '1.0' ? 'v1' : 'v2';
  if (kind === 'wrong-key') return (await createStranger(cloud)).sign(claims, form);
  return cloud.signer.sign({ ...claims, ...wrongClaims(cloud, kind, claims) }, form);
}

async function issue(cloud: Cloud, order: ForgeOrder): Promise<string> {
  const { application, user, audience, origin } = order;
  const wanted =
    audience === undefined ? 'openid profile email' : `${audience.replace(/\/$/, '')}/.default`;
  const scope = parseScope(cloud.tenant, wanted);
  if ('code' in scope) {
    const sentence = `Expected an application of this tenant or Graph as audience, got "${audience}".`;
    throw new LabError('FORGE_AUDIENCE', sentence);
  }
  const nowMs = cloud.clock.nowMs();
  const issued = await issueTokens(
    cloud,
    { origin, client: { address: '127.0.0.1' } },
    {
      ...{ application, user, scope, authenticatedMs: nowMs, methods: ['pwd'] },
      ...{ clientProof: '0', clientInfo: false, uti: opaque(cloud.ids) },
    },
  );
  return String(audience === undefined ? issued.id_token : issued.access_token);
}

type WrongClaim = Exclude<Forgery, 'untouched' | 'tampered' | 'wrong-key'>;

/** Beyond what any validator allows for clocks that differ. */
const LONG_SECONDS = 3600;

function wrongClaims(cloud: Cloud, kind: WrongClaim, claims: Claims): Claims {
  const shifted = (names: readonly string[], seconds: number) =>
    Object.fromEntries(names.map((name) => [name, Number(claims[name]) + seconds]));
  switch (kind) {
    case 'expired': {
      const lifetime = Number(claims.exp) - Number(claims.iat);
      return shifted(['iat', 'nbf', 'exp'], -(lifetime + LONG_SECONDS));
    }
    case 'not-yet-valid':
      return shifted(['nbf', 'exp'], LONG_SECONDS);
    case 'wrong-issuer':
      return { iss: String(claims.iss).replace(cloud.tenant.id, cloud.ids.guid()) };
    case 'wrong-audience':
      return { aud: cloud.ids.guid() };
    default:
      return kind satisfies never;
  }
}

/** A signer of the same make whose keys are published nowhere. */
async function createStranger({ clock, crypto, ids, timings }: Cloud) {
  return createTokenSigner({
    ...{ clock, crypto, overlapMs: timings.signingKeyOverlapMs, dice: ids.fork('stranger') },
    key: await crypto.generateKey('token forge'),
  });
}

type Claims = Readonly<Record<string, unknown>>;

function claimsOf(token: string): Claims {
  const claims = parseEncodedJson(token.split('.')[1]);
  return isRecord(claims) ? claims : {};
}

function withClaims(token: string, claims: Claims): string {
  const [header, , signature] = token.split('.');
  return [header, Buffer.from(JSON.stringify(claims)).toString('base64url'), signature].join('.');
}
