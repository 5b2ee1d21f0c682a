/** Listening on loopback, unless a container's front door says otherwise. */
import type { Server } from 'node:net';
import { LabError } from '../lab-error.ts';
import { codeOf } from './failure.ts';
import { LOOPBACK } from './names.ts';

/** Resolves to the port. @throws LabError `PORT_BUSY`, `PORT_FORBIDDEN` */
export function listen(server: Server, port: number, host = LOOPBACK): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(explain(error, port, host)));
    server.listen(port, host, () => {
      const address = server.address();
      if (address && typeof address !== 'string') resolve(address.port);
    });
  });
}

/** False where somebody else has the port, or this user may not have it. */
export async function mayListen(server: Server, port: number, host?: string): Promise<boolean> {
  try {
    await listen(server, port, host);
    return true;
  } catch (error) {
    if (error instanceof LabError) return false;
    throw error;
  }
}

function explain(error: Error, port: number, host: string): Error {
  switch (codeOf(error)) {
    case 'EADDRINUSE':
      return new LabError(
        'PORT_BUSY',
        `expected port ${port} on ${host} to be free, but something already listens there: ` +
          'stop it, or choose another port (0 takes any free one)',
        { cause: error },
      );
    case 'EACCES':
      return new LabError(
        'PORT_FORBIDDEN',
        `expected to be allowed to listen on port ${port}, but this machine reserves it: choose one above 1023`,
        { cause: error },
      );
    default:
      return error;
  }
}
