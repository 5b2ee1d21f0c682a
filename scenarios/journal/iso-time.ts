/** Lab time as journals write it: ISO 8601 with milliseconds, UTC. */
export function isoTime(atMs: number): string {
  return new Date(atMs).toISOString();
}
