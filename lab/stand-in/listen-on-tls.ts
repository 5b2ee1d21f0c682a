/**
 * Opens an in-process lab to other processes: one TLS listener on loopback with a CA made for it.
 * The CA can sign for lab names only, and nobody keeps its key.
 */
import { createRsaCrypto } from '../../runtime/crypto/rsa.ts';
import { createActivity } from '../../runtime/live/activity.ts';
import { createNames } from '../../runtime/live/names.ts';
import { createServerContexts } from '../../runtime/live/secure-contexts.ts';
import { serve } from '../../runtime/live/server.ts';
import { pem } from '../../runtime/x509.ts';
import type { Lab } from '../lab.ts';
import { createRunAuthority } from '../worlds/run-authority.ts';
import type { Listening } from './create-mock-entra.ts';

/** @throws LabError `PORT_BUSY`, `PORT_FORBIDDEN` */
export async function listenOnTls(lab: Lab, wanted: number): Promise<Listening> {
  const crypto = createRsaCrypto();
  const authority = await createRunAuthority(crypto, 'pta-lab CA (one listener)');
  const world = {
    activity: createActivity({ crypto }),
    names: createNames(),
    serverContexts: createServerContexts(crypto, authority),
  };
  const { entra, tenantId } = lab;
  const server = await serve(
    world,
    entra.hosts,
    { clientCertificate: 'none', handle: (request, client) => entra.handle(request, client) },
    { port: wanted },
  );
  const close = once(async () => server[Symbol.asyncDispose]());
  const url = `https://localhost:${server.port}`;
  const ca = pem('CERTIFICATE', authority.certificate.der);
  return { url, authority: `${url}/${tenantId}`, ca, close, [Symbol.asyncDispose]: close };
}

function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => {
    done ??= work();
    return done;
  };
}
