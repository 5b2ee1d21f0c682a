/**
 * Records of the bucket by collection and key, with the revision that is known of each. The one
 * place that decides whether what the store says is news: an echo of an older write is not.
 */
import { JetStreamApiCodes, JetStreamApiError } from '@nats-io/jetstream';
import type { KvEntry } from '@nats-io/kv';
import type { Store } from './store.ts';

export type Follow = (collection: string, key: string, record: unknown) => void;

export interface Mirror extends Disposable {
  follow(ear: Follow): void;
  /** All there is has been followed. */
  load(): Promise<void>;
  /** At once and in order; `undefined` deletes. */
  write(collection: string, key: string, record: unknown): void;
  /** The latest of the store is followed; its revision, 0 if there never was one. */
  read(collection: string, key: string): Promise<number>;
  /** False if somebody came between: only on top of that revision. */
  replace(collection: string, key: string, record: unknown, revision: number): Promise<boolean>;
  /** `settled` waits for it too. */
  track<T>(work: Promise<T>): Promise<T>;
  settled(): Promise<void>;
}

interface Known {
  revision: number;
  /** Writes of ours under way: what the store says meanwhile is older, or waits. */
  underWay: number;
  /** Writes of ours so far: of those that fail only the last is worth sending again. */
  writes: number;
  held?: KvEntry;
}

interface Glass {
  store: Store;
  known: Map<string, Known>;
  /** Written here and not there, because the store was away or slow; by place. */
  unsent: Map<string, unknown>;
  ears: Follow[];
  watching?: { stop(): void };
}

export function createMirror(store: Store): Mirror {
  const glass: Glass = { store, known: new Map(), unsent: new Map(), ears: [] };
  const pending = new Set<Promise<unknown>>();
  /** Nobody has to wait for it: who does not hears of a failure by `settled`. */
  function track<T>(work: Promise<T>): Promise<T> {
    pending.add(work);
    const done = () => void pending.delete(work);
    work.then(done, done);
    return work;
  }
  store.onReturn(() => catchUp(glass));
  return {
    follow: (ear) => void glass.ears.push(ear),
    load: () => store.reach(load(glass)),
    write(collection, key, record) {
      void track(send(glass, renderPlace(collection, key), record));
    },
    async read(collection, key) {
      const entry = await store.reach(store.kv.get(renderPlace(collection, key)));
      if (entry !== null) hear(glass, entry);
      return entry?.revision ?? 0;
    },
    async replace(collection, key, record, revision) {
      const place = renderPlace(collection, key);
      const put = store.kv.put(place, JSON.stringify(record), { previousSeq: revision });
      const stored = await store.reach(put.catch(unlessOvertaken));
      if (stored === undefined) return false;
      const known = knownOf(glass, place);
      if (stored > known.revision) tell(glass, place, record);
      known.revision = Math.max(known.revision, stored);
      return true;
    },
    track,
    async settled() {
      if (pending.size > 0) await Promise.all(pending);
      // It failed before anybody waited for it: nothing is promised until it is there.
      if (glass.unsent.size > 0) await track(sendAgain(glass));
    },
    [Symbol.dispose]: () => glass.watching?.stop(),
  };
}

function knownOf({ known }: Glass, place: string): Known {
  const one = known.get(place) ?? { revision: 0, underWay: 0, writes: 0 };
  known.set(place, one);
  return one;
}

function tell({ ears }: Glass, place: string, record: unknown): void {
  const [collection, key] = readPlace(place);
  for (const ear of ears) ear(collection, key, record);
}

function hear(glass: Glass, entry: KvEntry): void {
  const one = knownOf(glass, entry.key);
  if (one.underWay > 0) {
    if (entry.revision > (one.held?.revision ?? 0)) one.held = entry;
    return;
  }
  if (entry.revision <= one.revision) return;
  one.revision = entry.revision;
  tell(glass, entry.key, entry.operation === 'PUT' ? entry.json<unknown>() : undefined);
}

async function send(glass: Glass, place: string, record: unknown): Promise<void> {
  const { store, unsent } = glass;
  const one = knownOf(glass, place);
  one.underWay += 1;
  one.writes += 1;
  const mine = one.writes;
  unsent.delete(place);
  const sent = record === undefined ? remove(store, place) : put(store, place, record);
  try {
    one.revision = Math.max(one.revision, await store.reach(sent));
  } catch (error) {
    if (mine === one.writes) unsent.set(place, record);
    throw error;
  } finally {
    one.underWay -= 1;
    release(glass, one);
  }
}

function release(glass: Glass, one: Known): void {
  const { held } = one;
  if (one.underWay > 0 || held === undefined) return;
  delete one.held;
  hear(glass, held);
}

async function load(glass: Glass): Promise<void> {
  const { store } = glass;
  glass.watching?.stop();
  const { state } = await store.manager.streams.info(store.streams.state);
  const entries = await store.kv.watch();
  glass.watching = entries;
  await new Promise<void>((resolve, reject) => {
    if (state.messages === 0) resolve();
    const listen = async () => {
      for await (const entry of entries) {
        hear(glass, entry);
        if (entry.revision >= state.last_seq) resolve();
      }
    };
    listen().catch(reject);
  });
}

/** What others wrote, and then what this replica could not. */
async function catchUp(glass: Glass): Promise<void> {
  await load(glass);
  await sendAgain(glass);
}

async function sendAgain(glass: Glass): Promise<void> {
  for (const [place, record] of [...glass.unsent]) {
    if (glass.unsent.has(place)) await send(glass, place, record);
  }
}

function unlessOvertaken(error: unknown): undefined {
  const { StreamWrongLastSequence, StreamWrongLastSequenceUnknown } = JetStreamApiCodes;
  const overtaken: readonly number[] = [StreamWrongLastSequence, StreamWrongLastSequenceUnknown];
  if (error instanceof JetStreamApiError && overtaken.includes(error.code)) return undefined;
  throw error;
}

function put({ kv }: Store, place: string, record: unknown): Promise<number> {
  return kv.put(place, JSON.stringify(record));
}

/** The revision of the mark is not told: whatever is known of the key stays older than it. */
async function remove({ kv }: Store, place: string): Promise<number> {
  await kv.delete(place);
  return 0;
}

/** Keys may hold any text; NATS takes few letters. */
function renderPlace(collection: string, key: string): string {
  return `${collection}.${Buffer.from(key).toString('base64url')}`;
}

function readPlace(place: string): [collection: string, key: string] {
  const dot = place.indexOf('.');
  const key = Buffer.from(place.slice(dot + 1), 'base64url').toString('utf8');
  return [place.slice(0, dot), key];
}
