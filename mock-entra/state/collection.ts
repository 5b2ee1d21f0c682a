/**
 * A named set of records: everything the cloud side remembers lies in one of these, so that state
 * can be exported, imported and kept on disk in one place. Records are plain JSON and are never
 * changed in place: `set` a new one.
 */
export interface Collection<T> {
  readonly name: string;
  readonly size: number;
  get(key: string): T | undefined;
  set(key: string, record: T): void;
  delete(key: string): void;
  /** As another replica has it: the sink is not told. */
  follow(key: string, record: T | undefined): void;
  /** Oldest first. A record that is set again keeps its place. */
  entries(): IterableIterator<[key: string, record: T]>;
  clear(): void;
}

/** Told of every change as it happens, in order; `record` is `undefined` for a deletion. */
export type StateSink = (collection: string, key: string, record: unknown) => void;

/** What a stranger can make us remember is bounded: beyond `recordsMax` the oldest goes. */
export function createCollection<T>(
  name: string,
  { recordsMax = Number.POSITIVE_INFINITY, sink }: { recordsMax?: number; sink?: StateSink } = {},
): Collection<T> {
  const records = new Map<string, T>();
  function remove(key: string): void {
    if (records.delete(key)) sink?.(name, key, undefined);
  }
  return {
    name,
    get size() {
      return records.size;
    },
    get: (key) => records.get(key),
    set(key, record) {
      records.set(key, record);
      sink?.(name, key, record);
      if (records.size <= recordsMax) return;
      const [oldest] = records.keys();
      if (oldest !== undefined) remove(oldest);
    },
    delete: remove,
    follow(key, record) {
      if (record === undefined) return void records.delete(key);
      records.set(key, record);
      const [oldest] = records.keys();
      if (records.size > recordsMax && oldest !== undefined) records.delete(oldest);
    },
    entries: () => records.entries(),
    clear() {
      for (const key of [...records.keys()]) remove(key);
    },
  };
}
