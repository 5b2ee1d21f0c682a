/**
 * Grants at the token endpoint, of all the password grant (ROPC), as a client sends them: one POST,
 * one answer, nothing followed and nothing tried again. Tokens stay inside the returned value:
 * whoever keeps an observation keeps claims only.
 */
import type { NetworkFailure, NetworkPhase } from '../../protocol/network-failure.ts';
import type { ProbeContext } from '../probe.ts';
import { type JsonObject, listOf, parseJsonObject, textOf } from './json.ts';

export type GrantAnswer = { phaseMs: Partial<Record<NetworkPhase, number>> } & (
  | { kind: 'unreachable'; failure: NetworkFailure; at: NetworkPhase }
  | { kind: 'refused'; status: number; code: number; text: string; correlationId: string }
  | {
      kind: 'granted';
      status: number;
      idToken: string | undefined;
      accessToken: string;
      refreshToken: string | undefined;
    }
  | { kind: 'nonsense'; status: number; text: string }
);

/** The part of a probe's context that a sign-in needs; the lab's own traffic has no more. */
export type GrantContext = Pick<
  ProbeContext,
  'network' | 'from' | 'authority' | 'clientId' | 'correlationId' | 'account' | 'timeoutMs'
>;

/** `headers` go on top of those that every client sends. */
export async function sendPasswordGrant(
  context: GrantContext,
  scope: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<GrantAnswer> {
  const { userName, password } = context.account;
  const form = {
    grant_type: 'password',
    client_id: context.clientId,
    scope,
    username: userName,
    password: password.reveal(),
  };
  return withoutName(await sendGrant(context, form, headers), userName);
}

/** Some refusals quote the name that was typed: it has no business in what is kept. */
function withoutName(answer: GrantAnswer, userName: string): GrantAnswer {
  if (answer.kind !== 'refused' || userName === '') return answer;
  const at = answer.text.toLowerCase().indexOf(userName.toLowerCase());
  if (at < 0) return answer;
  const text = `${answer.text.slice(0, at)}[user]${answer.text.slice(at + userName.length)}`;
  return withoutName({ ...answer, text }, userName);
}

/** One POST to the token endpoint. The form holds credentials: nobody else may see it. */
export async function sendGrant(
  context: Omit<GrantContext, 'account' | 'clientId'>,
  form: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>>,
): Promise<GrantAnswer> {
  const outcome = await context.network.request(
    {
      method: 'POST',
      url: `${context.authority}/oauth2/v2.0/token`,
      headers: {
        accept: 'application/json',
        'content-type': 'application/x-www-form-urlencoded',
        'client-request-id': context.correlationId,
        ...headers,
      },
      body: new URLSearchParams(form).toString(),
    },
    { from: context.from, timeoutMs: context.timeoutMs },
  );
  const { phaseMs } = outcome;
  if (!outcome.ok)
    return { phaseMs, kind: 'unreachable', failure: outcome.failure, at: outcome.at };
  return { phaseMs, ...parseGrantAnswer(outcome.value.status, outcome.value.body) };
}

type ParsedAnswer =
  | Omit<Extract<GrantAnswer, { kind: 'refused' }>, 'phaseMs'>
  | Omit<Extract<GrantAnswer, { kind: 'granted' }>, 'phaseMs'>
  | Omit<Extract<GrantAnswer, { kind: 'nonsense' }>, 'phaseMs'>;

export function parseGrantAnswer(status: number, body: string): ParsedAnswer {
  const answer = parseJsonObject(body);
  if (answer === undefined) return { kind: 'nonsense', status, text: 'the body is not JSON' };
  const accessToken = textOf(answer, 'access_token');
  if (status === 200 && accessToken !== undefined) {
    const [idToken, refreshToken] = [textOf(answer, 'id_token'), textOf(answer, 'refresh_token')];
    return { kind: 'granted', status, idToken, accessToken, refreshToken };
  }
  const code = aadstsCode(answer);
  if (status === 200 || code === undefined) {
    return { kind: 'nonsense', status, text: 'the body holds neither tokens nor an AADSTS code' };
  }
  const text = sentenceOf(textOf(answer, 'error_description') ?? '');
  return {
    kind: 'refused',
    status,
    code,
    text,
    correlationId: textOf(answer, 'correlation_id') ?? '',
  };
}

function aadstsCode(answer: JsonObject): number | undefined {
  const listed = listOf(answer, 'error_codes')[0];
  if (typeof listed === 'number') return listed;
  const written = /^AADSTS(\d+)/.exec(textOf(answer, 'error_description') ?? '')?.[1];
  return written === undefined ? undefined : Number(written);
}

/**
 * The sentence alone: without the code before it, and without trace id, correlation id and time,
 * which Entra puts behind it on new lines, or after spaces.
 */
function sentenceOf(description: string): string {
  const [first = ''] = description.split(/\r?\n| Trace ID: /);
  return first.replace(/^AADSTS\d+: /, '');
}
