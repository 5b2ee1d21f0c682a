/**
 * The form of a request to the token and device code endpoints. Anything that is no form, or none
 * that can be read in one way only, is refused here; names of parameters are a stranger's text and
 * are never repeated in an answer. Too long a body never gets here: the listeners answer 413.
 */
import type { HttpRequest } from '../../runtime/ports.ts';
import type { Refusal } from '../errors.ts';

export interface Form {
  /** Undefined for what is absent or empty: Entra makes no difference. */
  get(name: string): string | undefined;
}

export function parseForm({ body, headers }: HttpRequest): Form | Refusal {
  const type = headers['content-type'] ?? 'application/x-www-form-urlencoded';
  // What is not a form has no parameters: the first one that is missing is named (900144).
  const isForm = /^application\/x-www-form-urlencoded\s*(;|$)/i.test(type);
  const sent = [...new URLSearchParams(isForm ? body : '')];
  const values = new Map(sent);
  if (values.size < sent.length) return { code: 9002313, detail: 'A parameter is there twice.' };
  return { get: (name) => values.get(name) || undefined };
}

export function missing(parameter: string): Refusal {
  return { code: 900144, detail: `Parameter: '${parameter}'.` };
}
