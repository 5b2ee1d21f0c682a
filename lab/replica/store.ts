/**
 * The connection of a replica to NATS, and what lies there of its tenant: one key-value bucket for
 * the state, one stream for the sign-in log. The store is "in trouble" from the moment the
 * connection is lost until what happened meanwhile has been read: only then may it be asked again.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { type JetStreamClient, type JetStreamManager, jetstream } from '@nats-io/jetstream';
import { type KV, Kvm } from '@nats-io/kv';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { STORE_UNREACHABLE } from '../../mock-entra/shared/share-requests.ts';
import { LabError } from '../../runtime/lab-error.ts';

export interface StoreOptions {
  /** `nats://host:port`, or `tls://`; no user or password in it. */
  url: string;
  /** Of NATS, if it asks for one. */
  token?: string;
  tenantId: string;
  /** Rows that the sign-in log keeps. */
  rowsMax: number;
  /** Told in a sentence what becomes of the connection. */
  say(sentence: string): void;
}

export interface Store extends AsyncDisposable {
  readonly connection: NatsConnection;
  readonly kv: KV;
  readonly js: JetStreamClient;
  readonly manager: JetStreamManager;
  /** Names of the tenant's streams. */
  readonly streams: { state: string; rows: string };
  readonly subject: (name: string) => string;
  trouble(): string | undefined;
  /** After a reconnection: until all of them are done, the store stays in trouble. */
  onReturn(catchUp: () => Promise<void>): void;
  /** @throws LabError `STORE_UNREACHABLE` in place of what the client throws. */
  reach<T>(work: Promise<T>): Promise<T>;
}

const REQUEST_MS = 2_000;
const RECONNECT_MS = 250;
const PING_MS = 5_000;
const RETRY_MS = 1_000;

/** @throws LabError `USAGE_NATS`, `NATS_UNREACHABLE`, `NATS_WITHOUT_JETSTREAM` */
export async function openStore(options: StoreOptions): Promise<Store> {
  const { url, tenantId, rowsMax } = options;
  const connection = await dial(options);
  const id = tenantId.replaceAll('-', '');
  const streams = { state: `KV_pta-${id}`, rows: `pta-${id}-sign-ins` };
  const subject = (name: string) => `pta.${tenantId}.${name}`;
  const js = jetstream(connection, { timeout: REQUEST_MS });
  const opened = await openBuckets(js, { bucket: `pta-${id}`, rowsMax, streams, subject }).catch(
    async (cause: unknown) => {
      await connection.close();
      const sentence = `expected JetStream at ${url}, got "${messageOf(cause)}"; start nats-server with -js`;
      throw new LabError('NATS_WITHOUT_JETSTREAM', sentence, { cause });
    },
  );
  const { trouble, onReturn, close } = watchTrouble(connection, options);
  return {
    ...{ connection, js, streams, subject, trouble, onReturn, ...opened },
    reach: (work) =>
      work.catch((cause: unknown) => {
        const sentence = `expected an answer of NATS at ${url}, got "${messageOf(cause)}"`;
        throw new LabError(STORE_UNREACHABLE, sentence, { cause });
      }),
    async [Symbol.asyncDispose]() {
      close();
      await connection.close();
    },
  };
}

interface TroubleWatch extends Pick<Store, 'trouble' | 'onReturn'> {
  /** On purpose: nothing is said of it. */
  close(): void;
}

function watchTrouble(
  connection: NatsConnection,
  { url, say }: Pick<StoreOptions, 'url' | 'say'>,
): TroubleWatch {
  const catchUps: (() => Promise<void>)[] = [];
  let trouble: string | undefined;
  let isClosing = false;
  /** A return that is overtaken by the next loss has nothing more to say. */
  let losses = 0;
  async function comeBack(): Promise<void> {
    const mine = losses;
    while (mine === losses && !isClosing) {
      const wrong = await run(catchUps);
      if (wrong === undefined) {
        trouble = undefined;
        return say(`NATS at ${url} is back`);
      }
      say(`NATS at ${url} is back, but what was missed cannot be read yet (${wrong})`);
      await sleep(RETRY_MS);
    }
  }
  void watchStatus(connection, {
    lost() {
      losses += 1;
      trouble = `NATS at ${url} is out of reach`;
      if (!isClosing) say(`${trouble}: sign-ins are answered with AADSTS90033 until it is back`);
    },
    back: () => void comeBack(),
  });
  return {
    trouble: () => trouble,
    onReturn: (catchUp) => void catchUps.push(catchUp),
    close() {
      isClosing = true;
    },
  };
}

/** JetStream may take a while longer than its server to be there. */
async function run(catchUps: readonly (() => Promise<void>)[]): Promise<string | undefined> {
  try {
    for (const catchUp of catchUps) await catchUp();
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
}

async function dial({ url, token }: StoreOptions): Promise<NatsConnection> {
  // It would be in every sentence about it, and in the list of processes.
  if (url.includes('@')) {
    const sentence = '--nats: expected an address without user and password; give a token instead';
    throw new LabError('USAGE_NATS', `${sentence}, in PTA_LAB_NATS_TOKEN`);
  }
  try {
    return await connect({
      servers: url,
      ...(token !== undefined && { token }),
      name: 'pta-lab replica',
      maxReconnectAttempts: -1,
      reconnectTimeWait: RECONNECT_MS,
      reconnectJitter: RECONNECT_MS,
      pingInterval: PING_MS,
    });
  } catch (cause) {
    const sentence =
      `expected NATS at ${url}, got "${messageOf(cause)}"; start nats-server with -js there, ` +
      'or name another with --nats';
    throw new LabError('NATS_UNREACHABLE', sentence, { cause });
  }
}

interface Buckets {
  bucket: string;
  rowsMax: number;
  streams: Store['streams'];
  subject: Store['subject'];
}

async function openBuckets(
  js: JetStreamClient,
  { bucket, rowsMax, streams, subject }: Buckets,
): Promise<Pick<Store, 'kv' | 'manager'>> {
  const manager = await js.jetstreamManager();
  const kv = await new Kvm(js).create(bucket, { history: 1, allow_direct: true });
  const config = { name: streams.rows, subjects: [subject('row')], max_msgs: rowsMax };
  // Whoever is there second finds it as it is.
  await manager.streams.info(streams.rows).catch(() => manager.streams.add(config));
  return { kv, manager };
}

async function watchStatus(
  connection: NatsConnection,
  ear: { lost(): void; back(): void },
): Promise<void> {
  for await (const status of connection.status()) {
    if (status.type === 'disconnect') ear.lost();
    if (status.type === 'reconnect') ear.back();
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message || error.name : String(error);
}
