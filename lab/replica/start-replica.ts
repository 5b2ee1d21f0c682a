/**
 * One replica of the cloud side alone in a process: no lab around it, no control API, no faults.
 * Everything that makes it the same tenant as the others lies in NATS; that callers trust all of
 * them alike is a matter of the state folder, which they share.
 */
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import type { TraceEntry } from '../../mock-entra/cloud.ts';
import { type Entra, startEntra } from '../../mock-entra/mock-entra.ts';
import { type Timings, timingsWith } from '../../protocol/timings.ts';
import { createFastCrypto } from '../../runtime/crypto/fast.ts';
import { createRsaCrypto, type LiveCrypto } from '../../runtime/crypto/rsa.ts';
import { createDice } from '../../runtime/dice.ts';
import { createActivity } from '../../runtime/live/activity.ts';
import { CA_FILE, loadOrCreateAuthority } from '../../runtime/live/ca-store.ts';
import { createLiveClock, type LiveClock } from '../../runtime/live/clock.ts';
import { entropy } from '../../runtime/live/entropy.ts';
import { createServerContexts } from '../../runtime/live/secure-contexts.ts';
import type { Service } from '../../runtime/ports.ts';
import { buildWithUndo, type UndoStack } from '../../runtime/undo.ts';
import { type FoundedTenant, foundTenant, timingsOf } from '../tenant/found-tenant.ts';
import type { TenantDescription } from '../tenant/tenant-description.ts';
import { type Door, openDoor } from './door.ts';
import { type SharedTenant, shareTenant } from './shared-tenant.ts';
import { openStore, type Store } from './store.ts';

export interface ReplicaOptions {
  /** `nats://host:port`. */
  nats: string;
  natsToken?: string;
  /** With the tenant file: the same for all replicas. Default `1`. */
  seed?: string;
  tenantFile?: TenantDescription;
  /** Where the CA of the server certificates lies: the same for all replicas. */
  stateDir: string;
  /** Default `rsa`; the same for all replicas. */
  crypto?: 'rsa' | 'fast';
  host: string;
  /** 0: any free one. */
  port: number;
  timings?: Partial<Timings>;
  say(sentence: string): void;
  trace?(entry: TraceEntry): void;
}

export interface Replica extends AsyncDisposable {
  readonly id: string;
  readonly port: number;
  readonly caFile: string;
  readonly founded: FoundedTenant;
  readonly entra: Entra;
  /** What `GET /healthz` says is wrong; undefined: it is well. */
  trouble(): string | undefined;
}

const ROWS_MAX = 10_000;

/**
 * @throws LabError `NATS_UNREACHABLE`, `NATS_WITHOUT_JETSTREAM`, `TENANT_OF_ANOTHER`, `PORT_BUSY`,
 *   `PORT_FORBIDDEN`, `STATE_UNREADABLE`; whatever had been started is taken down first.
 */
export function startReplica(options: ReplicaOptions): Promise<Replica> {
  return buildWithUndo((undo) => assemble(options, undo));
}

async function assemble(options: ReplicaOptions, undo: UndoStack): Promise<Replica> {
  const { stateDir, tenantFile, nats: url, natsToken: token, say } = options;
  const crypto = options.crypto === 'fast' ? createFastCrypto() : createRsaCrypto();
  const activity = undo.use(createActivity({ crypto }));
  const clock = createLiveClock({ quiet: () => activity.quiet() });
  undo.defer(() => clock.stop());
  const founded = found(options, clock);
  const store = undo.use(
    await openStore({
      ...{ url, tenantId: founded.tenant.id, rowsMax: ROWS_MAX, say },
      ...(token !== undefined && { token }),
    }),
  );
  const described = { seed: seedOf(options), tenantFile, crypto: crypto.kind };
  const tenant = await shareTenant({ store, crypto, clock, described }, undo);
  const authority = await loadOrCreateAuthority(crypto, stateDir, clock.nowMs(), entropy);
  const serverContexts = createServerContexts(crypto, authority);
  const { host, port } = options;
  const door = undo.use(await openDoor({ activity, serverContexts, host, port }));
  const entra = undo.use(
    await startCloudSide(options, { clock, crypto, founded, store, tenant, door }),
  );
  await tenant.sharing.settled();
  return {
    ...{ id: tenant.replicaId, port: door.port, founded, entra, trouble: store.trouble },
    caFile: path.resolve(stateDir, CA_FILE),
    [Symbol.asyncDispose]: () => undo[Symbol.asyncDispose](),
  };
}

function seedOf({ seed = '1' }: ReplicaOptions): string {
  return seed;
}

function found(options: ReplicaOptions, clock: LiveClock): FoundedTenant {
  const { tenantFile } = options;
  return foundTenant(createDice(seedOf(options)), tenantFile ? { tenantFile } : {}, clock.nowMs());
}

interface CloudParts {
  clock: LiveClock;
  crypto: LiveCrypto;
  founded: FoundedTenant;
  store: Store;
  tenant: SharedTenant;
  door: Door;
}

function startCloudSide(
  { tenantFile, timings, trace }: ReplicaOptions,
  { clock, crypto, founded, store, tenant, door }: CloudParts,
): Promise<Entra> {
  const { sharing, state, registrationAuthority } = tenant;
  return startEntra({
    ...{ clock, crypto, sharing, state, registrationAuthority },
    // Ids and secrets of this replica are nobody else's.
    dice: createDice(randomUUID()),
    network: { serve: (names, service) => door.serve(names, healthy(service, store)) },
    tenant: founded.tenant,
    people: founded.population.cloudUsers,
    timings: timingsWith({ ...timingsOf(tenantFile), ...timings }),
    observer: { signIn() {}, agentStatus() {} },
    ...(trace && { trace }),
  });
}

/** For whoever decides who gets requests: a balancer, Kubernetes, compose. */
function healthy(service: Service, { trouble }: Pick<Store, 'trouble'>): Service {
  const { handle } = service;
  if (handle === undefined) return service;
  return {
    ...service,
    async handle(request, client) {
      if (!/^https?:\/\/[^/]+\/healthz$/.test(request.url)) return handle(request, client);
      const wrong = trouble();
      return {
        status: wrong === undefined ? 200 : 503,
        headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
        body: JSON.stringify(wrong === undefined ? { status: 'ok' } : { status: 'unwell', wrong }),
      };
    },
  };
}
