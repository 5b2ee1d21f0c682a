/**
 * A tunnel as the outpost opens it: one more connection to the lab, by the number it was given.
 * TLS, because what a probe says over it may be a password on its way to a controller.
 */
import { request } from 'node:https';
import type { Duplex } from 'node:stream';
import { TUNNELS_PATH } from '../link/link.ts';
import { LINK_NAME, type LinkAddress } from '../link/run-folder.ts';

/** Undefined: the lab does not want it any more. */
export function openTunnel(
  { url, token, caPem }: LinkAddress,
  tunnel: string,
): Promise<Duplex | undefined> {
  const { hostname, port } = new URL(url);
  const asking = request({
    ...{ hostname, port, ca: caPem, servername: LINK_NAME, agent: false },
    path: `${TUNNELS_PATH}${tunnel}`,
    headers: {
      authorization: `Bearer ${token}`,
      connection: 'upgrade',
      upgrade: 'pta-lab-tunnel',
    },
  });
  return new Promise((resolve) => {
    asking.once('upgrade', (_, socket, head) => {
      if (head.length > 0) socket.unshift(head);
      resolve(socket);
    });
    asking.once('response', (response) => {
      response.destroy();
      resolve(undefined);
    });
    asking.on('error', () => resolve(undefined));
    asking.end();
  });
}
