/** What a stranger makes of a well-meant request: a few changes to it, each of a hostile kind. */
import fc from 'fast-check';
import type { Client } from '../../runtime/ports.ts';
import type { Base } from './well-meant.ts';

/** Must never come back unescaped. */
export const MARKER = `<pta"'lab>`;

export interface Sent {
  method: string;
  url: string;
  headers: Readonly<Record<string, string>>;
  body: string;
  client?: Client;
}

const TEXTS = [
  ...['', ' ', '0', '-1', '1e9', 'null', '[]', '{}', '%', '%00', '%ZZ', '..%2f..%2f', '\u0000'],
  ...[MARKER, `${MARKER}\r\nset-cookie: a=b`, `</script><script>${MARKER}`, "';--", '{{7*7}}'],
  ...['https://evil.example/', 'https://app.contoso.example.evil.example/callback'],
  ...['//evil.example', 'javascript:alert(1)', 'https://app.contoso.example/callback?x=1#y'],
  ...['\ud800', '\u202e', '𝒳'.repeat(60), 'x'.repeat(3_000), 'a b', 'ＡＤＭＩＮ', 'é'],
  ...['common', 'consumers', 'organizations', 'contoso.example', 'fed.contoso.example'],
  ...['__proto__', 'constructor', 'hasOwnProperty', 'openid', '.default', 'S256', 'plain', 'none'],
  ...["displayName eq 'a' and", 'not not not', '('.repeat(500), "a eq ''''", 'id in (', "'"],
  ...['code', 'id_token', 'token', 'form_post', 'fragment', 'query', 'eyJhbGciOiJub25lIn0.e30.'],
];

const FILTER_WORDS = [
  ...['displayName', 'status/errorCode', 'createdDateTime', 'id', 'x/y/z', 'eq', 'ne', 'ge', 'in'],
  ...['and', 'or', 'not', '(', ')', ',', "'a'", "''", "'", '0', '-1', 'true', 'null', '2026-01-01'],
  ...['startsWith(displayName,', 'any(t:', 'endsWith', '2026-13-45T99:00:00Z', '1e999', '/'],
];
const filter = fc
  .array(fc.constantFrom(...FILTER_WORDS), { maxLength: 9 })
  .map((words) => words.join(' '));

const text = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...TEXTS) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  { weight: 1, arbitrary: filter },
);

const NAMES = [
  ...['client_id', 'redirect_uri', 'response_type', 'response_mode', 'scope', 'state', 'nonce'],
  ...['prompt', 'login_hint', 'domain_hint', 'max_age', 'claims', 'request', 'request_uri'],
  ...['code_challenge', 'code_challenge_method', 'grant_type', 'username', 'password', 'code'],
  ...['client_secret', 'client_assertion', 'client_assertion_type', 'refresh_token', 'device_code'],
  ...['flowToken', 'ctx', 'canary', 'login', 'loginfmt', 'passwd', 'otc', 'type', 'LoginOptions'],
  ...['$filter', '$top', '$skip', '$select', '$orderby', '$count', '$expand', '$skiptoken'],
  ...['$search', 'api-version', 'post_logout_redirect_uri', 'id_token_hint', 'logout_hint', 'code'],
];
const name = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...NAMES) },
  { weight: 1, arbitrary: text },
);

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'TRACE', 'get', 'X'];
const HEADER_NAMES = [
  ...['content-type', 'authorization', 'cookie', 'origin', 'accept-language', 'user-agent'],
  ...['client-request-id', 'return-client-request-id', 'consistencylevel', 'prefer', 'referer'],
  ...['x-ms-tokenaction', 'host', 'x-forwarded-host', 'access-control-request-method'],
];
const headerValue = fc.oneof(
  text,
  fc.constantFrom(
    ...['application/json', 'text/xml', 'multipart/form-data; boundary=x', 'text/plain'],
    ...['Bearer x.y.z', 'Bearer ', 'Basic !!!!', `Basic ${btoa('a:b:c')}`, 'Negotiate'],
    ...['ESTSAUTH=x; ESTSAUTHPERSISTENT=y', '='.repeat(50), 'null', 'https://spa.contoso.example'],
  ),
);

type Change =
  | {
      kind: 'set' | 'add' | 'remove' | 'repeat';
      in: 'query' | 'form';
      at: number;
      name: string;
      value: string;
    }
  | { kind: 'path'; at: number; value: string }
  | { kind: 'raw-query' | 'body'; value: string }
  | { kind: 'method'; value: string }
  | { kind: 'header'; name: string; value: string };

const change: fc.Arbitrary<Change> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constantFrom(
        'set' as const,
        'set' as const,
        'add' as const,
        'remove' as const,
        'repeat' as const,
      ),
      in: fc.constantFrom('query' as const, 'form' as const),
      ...{ at: fc.nat(12), name, value: text },
    }),
  },
  fc.record({ kind: fc.constant('path' as const), at: fc.nat(5), value: text }),
  fc.record({ kind: fc.constantFrom('raw-query' as const, 'body' as const), value: text }),
  fc.record({ kind: fc.constant('method' as const), value: fc.constantFrom(...METHODS) }),
  fc.record({
    ...{ kind: fc.constant('header' as const), name: fc.constantFrom(...HEADER_NAMES) },
    value: headerValue,
  }),
);

export function hostile(bases: readonly Base[]): fc.Arbitrary<Sent> {
  return fc
    .record({
      base: fc.constantFrom(...bases),
      changes: fc.array(change, { minLength: 1, maxLength: 4 }),
    })
    .map(({ base, changes }) => apply(base, changes));
}

type Pairs = [string, string][];

function apply(base: Base, changes: readonly Change[]): Sent {
  const url = new URL(base.url);
  const query: Pairs = [...url.searchParams];
  const form: Pairs | undefined = base.form?.map(([key, value]) => [key, value]);
  const segments = url.pathname.split('/');
  const headers = { ...base.headers };
  let { method, body = '' } = base;
  let rawQuery: string | undefined;
  let rawBody: string | undefined;
  for (const one of changes) {
    if ('in' in one) changePairs(one.in === 'form' && form ? form : query, one);
    else if (one.kind === 'path') segments[1 + (one.at % segments.length)] = inPath(one.value);
    else if (one.kind === 'raw-query') rawQuery = inPath(one.value);
    else if (one.kind === 'body') rawBody = one.value;
    else if (one.kind === 'method') method = one.value;
    else if (one.kind === 'header') headers[one.name] = one.value.replaceAll(/[\r\n\0]/g, '');
  }
  if (form) body = encode(form);
  const search = rawQuery ?? encode(query);
  return {
    ...{ method, headers, body: rawBody ?? body },
    ...(base.client && { client: base.client }),
    url: `${url.origin}${segments.join('/')}${search === '' ? '' : `?${search}`}`,
  };
}

function changePairs(
  pairs: Pairs,
  { kind, at, name: key, value }: Extract<Change, { in: string }>,
): void {
  const place = at % Math.max(pairs.length, 1);
  const old = pairs[place];
  if (kind === 'add' || old === undefined) pairs.push([key, value]);
  else if (kind === 'set') pairs[place] = [old[0], value];
  else if (kind === 'remove') pairs.splice(place, 1);
  else pairs.push(old);
}

function encode(pairs: Pairs): string {
  const whole = pairs.map(([key, value]): [string, string] => [
    key.toWellFormed(),
    value.toWellFormed(),
  ]);
  return new URLSearchParams(whole).toString();
}

/** What a client can put on the request line at all; half of it %-encoded, half as it is. */
function inPath(value: string): string {
  const line = value.toWellFormed().replaceAll(/[\s\0#?]/g, '');
  return value.length % 2 === 0 ? encodeURIComponent(line) : line;
}
