/**
 * The live ports of an agent that is alone in its process: real time, real sockets that only dial.
 * Its clock goes where its lab's goes; while it is moved, what is under way is waited for.
 */
import type { Timings } from '../../protocol/timings.ts';
import type { LiveCrypto } from '../../runtime/crypto/rsa.ts';
import { createActivity } from '../../runtime/live/activity.ts';
import { createLiveClock, type LiveClock } from '../../runtime/live/clock.ts';
import type { UndoStack } from '../../runtime/undo.ts';
import { createRemoteNetwork, type RemoteNetwork, type Road } from './remote-network.ts';

export interface PortsOptions {
  crypto: LiveCrypto;
  timings: Pick<Timings, 'connectionIdleMs' | 'connectionLimit'>;
  road: Road;
  /** Lab time now. */
  startMs: number;
}

export function openPorts(
  { crypto, timings, road, startMs }: PortsOptions,
  undo: UndoStack,
): { clock: LiveClock; network: RemoteNetwork } {
  const activity = undo.use(createActivity({ crypto }));
  const clock = createLiveClock({
    startMs,
    // The other half of what was started runs in the lab's process: it is seen by its answers.
    quiet: () => network.settled(activity.quiet),
  });
  undo.defer(() => clock.stop());
  const network = undo.use(createRemoteNetwork({ clock, activity, crypto, road, timings }));
  return { clock, network };
}
