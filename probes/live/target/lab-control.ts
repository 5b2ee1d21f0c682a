/**
 * Asks the control API of a lab, as a stranger who knows its address alone: probes do not import
 * the lab. The token goes to lab hosts only, which `allowed-hosts.ts` has made sure of.
 */
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { LabError } from '../../../runtime/lab-error.ts';
import { readControlToken } from '../../../runtime/live/control-token.ts';
import { asObject, numberOf } from '../../wire/json.ts';

interface Question {
  method?: 'GET' | 'POST';
  body?: unknown;
  timeoutMs?: number;
}

const ANSWER_MS = 5_000;

/** @throws LabError `LAB_UNREACHABLE` */
export async function askControl(
  control: string,
  path: string,
  { method = 'GET', body = {}, timeoutMs = ANSWER_MS }: Question = {},
): Promise<unknown> {
  const sent = { method, body: method === 'POST' ? JSON.stringify(body) : '', timeoutMs };
  const answer = await send(new URL(path, control), sent).catch((cause: unknown) => {
    const sentence = `No lab answers at ${control}: start one with "pta-lab up", name its line anew, and reload a watch.`;
    throw new LabError('LAB_UNREACHABLE', sentence, { cause });
  });
  if (answer.status >= 200 && answer.status < 300) return JSON.parse(answer.text);
  const sentence = `Expected the control API of a lab at ${control}, got status ${answer.status}`;
  throw new LabError('LAB_UNREACHABLE', `${sentence}; is PTA_LAB_CONTROL_TOKEN set?`);
}

/** Follows nothing. Not `fetch`, which costs a watch 17 MB for as long as it lives. */
function send(
  url: URL,
  { method, body, timeoutMs }: { method: string; body: string; timeoutMs: number },
): Promise<{ status: number; text: string }> {
  const token = readControlToken(process.env);
  const headers = {
    'content-type': 'application/json',
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
  };
  const request = url.protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(timeoutMs);
    const asked = request(url, { method, headers, signal }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
      answer.on('error', reject).on('end', () => resolve({ status: answer.statusCode ?? 0, text }));
    });
    asked.on('error', reject).end(body);
  });
}

/** How far the lab's clock is from the machine's: its tokens are dated by it. */
export async function readOffset(control: string, nowMs: number): Promise<number> {
  const answer = asObject(await askControl(control, '/clock')) ?? {};
  const labMs = numberOf(answer, 'nowMs');
  if (labMs !== undefined) return labMs - nowMs;
  throw new LabError('LAB_UNREACHABLE', `Expected the clock of a lab at ${control}, got none.`);
}
