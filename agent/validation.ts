/**
 * One validation: pick the own value, decrypt it, ask a domain controller, post the answer. All
 * decisions, no I/O.
 */

import type { ValidationRequest } from '../protocol/messages.ts';
import { DECRYPTION_FAILED, ENCRYPTION_DATA_NOT_FOUND } from '../protocol/messages.ts';
import { ERROR } from '../protocol/win32.ts';
import type { Secret } from '../runtime/secret.ts';
import type {
  AgentEffect,
  AgentEvent,
  AgentState,
  Answer,
  Step,
  Unopened,
  Validation,
} from './state.ts';

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
  password: Secret | Unopened,
): Step {
  const { requestId } = validation;
  if (password === 'undecryptable') {
    const message = `The password of request ${requestId} could not be decrypted.`;
    const log: AgentEffect = { type: 'log', event: 'undecryptable', message };
    return answerWith(state, validation, { reason: DECRYPTION_FAILED }, [log]);
  }
  if (password === 'no-key') {
    // No source says what decides between 80010 and 80011 (fact sheet 8.2): taken by their words,
    // a key that cannot be fetched is 80011 and one that opens nothing is 80010.
    const message = `The key for request ${requestId} could not be opened: it does not exist.`;
    const log: AgentEffect = { type: 'log', event: 'keyUnavailable', message };
    return answerWith(state, validation, { reason: ENCRYPTION_DATA_NOT_FOUND }, [log]);
  }
  if (isTimeSkewed(state)) return answerSkewed(state, validation);
  return [state, [{ type: 'ask-directory', validation, password, controller: 0 }]];
}

/** Kerberos puts up with five minutes; beyond it Windows never gets as far as the controller. */
function isTimeSkewed({ conditions, timings }: AgentState): boolean {
  return Math.abs(conditions.clockOffsetMs) > timings.kerberosSkewMs;
}

function answerSkewed(state: AgentState, validation: Validation): Step {
  const { clockOffsetMs } = state.conditions;
  const [minutes, side] = [Math.round(Math.abs(clockOffsetMs) / 60_000), clockOffsetMs > 0];
  const message = `The time of this server is ${minutes} minutes ${side ? 'ahead' : 'behind'}.`;
  return answerWith(state, validation, { win32: ERROR.TIME_SKEW }, [
    { type: 'log', event: 'timeSkew', message },
  ]);
}

export function directoryAnswered(
  state: AgentState,
  event: Event<'directory-answered'>,
  nowMs: number,
): Step {
  const { validation, password, result } = event;
  if (!('failure' in result)) return answerWith(state, validation, result, []);
  const isSilent = result.failure === 'timed-out';
  if (isSilent && result.at === 'exchange') return gaveUp(state, validation);
  const controller = event.controller + 1;
  if (nowMs >= validation.dueMs) return gaveUp(state, validation);
  if (controller < state.controllers.length) {
    return [state, [{ type: 'ask-directory', validation, password, controller }]];
  }
  // It took the connection, if no more: hung, and not out of reach.
  if (isSilent && result.at === 'tls') return gaveUp(state, validation);
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
  const log: AgentEffect = { type: 'log', event: 'validationTimedOut', message };
  return [count(state, 'errors'), [log, { type: 'give-up', validation }]];
}

function answerWith(
  state: AgentState,
  validation: Validation,
  answer: Answer,
  logged: readonly AgentEffect[],
): Step {
  const traced = traceOf(validation, answer);
  const effects = [...logged, ...traced, post(state, validation, answer, 1)];
  return [count(state, counterFor(answer)), effects];
}

/** Failed requests only are in the trace at its usual level (ED-TS shows no other line). */
function traceOf({ requestId }: Validation, answer: Answer): AgentEffect[] {
  if ('win32' in answer && answer.win32 === ERROR.SUCCESS) return [];
  const reason = 'win32' in answer ? String(answer.win32) : answer.reason;
  return [{ type: 'trace-failure', requestId, reason }];
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

/** Codes that say nothing about the password. */
const NO_VERDICT: readonly number[] = [ERROR.NO_LOGON_SERVERS, ERROR.TIME_SKEW];

function counterFor(answer: Answer): keyof AgentState['counters'] {
  if ('reason' in answer) return 'errors';
  if (answer.win32 === ERROR.SUCCESS) return 'successful';
  return NO_VERDICT.includes(answer.win32) ? 'errors' : 'failed';
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
