/**
 * Asking a server, where it may be that nobody can look: it is down, this is not Windows, the file
 * is no log. That is what was seen then, and no failure of the agent.
 */
import { LabError } from '../../runtime/lab-error.ts';
import type { ServerPort } from '../probe-ports.ts';

export type Asked<T> = { value: T; problem: null } | { value: null; problem: string };

const NO_SERVER =
  'this probe has to stand on an agent server: run it there, or give --lab, or --log with what ' +
  'was exported from it';

export async function askServer<T>(
  server: ServerPort | undefined,
  ask: (server: ServerPort) => Promise<T>,
): Promise<Asked<T>> {
  if (server === undefined) return { value: null, problem: NO_SERVER };
  try {
    return { value: await ask(server), problem: null };
  } catch (error) {
    if (error instanceof LabError && error.code === 'PROBE_SERVER') {
      return { value: null, problem: error.message };
    }
    throw error;
  }
}
