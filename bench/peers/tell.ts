/** A peer is a process of its own; this is its one line on stdout when it is ready. */
import { readFileSync } from 'node:fs';

export interface PeerReady {
  tokenUrl?: string;
  /** Urls whose bodies it serves as they were given to it. */
  urls?: readonly string[];
}

export function tellReady(ready: PeerReady): void {
  process.stdout.write(`${JSON.stringify(ready)}\n`);
  process.once('SIGTERM', () => process.exit(0));
}

/** Paths of key and certificate come as arguments. */
export function readIdentity(): { key: Buffer; cert: Buffer } {
  const [, , keyFile = '', certFile = ''] = process.argv;
  return { key: readFileSync(keyFile), cert: readFileSync(certFile) };
}
