/**
 * Remembers what was made from some bytes, for things that cost more to make than to use: public
 * keys, parsed certificates. Keyed by the bytes, not by the array that holds them, and bounded,
 * because callers may receive the same bytes anew each time.
 */
const KEPT_MAX = 256;

export function createRecent<T>(make: (bytes: Uint8Array) => T): (bytes: Uint8Array) => T {
  const kept = new Map<string, T>();
  // Most callers keep the very array: for them the bytes need not be looked at.
  const byArray = new WeakMap<Uint8Array, { value: T }>();
  return (bytes) => {
    const known = byArray.get(bytes);
    if (known) return known.value;
    const id = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
    const value = kept.get(id) ?? make(bytes);
    // Set again, so that the first of the map is the one that was not used for longest.
    kept.delete(id);
    kept.set(id, value);
    const [oldest] = kept.keys();
    if (kept.size > KEPT_MAX && oldest !== undefined) kept.delete(oldest);
    byArray.set(bytes, { value });
    return value;
  };
}
