/**
 * Parameters of a request, from the query, the form or both, as the pages and the authorization
 * endpoint read them. A name that comes twice is a mistake of the sender (9002313), never a choice
 * for us to make.
 */
import { LIMITS } from '../../protocol/limits.ts';
import type { Refusal } from '../errors.ts';
import type { Exchange } from '../exchange.ts';
import type { Form } from '../token/form.ts';

const FORM = /^application\/x-www-form-urlencoded\s*(;|$)/i;

export function readParameters({ request, url }: Exchange): Form | Refusal {
  if (request.body.length > LIMITS.formCharsMax.value) {
    return { code: 9002313, detail: 'The body is too long.' };
  }
  const isForm = request.method === 'POST' && FORM.test(request.headers['content-type'] ?? '');
  const body = new URLSearchParams(isForm ? request.body : '');
  const sent = [...url.searchParams, ...body];
  const values = new Map(sent);
  // Parameter names are a stranger's text: they are not named in an answer.
  if (values.size < sent.length) return { code: 9002313, detail: 'A parameter is there twice.' };
  return { get: (name) => values.get(name) || undefined };
}
