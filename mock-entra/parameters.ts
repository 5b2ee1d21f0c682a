/**
 * Parameters of a request, read in one way or not at all: a name that comes twice is a mistake of
 * the sender (9002313), never a choice for us to make. Names are a stranger's text and are not
 * repeated in an answer. Too long a body never gets here: the listeners answer 413.
 */
import type { HttpRequest } from '../runtime/ports.ts';
import type { Refusal } from './errors.ts';
import type { Exchange } from './exchange.ts';

export interface Form {
  /** Undefined for what is absent or empty: Entra makes no difference. */
  get(name: string): string | undefined;
}

const FORM_TYPE = /^application\/x-www-form-urlencoded\s*(;|$)/i;

/** Of the token and device code endpoints. A body of no type is a form as well. */
export function parseForm({ body, headers }: HttpRequest): Form | Refusal {
  const type = headers['content-type'];
  // What is not a form has no parameters: the first one that is missing is named (900144).
  const isForm = type === undefined || FORM_TYPE.test(type);
  return readOnce([...new URLSearchParams(isForm ? body : '')]);
}

/** Of the pages and the authorization endpoint: from the query, the form or both. */
export function readParameters({ request, url }: Exchange): Form | Refusal {
  const isForm = request.method === 'POST' && FORM_TYPE.test(request.headers['content-type'] ?? '');
  return readOnce([...url.searchParams, ...new URLSearchParams(isForm ? request.body : '')]);
}

function readOnce(sent: readonly [string, string][]): Form | Refusal {
  const values = new Map(sent);
  if (values.size < sent.length) return { code: 9002313, detail: 'A parameter is there twice.' };
  return { get: (name) => values.get(name) || undefined };
}

/**
 * One encoded piece of a form, in which `+` is a space. Through `URLSearchParams`, which takes any
 * text; `decodeURIComponent` throws at strangers' nonsense.
 */
export function decodeFormText(raw: string): string {
  if (!raw.includes('%') && !raw.includes('+')) return raw;
  return new URLSearchParams(`v=${raw.replaceAll('&', '%26')}`).get('v') ?? '';
}

export function missing(parameter: string): Refusal {
  return { code: 900144, detail: `Parameter: '${parameter}'.` };
}
