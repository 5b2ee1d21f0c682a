/**
 * The password grant (ROPC), as a client sends it: one POST, one answer, nothing followed and
 * nothing tried again. Tokens stay inside the returned value: whoever keeps an observation keeps
 * claims only.
 */
import type { NetworkFailure, NetworkPhase } from '../protocol/network-failure.ts';
import { type JsonObject, listOf, parseJsonObject, textOf } from './json.ts';
import type { ProbeContext } from './probe.ts';

export type GrantAnswer = { phaseMs: Partial<Record<NetworkPhase, number>> } & (
  | { kind: 'unreachable'; failure: NetworkFailure; at: NetworkPhase }
  | { kind: 'refused'; status: number; code: number; text: string; correlationId: string }
  | { kind: 'granted'; status: number; idToken: string | undefined; accessToken: string }
  | { kind: 'nonsense'; status: number; text: string }
);

/** The part of a probe's context that a sign-in needs; the lab's own traffic has no more. */
export type GrantContext = Pick<
  ProbeContext,
  'network' | 'from' | 'authority' | 'clientId' | 'correlationId' | 'account' | 'timeoutMs'
>;

export async function sendPasswordGrant(
  context: GrantContext,
  scope: string,
): Promise<GrantAnswer> {
  const outcome = await context.network.request(
    {
      method: 'POST',
      url: `${context.authority}/oauth2/v2.0/token`,
      headers: {
        accept: 'application/json',
        'content-type': 'application/x-www-form-urlencoded',
        'client-request-id': context.correlationId,
      },
      body: new URLSearchParams({
        grant_type: 'password',
        client_id: context.clientId,
        scope,
        username: context.account.userName,
        password: context.account.password.reveal(),
      }).toString(),
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
    return { kind: 'granted', status, idToken: textOf(answer, 'id_token'), accessToken };
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
