/**
 * An agent's server restarts, as for Windows updates. Its requests in flight are lost (ED-SEC: the
 * whole sign-in is dropped), the other agents take what comes after, and its services start again
 * by themselves.
 */
import { SERVER_TIMES } from '../../protocol/server-times.ts';
import { serversIn } from '../servers/servers-in.ts';
import type { Change } from './change.ts';

const { rebootMs } = SERVER_TIMES;

export const rebootServer: Change = {
  id: 'reboot-server',
  title: 'Restart an agent’s server',
  about: 'Restarts the server; after the time it is down, its services start by themselves.',
  where: ['sites', 'agents'],
  parameters: {
    down: {
      about: 'How long the server is down',
      type: 'duration',
      defaultMs: rebootMs.value,
      minMs: 10_000,
      maxMs: 24 * 3_600_000,
    },
    pause: {
      about: 'Between one server and the next, counted from the restart; 0 restarts all at once',
      type: 'duration',
      defaultMs: 0,
      minMs: 0,
      maxMs: 24 * 3_600_000,
    },
  },
  async apply(lab, where, { down, pause }) {
    for (const [at, server] of serversIn(lab, where).entries()) {
      if (at > 0 && Number(pause) > 0) await lab.wait(Number(pause));
      await server.reboot(Number(down));
    }
    // It comes back by itself, undone or not.
    return async () => {};
  },
  basis: 'documented',
  sources: ['ED-SEC', 'SEED-C'],
};
