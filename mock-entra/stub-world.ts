/**
 * A cloud for the tests of this folder: virtual clock, stand-in crypto, and a network that only
 * records what is served, so that tests call the services with plain values. Agents are played by
 * `agents/stub-agent.ts`.
 */
import { HOSTS, labHost } from '../protocol/hosts.ts';
import { type Timings, timingsWith } from '../protocol/timings.ts';
import { createAuthority } from '../runtime/certificate-authority.ts';
import { createStandInCrypto } from '../runtime/crypto/stand-in.ts';
import { createDice } from '../runtime/dice.ts';
import type {
  Client,
  Crypto,
  DrivenClock,
  HttpResponse,
  KeyPair,
  Service,
} from '../runtime/ports.ts';
import { Secret } from '../runtime/secret.ts';
import { createVirtualClock } from '../runtime/virtual/clock.ts';
import { REGISTRATION_AUTHORITY } from '../runtime/x509.ts';
import type { AgentStatusChange, TraceEntry } from './cloud.ts';
import { type Entra, startEntra } from './mock-entra.ts';
import type { SignInRow } from './sign-in/sign-in-log.ts';
import { type CloudState, createState } from './state/state.ts';
import type { Application } from './tenant/application.ts';
import { createCloudPassword, type Tenant, type User } from './tenant/tenant.ts';

export const START_MS = Date.UTC(2026, 0, 5, 8);
export const TENANT_ID = '0f7c1a52-9d7e-4d0c-8f55-6f3a9a1b2c3d';
export const CLIENT_ID = '7d5ad7f5-2b1e-4e8e-9f0a-3c1f6a7b8c9d';
export const SIGN_IN = `https://${labHost(HOSTS.signIn)}`;
export const ADMIN = { username: 'admin@contoso.example', password: 'admin-pass' };
export const NOAH = { username: 'noah@contoso.example', password: 'noah-pass' };
/** The one whose password lives on premises. */
export const MIA = 'mia@contoso.example';

const PERSON: Client = { address: '203.0.113.7' };

export interface World {
  entra: Entra;
  tenant: Tenant;
  state: CloudState;
  clock: DrivenClock;
  crypto: Crypto;
  signingKey: KeyPair;
  served: Map<string, Service>;
  /** What the observer and the trace were told, oldest first. */
  rows: SignInRow[];
  changes: AgentStatusChange[];
  traced: TraceEntry[];
}

export interface WorldChanges {
  changes?: Partial<Tenant>;
  people?: readonly User[];
  /** `entra.handle` answers to Microsoft's own names too. */
  realNames?: boolean;
}

/** `changes` replace members of the tenant; `people` join those who are always there. */
export async function createWorld(
  timings: Partial<Timings> = {},
  ownCrypto?: Crypto,
  { changes: tenantChanges = {}, people = [], realNames = false }: WorldChanges = {},
): Promise<World> {
  const dice = createDice('mock-entra tests');
  const clock = createVirtualClock(START_MS);
  const crypto = ownCrypto ?? createStandInCrypto(dice.fork('crypto'));
  const tenant = { ...createTenant(), ...tenantChanges };
  const state = createState();
  const signingKey = await crypto.generateKey('token signing');
  const rows: SignInRow[] = [];
  const changes: AgentStatusChange[] = [];
  const traced: TraceEntry[] = [];
  const served = new Map<string, Service>();
  const entra = await startEntra({
    clock,
    dice: dice.fork('entra'),
    crypto,
    tenant,
    state,
    people: [...createPeople(), ...people],
    realNames,
    signingKey,
    timings: timingsWith(timings),
    network: { serve: async (names, service) => record(served, names, service) },
    registrationAuthority: await createAuthority(crypto, {
      name: REGISTRATION_AUTHORITY,
      nowMs: START_MS,
      dice: dice.fork('authority'),
      lifetimeMs: 3650 * 86_400_000,
      nameConstraints: false,
    }),
    observer: { signIn: (row) => rows.push(row), agentStatus: (change) => changes.push(change) },
    trace: (entry) => traced.push(entry),
  });
  return { entra, tenant, state, clock, crypto, signingKey, served, rows, changes, traced };
}

function record(served: World['served'], names: readonly string[], service: Service) {
  for (const name of names) served.set(name, service);
  return {
    async [Symbol.asyncDispose]() {
      for (const name of names) served.delete(name);
    },
  };
}

/** What a bare application has; tests add to it. */
export const PLAIN_APPLICATION: Omit<Application, 'clientId' | 'displayName'> = {
  redirectUris: [],
  publicClient: true,
  secrets: [],
  certificates: [],
  requiredPermissions: [],
  adminConsent: true,
  idTokenFromAuthorize: false,
  multiTenant: false,
};

function createTenant(): Tenant {
  return {
    id: TENANT_ID,
    name: 'contoso',
    displayName: 'Contoso',
    createdMs: Date.UTC(2020, 0, 1),
    domains: [{ name: 'contoso.example', kind: 'managed' }],
    applications: [{ ...PLAIN_APPLICATION, clientId: CLIENT_ID, displayName: 'Lab client' }],
    policies: [],
    licence: 'P1',
    passwordWriteback: false,
    settings: {
      passThroughAuthentication: true,
      passwordHashSync: false,
      synchronizeUpn: true,
    },
  };
}

function createPeople(): readonly User[] {
  const inCloud = ({ password }: { password: string }) =>
    createCloudPassword(new Secret(password), 'salt');
  return [
    {
      id: '11111111-1111-4111-8111-111111111111',
      userPrincipalName: ADMIN.username,
      displayName: 'Ada Admin',
      cloudPassword: inCloud(ADMIN),
      roles: ['Hybrid Identity Administrator'],
    },
    {
      id: '22222222-2222-4222-8222-222222222222',
      userPrincipalName: MIA,
      displayName: 'Mia',
    },
    {
      id: '33333333-3333-4333-8333-333333333333',
      userPrincipalName: NOAH.username,
      displayName: 'Noah',
      cloudPassword: inCloud(NOAH),
    },
  ];
}

/** As an administrator does in Connect. */
export function switchPassThrough({ entra }: Pick<World, 'entra'>, on: boolean): void {
  const { cloud } = entra;
  cloud.setSettings({ ...cloud.settings(), passThroughAuthentication: on });
}

export interface CallOptions {
  body?: string;
  headers?: Record<string, string>;
  client?: Client;
}

export async function call(
  { served }: Pick<World, 'served'>,
  method: string,
  url: string,
  { body = '', headers = {}, client = PERSON }: CallOptions = {},
): Promise<HttpResponse> {
  const service = served.get(new URL(url).hostname);
  if (!service?.handle) throw new Error(`nobody serves ${url}`);
  return service.handle({ method, url, headers, body }, client);
}

/** The password grant; members of `form` replace or add, an empty one is left out. */
export function askToken(
  world: World,
  form: Record<string, string>,
  { authority = `${SIGN_IN}/${TENANT_ID}`, headers = {} } = {},
): Promise<HttpResponse> {
  const whole = { grant_type: 'password', client_id: CLIENT_ID, scope: 'openid', ...form };
  const present = Object.entries(whole).filter(([, value]) => value !== '');
  const body = new URLSearchParams(present).toString();
  return call(world, 'POST', `${authority}/oauth2/v2.0/token`, { body, headers });
}

export async function tokenFor(world: World, scope: string, who = ADMIN): Promise<string> {
  return JSON.parse((await askToken(world, { ...who, scope })).body).access_token;
}

/** 0 for tokens. */
export function codeOf({ status, body }: HttpResponse): number {
  return status === 200 ? 0 : JSON.parse(body).error_codes[0];
}
