/**
 * Waits until a bind over LDAPS is answered, whatever the answer: only then is a controller one. It
 * asks for somebody who is not there, so that nobody's failures are counted.
 */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { connect } from 'node:tls';
import { ldapBind } from '../../../runtime/live/ldap-client.ts';
import { Secret } from '../../../runtime/secret.ts';
import type { ControllerStart } from '../link/messages.ts';
import { notProvisioned } from './run-samba-tool.ts';

const READY_MS_MAX = 60_000;
const ASK_MS_MAX = 5_000;
const ASK_EVERY_MS = 150;

/** @throws LabError `DIRECTORY_NOT_PROVISIONED` */
export async function awaitBind(
  { address, caPem, domain }: ControllerStart,
  serverName: string,
): Promise<void> {
  const dueMs = performance.now() + READY_MS_MAX;
  for (;;) {
    const said = await askNobody({ address, caPem, domain, serverName }).catch(
      (error: Error) => error.message,
    );
    if (typeof said === 'number') return;
    if (performance.now() > dueMs) throw notProvisioned('samba', `it answers no bind: ${said}`);
    await pause(ASK_EVERY_MS);
  }
}

interface Asked extends Pick<ControllerStart, 'address' | 'caPem' | 'domain'> {
  serverName: string;
}

async function askNobody({ address, caPem, domain, serverName }: Asked): Promise<number | string> {
  const socket = connect({ host: address, port: 636, ca: caPem, servername: serverName });
  socket.setTimeout(ASK_MS_MAX, () => socket.destroy(new Error('it took too long')));
  // Nobody may be listening for it any more when it comes.
  socket.on('error', () => {});
  try {
    await once(socket, 'secureConnect');
    const password = new Secret(randomUUID());
    const nobody = { userPrincipalName: `nobody-${randomUUID()}@${domain}`, password };
    const answer = await ldapBind(socket, nobody);
    return typeof answer === 'string' ? answer : answer.win32;
  } finally {
    socket.destroy();
  }
}
