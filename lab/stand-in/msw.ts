/**
 * `pta-lab/msw`: MSW handlers that answer for Microsoft's own host names inside the process that
 * uses them, so that an application's tests run MSAL as it is. Real names exist in here only: no
 * socket, no certificate, and nothing another process could be led to.
 */
import { http, type RequestHandler } from 'msw';
import { HOSTS, SIGN_IN_ALIASES } from '../../protocol/hosts.ts';
import { type MockEntra, type MockEntraOptions, startInProcess } from './create-mock-entra.ts';

/** `authority` and `graph` carry the real names. */
export interface MswEntra extends Omit<MockEntra, 'handle' | 'listen'> {
  /** For `setupServer(...entra.handlers)`. */
  readonly handlers: readonly RequestHandler[];
}

/** What is asked of these names and is not emulated gets 404: it never goes on to the network. */
export async function mockEntra(options: MockEntraOptions = {}): Promise<MswEntra> {
  const { handle, listen: _, ...entra } = await startInProcess(options, true);
  return {
    ...entra,
    authority: `https://${HOSTS.signIn}/${entra.tenantId}`,
    graph: `https://${HOSTS.graph}`,
    handlers: [...SIGN_IN_ALIASES, HOSTS.graph].map((name) =>
      http.all(`https://${name}/*`, ({ request }) => handle(request)),
    ),
  };
}
