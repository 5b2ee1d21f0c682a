/**
 * Lean HTTPS for the generator: connections that stay open, one request on each at a time, bodies
 * as text. The generator shares its core with nobody, and everything it spends is missing from the
 * load it can make.
 */
import type { Dispatcher } from 'undici';
import { LabError } from '../../runtime/lab-error.ts';
import { failureOf } from '../../runtime/live/failure.ts';
import { createConnectionPool } from './connection-pool.ts';

export type Heard =
  | { status: number; body: string }
  /** `network:<failure>`, or `harness:<code>` for what this machine ran out of. */
  | { result: string };

export interface Connections {
  post(path: string, form: string): Promise<Heard>;
  get(path: string): Promise<Heard>;
  /** Opens so many, and keeps them: the first sign-ins should not pay for it. */
  warmUp(path: string, count: number): Promise<void>;
  close(): Promise<void>;
}

/** As long as a person's application waits: beyond the cloud's own deadline. */
const ANSWER_LIMIT_MS = 60_000;

export function openConnections(origin: string, caPem: string, most: number): Connections {
  const pool = createConnectionPool(origin, most, {
    ...{ headersTimeout: ANSWER_LIMIT_MS, bodyTimeout: ANSWER_LIMIT_MS },
    // Longer than any pause of a profile: the first of the peak would pay for what was closed.
    keepAliveTimeout: 600_000,
    keepAliveMaxTimeout: 600_000,
    connect: { ca: caPem, timeout: ANSWER_LIMIT_MS },
  });
  const headers = {
    accept: 'application/json',
    'content-type': 'application/x-www-form-urlencoded',
  };
  const hear = async (options: Dispatcher.RequestOptions): Promise<Heard> => {
    try {
      return await pool.request(options);
    } catch (error) {
      return { result: resultOf(error) };
    }
  };
  return {
    post: (path, body) => hear({ method: 'POST', path, headers, body }),
    get: (path) => hear({ method: 'GET', path }),
    async warmUp(path, count) {
      const all = Array.from({ length: count }, () => hear({ method: 'GET', path }));
      await Promise.all(all);
    },
    close: () => pool.destroy(),
  };
}

const LATE = ['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT', 'UND_ERR_CONNECT_TIMEOUT'];

function resultOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (LATE.includes(code)) return 'network:timed-out';
  try {
    return `network:${failureOf(error)}`;
  } catch (unknown) {
    // What says something about this machine: no symptom of the target.
    return `harness:${unknown instanceof LabError ? unknown.code : 'unknown'}`;
  }
}
