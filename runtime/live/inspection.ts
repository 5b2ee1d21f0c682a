/**
 * An inspecting proxy between client and server: it shows the client a certificate of its own CA
 * for the server's name and opens TLS to the server itself, without the client's certificate, which
 * it cannot have.
 */
import type { Socket } from 'node:net';
import { type SecureContext, TLSSocket, connect as tlsConnect } from 'node:tls';
import type { Presented } from '../../protocol/effects.ts';
import type { End } from './conduit.ts';
import type { Hop } from './memory-hop.ts';
import type { ServerContexts } from './secure-contexts.ts';

export interface Inspection {
  /** Towards clients. */
  shown: ServerContexts;
  /** Towards servers: what the proxy trusts. */
  upstream: SecureContext;
}

const ALPN = ['http/1.1'];

/** `undefined` if either handshake failed. */
export async function inspect(
  { shown, upstream }: Inspection,
  presents: Presented,
  { client, server, host }: { client: Socket; server: Socket | Hop; host: string },
): Promise<{ near: End; far: End } | undefined> {
  const near = new TLSSocket(client, {
    isServer: true,
    secureContext: await shown.context(host, presents),
    requestCert: false,
    ALPNProtocols: ALPN,
  });
  if (!(await secured(near, 'secure'))) return undefined;
  const far = tlsConnect({
    socket: server,
    servername: host,
    secureContext: upstream,
    ...(near.alpnProtocol && { ALPNProtocols: ALPN }),
  });
  if (!(await secured(far, 'secureConnect'))) return undefined;
  return { near: tlsEnd(near, client), far: tlsEnd(far, server) };
}

function secured(socket: TLSSocket, event: 'secure' | 'secureConnect'): Promise<boolean> {
  socket.on('error', () => {});
  return new Promise((resolve) => {
    socket.once(event, () => resolve(true));
    socket.once('close', () => resolve(false));
  });
}

function tlsEnd(stream: TLSSocket, raw: Socket | Hop): End {
  return { stream, reset: () => void raw.resetAndDestroy() };
}
