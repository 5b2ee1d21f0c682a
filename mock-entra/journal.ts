/**
 * What was asked of the cloud side and how it ended, the latest of it, for tests that verify what
 * their client sent. Values of parameters are kept only by name: what is not on the list may be a
 * password, a code or a token, and leaves nothing behind but its name.
 */
import type { HttpResponse } from '../runtime/ports.ts';
import type { Exchange } from './exchange.ts';
import { decodeFormText } from './parameters.ts';

export interface JournalEntry {
  /** Counts from 1 and is never given twice. */
  readonly number: number;
  /** Lab time at which the request came, and what the answer took of it. */
  readonly atMs: number;
  readonly tookMs: number;
  readonly method: string;
  readonly host: string;
  readonly path: string;
  /** Of the query and of a form; the first of each name. `HIDDEN` stands for what is not kept. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly status: number;
  /** Of the refusal, as the caller could read it: in JSON, on a page or in a redirect. */
  readonly aadstsCode?: number;
  readonly correlationId: string;
  readonly traceId: string;
}

export interface Journal {
  add(exchange: Exchange, response: HttpResponse, times: { atMs: number; endedMs: number }): void;
  /** Oldest first. */
  entries(): readonly JournalEntry[];
  clear(): void;
}

export const HIDDEN = '[hidden]';

const SHOWN: ReadonlySet<string> = new Set([
  ...['$count', '$expand', '$filter', '$orderby', '$search', '$select', '$skiptoken', '$top'],
  ...['LoginOptions', 'acceptConsent', 'acr_values', 'api-version', 'authorization_endpoint'],
  ...['claims', 'client_assertion_type', 'client_id', 'client_info', 'code_challenge_method'],
  ...['domain_hint', 'error', 'grant_type', 'instance_aware', 'json', 'login', 'login_hint'],
  ...['loginfmt', 'logout_hint', 'max_age', 'mkt', 'nonce', 'post_logout_redirect_uri', 'prompt'],
  ...['redirect_uri', 'resource', 'response_mode', 'response_type', 'scope', 'type', 'username'],
  ...['x-client-SKU', 'x-client-Ver', 'x-client-VER'],
]);

const ENTRIES_MAX = 2_000;
const PAIRS_MAX = 40;
const TEXT_CHARS_MAX = 512;

export function createJournal(entriesMax = ENTRIES_MAX): Journal {
  const ring: JournalEntry[] = [];
  let count = 0;
  let oldest = 0;
  return {
    add({ request, url, correlationId, traceId }, response, { atMs, endedMs }) {
      const code = readCode(response);
      const entry: JournalEntry = {
        number: ++count,
        atMs,
        tookMs: endedMs - atMs,
        method: clip(request.method),
        host: url.host,
        path: clip(url.pathname),
        parameters: readParameters(url, request),
        status: response.status,
        ...(code !== undefined && { aadstsCode: code }),
        correlationId,
        traceId,
      };
      if (ring.length < entriesMax) ring.push(entry);
      else {
        ring[oldest] = entry;
        oldest = (oldest + 1) % entriesMax;
      }
    },
    entries: () => [...ring.slice(oldest), ...ring.slice(0, oldest)],
    clear() {
      ring.length = 0;
      oldest = 0;
    },
  };
}

const NONE = Object.freeze({});

/**
 * Read by hand: most of what comes is a secret and need not be decoded, and every token request
 * pays for this.
 */
function readParameters(
  url: URL,
  { body, headers }: Exchange['request'],
): JournalEntry['parameters'] {
  const isForm = body !== '' && looksLikeForm(headers['content-type'], body);
  if (url.search === '' && !isForm) return NONE;
  const query = url.search.slice(1);
  const pairs = (isForm ? (query === '' ? body : `${query}&${body}`) : query).split('&', PAIRS_MAX);
  const parameters: Record<string, string> = Object.create(null);
  for (const pair of pairs) {
    const equals = pair.indexOf('=');
    const name = clip(decodeFormText(equals < 0 ? pair : pair.slice(0, equals)));
    if (name === '' || parameters[name] !== undefined) continue;
    const isShown = SHOWN.has(name);
    parameters[name] = isShown
      ? clip(decodeFormText(equals < 0 ? '' : pair.slice(equals + 1)))
      : HIDDEN;
  }
  return parameters;
}

/** A form without its content type is one all the same: some endpoints take it. */
function looksLikeForm(type: string | undefined, body: string): boolean {
  return type === undefined ? !/^\s*[{[<]/.test(body) : type.includes('form-urlencoded');
}

function clip(text: string): string {
  return text.length <= TEXT_CHARS_MAX ? text : `${text.slice(0, TEXT_CHARS_MAX)}…`;
}

const CODE = /AADSTS(\d{5,7})/;
const CODE_IN_REDIRECT = /[?&#]error_description=AADSTS(\d{5,7})/;
const CODE_ON_PAGE = /"sErrorCode":\s*"?(\d{5,7})/;

/** Tokens are never searched: an answer of 200 that is no page has no code. */
function readCode({ status, headers, body }: HttpResponse): number | undefined {
  const { location, 'content-type': type = '' } = headers;
  const found =
    (location !== undefined && CODE_IN_REDIRECT.exec(location)) ||
    (status >= 400 && CODE.exec(body)) ||
    (type.startsWith('text/html') && CODE_ON_PAGE.exec(body));
  return found ? Number(found[1]) : undefined;
}
