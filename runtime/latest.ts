/**
 * The latest entries of a kind, a bounded number of them. Not a map whose first key is asked for
 * each time: that walks over what was deleted before, about 10 µs a time with 10,000 entries.
 */
export interface Latest<T> {
  get(key: string): T | undefined;
  /** The one that was set longest ago goes, if there are too many. */
  set(key: string, value: T): void;
  delete(key: string): void;
}

export function createLatest<T>(entriesMax: number): Latest<T> {
  const entries = new Map<string, { key: string; value: T }>();
  const ring: { key: string; value: T }[] = [];
  let at = 0;
  return {
    get: (key) => entries.get(key)?.value,
    set(key, value) {
      const entry = { key, value };
      const oldest = ring[at];
      ring[at] = entry;
      at = (at + 1) % entriesMax;
      // What was set again or deleted meanwhile is not this entry any more.
      if (oldest && entries.get(oldest.key) === oldest) entries.delete(oldest.key);
      entries.set(key, entry);
    },
    delete: (key) => void entries.delete(key),
  };
}
