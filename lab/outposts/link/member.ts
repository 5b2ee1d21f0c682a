/**
 * One outpost that has dialled in, as the lab speaks with it: tells it things, asks it for others
 * and waits for the answer, and knows whether it is still there.
 */
import type { WebSocket } from 'ws';
import { LabError } from '../../../runtime/lab-error.ts';
import type { Question } from '../../processes/messages.ts';
import type { OutpostName } from '../outposts.ts';
import { PING_EVERY_MS, readFrame, SILENCE_MS_MAX, sendFrame } from './frames.ts';
import type { FromOutpost, ToOutpost } from './messages.ts';

export type OutpostQuestion = Question<ToOutpost>;

export interface Member {
  readonly who: OutpostName;
  /** Heard of lately. */
  readonly isAlive: boolean;
  readonly gone: Promise<void>;
  tell(message: ToOutpost): void;
  /** @throws LabError with what it answered; `HARNESS_OUTPOST` if it did not. */
  ask(question: OutpostQuestion, withinMs: number): Promise<void>;
  /** All that it says but answers; in order. */
  onHeard(listener: (message: FromOutpost) => void): void;
  drop(): void;
}

interface Waiting {
  resolve(): void;
  reject(error: LabError): void;
}

export function createMember(who: OutpostName, ws: WebSocket): Member {
  const listeners = new Set<(message: FromOutpost) => void>();
  const questions = createQuestions(who);
  const life = watchLife(ws);
  const gone = life.gone.then(questions.drop);
  ws.on('message', (data) => {
    life.note();
    const message = readFrame(data) as FromOutpost | undefined;
    // Whoever says what is no message is none of ours.
    if (message === undefined) return ws.terminate();
    if (message.type === 'done' || message.type === 'failed') return questions.settle(message);
    for (const listener of listeners) listener(message);
  });
  return {
    ...{ who, gone },
    get isAlive() {
      return ws.readyState === ws.OPEN && !life.isSilent();
    },
    tell: (message) => sendFrame(ws, message),
    async ask(question, withinMs) {
      if (ws.readyState !== ws.OPEN) throw wentAway(who);
      await questions.ask(question, withinMs, (message) => sendFrame(ws, message));
    },
    onHeard: (listener) => void listeners.add(listener),
    drop: () => ws.terminate(),
  };
}

/** A connection that says nothing any more is ended: nothing else would notice a dead host. */
function watchLife(ws: WebSocket) {
  let heardMs = performance.now();
  const note = () => {
    heardMs = performance.now();
  };
  const isSilent = () => performance.now() - heardMs > SILENCE_MS_MAX;
  const beat = setInterval(() => (isSilent() ? ws.terminate() : ws.ping()), PING_EVERY_MS);
  ws.on('error', () => {});
  ws.on('pong', note);
  const gone = new Promise<void>((resolve) => {
    ws.once('close', () => {
      clearInterval(beat);
      resolve();
    });
  });
  return { note, isSilent, gone };
}

function createQuestions(who: OutpostName) {
  const asked = new Map<number, Waiting>();
  let nextId = 0;
  return {
    async ask(question: OutpostQuestion, withinMs: number, send: (message: ToOutpost) => void) {
      nextId += 1;
      const id = nextId;
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      asked.set(id, { resolve, reject });
      const timer = setTimeout(() => reject(tooLate(who, question, withinMs)), withinMs);
      send({ ...question, id });
      await promise.finally(() => {
        clearTimeout(timer);
        asked.delete(id);
      });
    },
    settle(message: Extract<FromOutpost, { id: number }>) {
      const waiting = asked.get(message.id);
      if (message.type === 'done') waiting?.resolve();
      else waiting?.reject(new LabError(message.code, message.message));
    },
    drop() {
      for (const { reject } of asked.values()) reject(wentAway(who));
    },
  };
}

export function renderName({ kind, name }: OutpostName): string {
  return `${kind} ${name}`;
}

export function wentAway(who: OutpostName): LabError {
  const sentence = `expected the outpost ${renderName(who)} to stay connected to its lab, but it went away: look at the log of its container, and start the lab again`;
  return new LabError('HARNESS_OUTPOST', sentence);
}

function tooLate(who: OutpostName, { type }: OutpostQuestion, withinMs: number): LabError {
  const sentence = `expected the outpost ${renderName(who)} to be done with ${type} within ${withinMs / 1000} s, but it was not: look at the log of its container`;
  return new LabError('HARNESS_OUTPOST', sentence);
}
