/**
 * Requests that were handed to an agent, until they are answered or their deadline passes. A
 * request ends exactly once; whatever comes afterwards is told apart from what was never asked, and
 * changes nothing.
 */
import { type AadstsCode, VALIDATION_FAILURES } from '../../protocol/aadsts.ts';
import { aadstsForWin32 } from '../../protocol/win32.ts';
import { createLatest } from '../../runtime/latest.ts';
import type { Clock } from '../../runtime/ports.ts';
import { type AgentAnswer, parseAgentAnswer } from './agent-answer.ts';

export interface ValidationOutcome {
  /** 0: the password is right. */
  code: AadstsCode | 0;
  note?: string;
  handOff?: HandOff;
}

/**
 * To whom one request went. The sign-in log keeps it, so that what comes late still shows there.
 */
export interface HandOff {
  readonly requestId: string;
  readonly agentId: string;
  readonly dueMs: number;
  answeredMs?: number;
  /** Set once, if an answer came after the sign-in had ended as 80002. */
  late?: { atMs: number; code: AadstsCode };
}

/** What became of an answer that an agent posted. */
export type AnswerIntake = 'taken' | 'unreadable' | 'late' | 'unknown-request' | 'other-agent';

export interface HandOffs extends Disposable {
  /** Settles at the answer or at the deadline, whichever is first. */
  wait(userPrincipalName: string, agentId: string, requestId: string): Promise<ValidationOutcome>;
  answer(requestId: string, agentId: string, header: string | undefined): AnswerIntake;
  /** Sign-ins so far that got their answer after they had ended. */
  lateTotal(): number;
}

interface Waiting {
  handOff: HandOff;
  userPrincipalName: string;
  timer: Disposable;
  settle(outcome: ValidationOutcome): void;
}

interface Ended {
  handOff: HandOff;
  intake: AnswerIntake;
}

/**
 * How many ended requests are remembered, to tell a late or repeated answer from an invented one.
 */
const ENDED_MAX = 10_000;

/** `cameLate`: told of each, once. */
export function createHandOffs(
  clock: Clock,
  deadlineMs: number,
  cameLate: (handOff: HandOff) => void = () => {},
): HandOffs {
  const waiting = new Map<string, Waiting>();
  const ended = createLatest<Ended>(ENDED_MAX);
  const late = { total: 0, tell: cameLate };

  function end(request: Waiting, outcome: ValidationOutcome, intake: AnswerIntake): void {
    const { handOff, timer } = request;
    timer[Symbol.dispose]();
    waiting.delete(handOff.requestId);
    ended.set(handOff.requestId, { handOff, intake });
    request.settle({ ...outcome, handOff });
  }

  function expire(requestId: string): void {
    const request = waiting.get(requestId);
    if (request !== undefined) end(request, { code: VALIDATION_FAILURES.agentSilent }, 'late');
  }

  return {
    wait(userPrincipalName, agentId, requestId) {
      return new Promise((settle) => {
        const dueMs = clock.nowMs() + deadlineMs;
        const timer = clock.at(dueMs, () => expire(requestId));
        const handOff = { requestId, agentId, dueMs };
        waiting.set(requestId, { handOff, userPrincipalName, timer, settle });
      });
    },
    answer(requestId, agentId, header) {
      // A live timer may fire late; the deadline counts, not the timer.
      const dueMs = waiting.get(requestId)?.handOff.dueMs;
      if (dueMs !== undefined && clock.nowMs() >= dueMs) expire(requestId);
      const request = waiting.get(requestId);
      if (request === undefined) return answerEnded(ended.get(requestId), agentId, clock, late);
      if (request.handOff.agentId !== agentId) return 'other-agent';
      request.handOff.answeredMs = clock.nowMs();
      const outcome = judgeAnswer(parseAgentAnswer(header), request.userPrincipalName);
      const unreadable = outcome.code === VALIDATION_FAILURES.answerUnreadable;
      const intake = unreadable ? 'unreadable' : 'taken';
      end(request, outcome, intake);
      return intake;
    },
    lateTotal: () => late.total,
    [Symbol.dispose]: () => giveUp(waiting),
  };
}

function giveUp(waiting: Map<string, Waiting>): void {
  for (const { timer } of waiting.values()) timer[Symbol.dispose]();
  waiting.clear();
}

/** Nothing changes how a sign-in ended: a repeated answer hears again what the first one heard. */
function answerEnded(
  over: Ended | undefined,
  agentId: string,
  clock: Clock,
  late: { total: number; tell: (handOff: HandOff) => void },
): AnswerIntake {
  if (over === undefined) return 'unknown-request';
  if (over.handOff.agentId !== agentId) return 'other-agent';
  if (over.intake === 'late' && over.handOff.late === undefined) {
    late.total += 1;
    over.handOff.late = { atMs: clock.nowMs(), code: VALIDATION_FAILURES.answerLate };
    late.tell(over.handOff);
  }
  return over.intake;
}

/** An agent that vouches for somebody else than was asked about has answered nothing. */
function judgeAnswer(answer: AgentAnswer, asked: string): ValidationOutcome {
  switch (answer.kind) {
    case 'right':
      return answer.userPrincipalName.toLowerCase() === asked.toLowerCase()
        ? { code: 0 }
        : {
            code: VALIDATION_FAILURES.answerUnreadable,
            note: 'The agent answered for another user.',
          };
    case 'refused':
      return { code: aadstsForWin32(answer.win32), note: `Win32 ${answer.win32}` };
    case 'key-not-found':
      return { code: VALIDATION_FAILURES.keyNotFound };
    case 'undecryptable':
      return { code: VALIDATION_FAILURES.undecryptable };
    case 'failed':
      return { code: VALIDATION_FAILURES.agentFailed };
    case 'unreadable':
      return { code: VALIDATION_FAILURES.answerUnreadable };
    default:
      return answer satisfies never;
  }
}
