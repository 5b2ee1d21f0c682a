/**
 * Requests and answers between replicas. Each connection of an agent is one member of the tenant's
 * queue group, wherever it is, and all agents have equally many: so the member that NATS draws is
 * the agent that PTA draws. (In a cluster a NATS server prefers members of its own: use one.)
 */
import type { Subscription } from '@nats-io/transport-node';
import { NoRespondersError, RequestError, TimeoutError } from '@nats-io/transport-node';
import type { AnswerIntake } from '../../mock-entra/agents/hand-offs.ts';
import type { Asked, ReplicaSide, SharedAnswer, Sharing } from '../../mock-entra/shared/sharing.ts';
import type { Store } from './store.ts';

type Queue = Pick<Sharing, 'offer' | 'ownId' | 'ask' | 'deliver'>;

const GROUP = 'agents';
/** A replica answers at once: whoever does not is gone. */
const TAKEN_MS = 2_000;

/** `replicaId`: eight hexadecimal digits, with which the ids of its requests begin. */
export function createQueue(store: Store, replicaId: string, side: () => ReplicaSide): Queue {
  /** Asked and not yet told who took it: an answer may be faster. */
  const asking = new Map<string, Promise<unknown>>();
  const takeOwn = async (answer: SharedAnswer): Promise<AnswerIntake> => {
    await asking.get(answer.requestId)?.catch(() => {});
    return side().takeAnswer(answer);
  };
  listenForAnswers(store, replicaId, takeOwn);
  return {
    offer(agentId) {
      const member: Subscription = store.connection.subscribe(store.subject('validate'), {
        queue: GROUP,
        callback(error, message) {
          if (error) return;
          const taken = side().notify(agentId, message.json());
          // Before the answer, so that whoever hears it does not draw this one again.
          if (!taken) leave();
          message.respond(JSON.stringify(taken ? { agentId } : 'gone'));
        },
      });
      // What it was drawn for by then is still answered, with "gone", and another one is drawn.
      const leave = () => void member.drain().catch(() => {});
      return { [Symbol.dispose]: leave };
    },
    ownId: (guid) => `${replicaId}${guid.slice(replicaId.length)}`,
    ask(request) {
      const asked = draw(store, JSON.stringify(request));
      const { RequestId: id } = request;
      asking.set(id, asked);
      // After whoever awaits it: an answer that waited is taken when the asker waits for it.
      const done = () => setImmediate(() => asking.delete(id));
      asked.then(done, done);
      return asked;
    },
    deliver(answer) {
      const owner = answer.requestId.slice(0, replicaId.length);
      return owner === replicaId ? takeOwn(answer) : passOn(store, owner, answer);
    },
  };
}

function listenForAnswers(
  { connection, subject }: Store,
  replicaId: string,
  take: (answer: SharedAnswer) => Promise<AnswerIntake>,
): void {
  connection.subscribe(subject(`answer.${replicaId}`), {
    callback(error, message) {
      if (error) return;
      void take(message.json<SharedAnswer>()).then((intake) =>
        message.respond(JSON.stringify({ intake })),
      );
    },
  });
}

/** An agent that went away between draw and hand-over is no member any more: another is drawn. */
async function draw(store: Store, text: string): Promise<Asked> {
  let drawn = await drawOnce(store, text);
  while (drawn === 'gone') drawn = await drawOnce(store, text);
  return drawn;
}

async function drawOnce(store: Store, text: string): Promise<Asked | 'gone'> {
  const { connection, subject, trouble, reach } = store;
  try {
    const reply = await connection.request(subject('validate'), text, { timeout: TAKEN_MS });
    return reply.json<{ agentId: string } | 'gone'>();
  } catch (error) {
    if (isNobody(error)) return 'nobody';
    if (isSilence(error) && trouble() === undefined) return 'lost';
    return reach(Promise.reject(error));
  }
}

async function passOn(store: Store, owner: string, answer: SharedAnswer): Promise<AnswerIntake> {
  const { connection, subject, reach } = store;
  // What goes into a subject is a replica's number, whatever a caller wrote.
  if (!/^[0-9a-f]{8}$/.test(owner)) return 'unknown-request';
  try {
    const text = JSON.stringify(answer);
    const reply = await connection.request(subject(`answer.${owner}`), text, { timeout: TAKEN_MS });
    return reply.json<{ intake: AnswerIntake }>().intake;
  } catch (error) {
    // Who asked is gone, and with it whoever waited: nobody knows this request any more.
    if (isNobody(error) || isSilence(error)) return 'unknown-request';
    return reach(Promise.reject(error));
  }
}

function isNobody(error: unknown): boolean {
  if (error instanceof NoRespondersError) return true;
  return error instanceof RequestError && error.isNoResponders();
}

function isSilence(error: unknown): boolean {
  return error instanceof TimeoutError;
}
