/**
 * Password sign-ins from outside, each on a connection of its own, so that a balancer deals them.
 */
import { readFileSync } from 'node:fs';
import { request } from 'node:https';

export interface CallerOptions {
  port: number;
  caFile: string;
  tenantId: string;
  clientId: string;
}

/** `reset`: the connection broke, and nobody knows how it ended. */
export type Ended = { code: number } | 'reset';

export interface Attempt {
  correlationId: string;
  userName: string;
  password: string;
}

const PATIENCE_MS = 40_000;

export function createCaller({ port, caFile, tenantId, clientId }: CallerOptions) {
  const ca = readFileSync(caFile, 'utf8');
  return ({ correlationId, userName, password }: Attempt): Promise<Ended> => {
    const form = { grant_type: 'password', client_id: clientId, scope: 'openid' };
    const body = new URLSearchParams({ ...form, username: userName, password }).toString();
    return new Promise((resolve) => {
      const call = request({
        ...{ host: '127.0.0.1', port, servername: 'localhost', ca, agent: false, method: 'POST' },
        path: `/${tenantId}/oauth2/v2.0/token`,
        headers: {
          host: 'localhost',
          'client-request-id': correlationId,
          'content-type': 'application/x-www-form-urlencoded',
          'content-length': Buffer.byteLength(body),
        },
      });
      call.setTimeout(PATIENCE_MS, () => call.destroy());
      call.on('error', () => resolve('reset'));
      call.on('response', (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => {
          text += chunk;
        });
        response.on('error', () => resolve('reset'));
        response.on('end', () => {
          const { error_codes: [code = 0] = [] } = JSON.parse(text) as { error_codes?: number[] };
          resolve({ code });
        });
      });
      call.end(body);
    });
  };
}
