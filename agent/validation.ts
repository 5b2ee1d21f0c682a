/**
 * One validation: pick the own value, decrypt it, ask a domain controller, post the answer. All
 * decisions, no I/O.
 */

import type { ValidationRequest } from '../protocol/messages.ts';
import { DECRYPTION_FAILED, ENCRYPTION_DATA_NOT_FOUND } from '../protocol/messages.ts';
import { ERROR } from '../protocol/win32.ts';
import type { Secret } from '../runtime/secret.ts';
import type { AgentEffect, AgentEvent, AgentState, Answer, Step, Validation } from './state.ts';

type Event<T extends AgentEvent['type']> = Extract<AgentEvent, { type: T }>;

export function requestArrived(state: AgentState, request: ValidationRequest, nowMs: number): Step {
  const validation: Validation = {
    requestId: request.RequestId,
    transactionId: request.TransactionId,
    returnHost: request.ReturnHost,
    userPrincipalName: request.UserPrincipalName,
    dueMs: nowMs + state.timings.agentAnswerDeadlineMs,
  };
  const encrypted = request.EncryptedData.find(({ KeyIdentifer }) =>
    state.identity?.keyIds.includes(KeyIdentifer),
  );
  const counted = count(state, 'authentications');
  if (encrypted) return [counted, [{ type: 'open-password', validation, encrypted }]];
  return answerWith(counted, validation, { reason: ENCRYPTION_DATA_NOT_FOUND }, [
    {
      type: 'log',
      event: 'keyNotFound',
      message: `Request ${validation.requestId} holds no value for this agent's key.`,
    },
  ]);
}

export function passwordOpened(
  state: AgentState,
  validation: Validation,
  password: Secret | 'undecryptable',
): Step {
  if (password !== 'undecryptable') {
    return [state, [{ type: 'ask-directory', validation, password, controller: 0 }]];
  }
  return answerWith(state, validation, { reason: DECRYPTION_FAILED }, [
    {
      type: 'log',
      event: 'undecryptable',
      message: `The password of request ${validation.requestId} could not be decrypted.`,
    },
  ]);
}

export function directoryAnswered(
  state: AgentState,
  event: Event<'directory-answered'>,
  nowMs: number,
): Step {
  const { validation, password, result } = event;
  if (!('failure' in result)) return answerWith(state, validation, result, []);
  if (result.at === 'exchange' && result.failure === 'timed-out') {
    return gaveUp(state, validation);
  }
  const controller = event.controller + 1;
  if (nowMs >= validation.dueMs) return gaveUp(state, validation);
  if (controller < state.controllers.length) {
    return [state, [{ type: 'ask-directory', validation, password, controller }]];
  }
  const tried = state.controllers.join(', ');
  return answerWith(state, validation, { win32: ERROR.NO_LOGON_SERVERS }, [
    {
      type: 'log',
      event: 'controllerUnreachable',
      message: `The agent cannot reach a domain controller (tried ${tried}): ${result.failure}.`,
    },
  ]);
}

/**
 * A controller that took the question and never answered: the agent stays silent, as LogonUser
 * would.
 */
function gaveUp(state: AgentState, validation: Validation): Step {
  const message = `The directory did not answer request ${validation.requestId} in time.`;
  return [count(state, 'errors'), [{ type: 'log', event: 'validationTimedOut', message }]];
}

function answerWith(
  state: AgentState,
  validation: Validation,
  answer: Answer,
  logged: readonly AgentEffect[],
): Step {
  return [count(state, counterFor(answer)), [...logged, post(state, validation, answer, 1)]];
}

function post(
  { config }: AgentState,
  validation: Validation,
  answer: Answer,
  attempt: number,
): AgentEffect {
  const url = config?.ResponseEndpoint ?? `https://${validation.returnHost}`;
  return { type: 'post', url, validation, answer, attempt };
}

function counterFor(answer: Answer): keyof AgentState['counters'] {
  if ('reason' in answer) return 'errors';
  if (answer.win32 === ERROR.SUCCESS) return 'successful';
  return answer.win32 === ERROR.NO_LOGON_SERVERS ? 'errors' : 'failed';
}

/**
 * Five tries from 200 ms, doubling (bootstrap reply: ResponseRetry…). A refusal by the cloud is
 * final.
 */
export function posted(state: AgentState, event: Event<'posted'>, nowMs: number): Step {
  const { validation, answer, attempt, result } = event;
  if (result === 'accepted') return [state, []];
  const { timings } = state;
  const refused = result.failure.startsWith('http-');
  if (refused || attempt >= timings.responseRetryAttempts) {
    const message =
      `The answer to request ${validation.requestId} was not taken: ` +
      `${result.failure} at ${result.at}.`;
    return [count(state, 'errors'), [{ type: 'log', event: 'responseRefused', message }]];
  }
  const pauseMs = timings.responseRetryFirstMs * timings.responseRetryFactor ** (attempt - 1);
  return [
    state,
    [{ type: 'post-later', validation, answer, attempt: attempt + 1, dueMs: nowMs + pauseMs }],
  ];
}

export function postAgain(state: AgentState, event: Event<'post-again'>): Step {
  const { validation, answer, attempt } = event;
  return [state, [post(state, validation, answer, attempt)]];
}

function count(state: AgentState, counter: keyof AgentState['counters']): AgentState {
  const counters = { ...state.counters, [counter]: state.counters[counter] + 1 };
  return { ...state, counters };
}
