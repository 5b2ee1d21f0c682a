/** What never changes from one minute to the next, and may be read from any page. */
import { renderAadsts } from '../errors.ts';
import type { Answer } from '../exchange.ts';

/** Fact sheet 4.2. */
export const CACHED = {
  'cache-control': 'max-age=86400, private',
  'access-control-allow-origin': '*',
  'access-control-allow-methods': 'GET, OPTIONS',
};

/** A page that sends headers of its own asks first. Takes `GET`, and `HEAD` from who only looks. */
export function forAnyPage(answer: Answer): Answer {
  return (cloud, exchange) => {
    const { method } = exchange.request;
    if (method === 'OPTIONS') return PREFLIGHT;
    return method === 'GET' || method === 'HEAD'
      ? answer(cloud, exchange)
      : renderAadsts(cloud, exchange, { code: 900561 });
  };
}

const PREFLIGHT = {
  status: 200,
  headers: { ...CACHED, 'access-control-allow-headers': '*' },
  body: '',
};
