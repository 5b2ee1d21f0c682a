/**
 * The sign-in log of a tenant as a stream: every replica reads all of it in the same order, its own
 * rows too, so that a page of the log goes on where the last one ended whoever is asked.
 */
import { DeliverPolicy } from '@nats-io/jetstream';
import type { HandOff } from '../../mock-entra/agents/hand-offs.ts';
import type { ReplicaSide, Sharing } from '../../mock-entra/shared/sharing.ts';
import type { SignInRow } from '../../mock-entra/sign-in/sign-in-log.ts';
import type { Mirror } from './mirror.ts';
import type { Store } from './store.ts';

type Noted = { row: SignInRow } | { late: HandOff };

export interface SharedRows extends Pick<Sharing, 'addRow' | 'noteLate'>, Disposable {
  /** From the first row that is still there on. */
  follow(): Promise<void>;
}

export function createSharedRows(
  store: Store,
  mirror: Pick<Mirror, 'track'>,
  side: () => ReplicaSide,
): SharedRows {
  const { js, streams, subject } = store;
  let lastSeq = 0;
  let reading: { stop(): void } | undefined;
  const note = (noted: Noted) => {
    void mirror.track(store.reach(js.publish(subject('row'), JSON.stringify(noted))));
  };

  function hear(noted: Noted): void {
    if ('row' in noted) side().followRow(noted.row);
    else side().followLate(noted.late);
  }

  async function follow(): Promise<void> {
    reading?.stop();
    const consumer = await js.consumers.getPushConsumer(streams.rows, {
      ...(lastSeq === 0
        ? { deliver_policy: DeliverPolicy.All }
        : { deliver_policy: DeliverPolicy.StartSequence, opt_start_seq: lastSeq + 1 }),
    });
    reading = await consumer.consume({
      callback(message) {
        if (message.seq <= lastSeq) return;
        lastSeq = message.seq;
        hear(message.json<Noted>());
      },
    });
  }

  store.onReturn(follow);
  return {
    addRow: (row) => note({ row }),
    noteLate: (late) => note({ late }),
    follow: () => store.reach(follow()),
    [Symbol.dispose]: () => reading?.stop(),
  };
}
