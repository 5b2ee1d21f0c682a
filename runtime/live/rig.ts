/**
 * A small live world for tests: a lab CA, one site `hq` with its gateway, an echoing server, an
 * agent with a client certificate. It takes itself down; nothing in it waits in real time.
 */
import type { PathEffect, PathScope } from '../../protocol/effects.ts';
import { type Authority, createAuthority } from '../certificate-authority.ts';
import { createRsaCrypto, type LiveCrypto } from '../crypto/rsa.ts';
import { createDice } from '../dice.ts';
import type { Client, HttpRequest, Identity, Service, Vantage } from '../ports.ts';
import { createUndoStack } from '../undo.ts';
import { type Activity, createActivity } from './activity.ts';
import { createLiveClock, type LiveClock } from './clock.ts';
import { createLiveNetwork, type LiveNetwork } from './network.ts';

export const HOST = 'worker1.msappproxy.net.lab.localhost';
export const URL_OF_HOST = `https://${HOST}/echo`;
export const CONNECTION_IDLE_MS = 100_000;

export interface Rig extends AsyncDisposable {
  clock: LiveClock;
  activity: Activity;
  crypto: LiveCrypto;
  network: LiveNetwork;
  authority: Authority;
  inspection: { trusted: Authority; unknown: Authority };
  /**
   * In site `hq`, with a client certificate, trusting the lab's CA and the trusted inspection CA.
   */
  agent: Vantage & { identity: Identity };
  /** Outside, with no certificate. */
  outsider: Vantage;
  /** What the echoing server at `HOST` knows of its callers, in order. */
  callers: Client[];
}

export interface RigOptions {
  /** The CA that servers get their certificates from; default: the lab's. */
  serversBy?: (authority: Authority) => Authority;
  /** Default: only the certificate's owner at `HOST`, echoing. */
  service?: Partial<Service>;
  connectionLimit?: number;
  /** Site `hq` lets nothing out but through its proxy. */
  proxyOnly?: boolean;
}

export async function startRig(options: RigOptions = {}): Promise<Rig> {
  foundation ??= layFoundation();
  const { crypto, authority, inspection, identity } = await foundation;
  const undo = createUndoStack();
  const activity = createActivity({ crypto });
  const clock = createLiveClock({ quiet: activity.quiet });
  undo.defer(() => clock.stop());
  const network = undo.use(
    await createLiveNetwork({
      clock,
      activity,
      crypto,
      sites: ['hq'],
      inspection: () => inspection,
      authority: await serverAuthority(crypto, authority, options),
      connectionIdleMs: CONNECTION_IDLE_MS,
      connectionLimit: options.connectionLimit ?? 10,
      dice: createDice('rig'),
      proxyOnly: (site) => options.proxyOnly === true && site === 'hq',
    }),
  );
  const callers: Client[] = [];
  await network.serve([HOST], { ...echo(callers), ...options.service });
  const trust = [authority.certificate, inspection.trusted.certificate];
  const rig = { clock, activity, crypto, network, authority, inspection, callers };
  return {
    ...rig,
    agent: { component: 'agt-1', site: 'hq', trust, identity },
    outsider: { component: 'prober', site: 'internet', trust: [authority.certificate] },
    [Symbol.asyncDispose]: () => undo[Symbol.asyncDispose](),
  };
}

/** Keys and authorities are the slow part, and no test changes them. */
let foundation: ReturnType<typeof layFoundation> | undefined;

async function layFoundation() {
  const crypto = createRsaCrypto();
  const authority = await found(crypto, 'pta-lab CA');
  const trusted = await found(crypto, 'inspection CA (hq)');
  const unknown = await found(crypto, 'unknown CA');
  const identity = await agentIdentity(crypto, authority);
  return { crypto, authority, inspection: { trusted, unknown }, identity };
}

export function get(url = URL_OF_HOST): HttpRequest {
  return { method: 'GET', url, headers: {}, body: '' };
}

type Kind<K> = K extends PathEffect ? Omit<K, 'on' | 'scope'> : never;

/** A path effect on everything, unless `scope` says less. */
export function path(effect: Kind<PathEffect>, scope: PathScope = { hosts: ['*'] }): PathEffect {
  return { on: 'path', scope, ...effect } as PathEffect;
}

export async function agentIdentity(crypto: LiveCrypto, authority: Authority): Promise<Identity> {
  const key = await crypto.generateKey('agt-1');
  const certificate = await authority.issueAgent({
    tenantId: 'b5a5a7c5-0000-4000-8000-000000000001',
    agentId: '5f9c1f0e-0000-4000-8000-000000000002',
    spki: key.spki,
    notBeforeMs: Date.now() - 1000,
    notAfterMs: Date.now() + 86_400_000,
  });
  return { key, chain: [certificate, authority.certificate] };
}

/** A twin of the lab's CA: what it issues once, no other rig gets again. */
async function serverAuthority(
  crypto: LiveCrypto,
  { key, certificate }: Authority,
  { serversBy = (twin) => twin }: RigOptions,
): Promise<Authority> {
  const name = certificate.subject;
  const stored = { key, certificate };
  const life = { nowMs: Date.now(), lifetimeMs: 86_400_000, nameConstraints: true };
  return serversBy(
    await createAuthority(crypto, { name, dice: createDice(name), stored, ...life }),
  );
}

function found(crypto: LiveCrypto, name: string): Promise<Authority> {
  return createAuthority(crypto, {
    name,
    nowMs: Date.now(),
    dice: createDice(name),
    lifetimeMs: 86_400_000,
    nameConstraints: true,
  });
}

function echo(callers: Client[]): Service {
  return {
    clientCertificate: 'requested',
    async handle({ method, url, headers, body }, client) {
      callers.push(client);
      const seen = JSON.stringify({ method, url, host: headers.host, body });
      return { status: 200, headers: { 'content-type': 'application/json' }, body: seen };
    },
  };
}
