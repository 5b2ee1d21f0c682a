/**
 * A browser for the tests of this folder: keeps cookies, follows nothing by itself, and sends the
 * forms it finds in a page as a person would. It reads HTML by what scripts rely on only: fields by
 * name, errors by role.
 */

import type { HttpResponse } from '../../runtime/ports.ts';
import { readConfig, unescapeMarkup } from '../pages/stub-document.ts';
import { CLIENT_ID, call, SIGN_IN, TENANT_ID, type World } from '../stub-world.ts';
import { REDIRECT_URI } from './fixture-applications.ts';

/** RFC 7636, appendix B. */
export const VERIFIER = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
const CHALLENGE = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';

export interface Browser {
  /** The authorization endpoint; members replace or add, an empty one is left out. */
  authorize(asked?: Record<string, string>): Promise<HttpResponse>;
  /** Fills in the form of the page that was loaded last; an empty one is left out. */
  submit(fields: Record<string, string>): Promise<HttpResponse>;
  /** Another form of the same page, by the end of its address. */
  submitTo(action: string, fields: Record<string, string>): Promise<HttpResponse>;
  get(url: string): Promise<HttpResponse>;
  readonly cookies: Map<string, string>;
}

const PLAIN = {
  client_id: CLIENT_ID,
  response_type: 'code',
  redirect_uri: REDIRECT_URI,
  scope: 'openid User.Read',
  state: 'state-1',
  code_challenge: CHALLENGE,
  code_challenge_method: 'S256',
};

export function createBrowser(world: World, tenantSegment = TENANT_ID): Browser {
  const cookies = new Map<string, string>();
  let page: HttpResponse | undefined;

  async function load(method: string, url: string, form?: Record<string, string>) {
    const headers = {
      cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
      ...(form && { 'content-type': 'application/x-www-form-urlencoded' }),
    };
    const body = form && new URLSearchParams(present(form)).toString();
    page = await call(world, method, url, { headers, ...(body !== undefined && { body }) });
    for (const cookie of page.cookies ?? []) keep(cookies, cookie);
    return page;
  }

  function submitTo(action: string | undefined, fields: Record<string, string>) {
    const form = formsOf(page?.body ?? '').find((one) => one.action.endsWith(action ?? ''));
    if (form === undefined) throw new Error(`no form in ${page?.status}: ${page?.body}`);
    return load('POST', `${SIGN_IN}${form.action}`, { ...form.fields, ...fields });
  }

  return {
    cookies,
    authorize(asked = {}) {
      const query = new URLSearchParams(present({ ...PLAIN, ...asked })).toString();
      return load('GET', `${SIGN_IN}/${tenantSegment}/oauth2/v2.0/authorize?${query}`);
    },
    submit(fields) {
      const [name = ''] = Object.keys(fields);
      const form = formsOf(page?.body ?? '').find((one) => one.names.includes(name));
      return submitTo(form?.action, fields);
    },
    submitTo,
    get: (url) => load('GET', url),
  };
}

function present(form: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(form).filter(([, value]) => value !== ''));
}

function keep(cookies: Map<string, string>, header: string): void {
  const [pair = '', ...attributes] = header.split('; ');
  const [name = '', value = ''] = pair.split('=', 2);
  if (attributes.includes('Max-Age=0')) cookies.delete(name);
  else cookies.set(name, value);
}

interface PageForm {
  action: string;
  /** Of the hidden fields, as they are sent whatever button is pressed. */
  fields: Record<string, string>;
  names: readonly string[];
}

function formsOf(body: string): readonly PageForm[] {
  return [...body.matchAll(/<form\b([^>]*)>(.*?)<\/form>/gs)].map(([, head = '', inner = '']) => {
    const controls = [...inner.matchAll(/<(?:input|button)\b([^>]*)>/gs)].map(
      ([, one = '']) => one,
    );
    const hidden = controls.filter((one) => attribute(one, 'type') === 'hidden');
    return {
      action: attribute(head, 'action'),
      names: controls.map((one) => attribute(one, 'name')),
      fields: Object.fromEntries(
        hidden.map((one) => [attribute(one, 'name'), attribute(one, 'value')]),
      ),
    };
  });
}

function attribute(tag: string, name: string): string {
  const [, value = ''] = new RegExp(`\\b${name}="([^"]*)"`).exec(tag) ?? [];
  return unescapeMarkup(value);
}

/** What is said for scripts, `$Config`. */
export function configOf({ body }: HttpResponse): Record<string, unknown> {
  return readConfig(body) ?? {};
}

/** The kind of page, as `$Config` names it, with the code it shows. */
export function pageIn(response: HttpResponse): string {
  const { pgid, sErrorCode } = configOf(response);
  return sErrorCode ? `${pgid} ${sErrorCode}` : String(pgid);
}

/** What went back to the application, by redirect. */
export function replyIn({ headers }: HttpResponse): Record<string, string> {
  const { search, hash } = new URL(headers.location ?? 'about:blank');
  return Object.fromEntries(new URLSearchParams(search.slice(1) || hash.slice(1)));
}

/** Through the first two pages, and no to the question after them. */
export async function signIn(
  browser: Browser,
  { username, password }: { username: string; password: string },
  asked: Record<string, string> = {},
): Promise<HttpResponse> {
  await browser.authorize(asked);
  await browser.submit({ loginfmt: username });
  const page = await browser.submit({ passwd: password });
  return pageIn(page) === 'KmsiInterrupt' ? browser.submit({ LoginOptions: '0' }) : page;
}

/** The AADSTS code that a redirect tells, 0 for none. */
export function codeIn(response: HttpResponse): number {
  const [, code] = /^AADSTS(\d+):/.exec(replyIn(response).error_description ?? '') ?? [];
  return Number(code ?? 0);
}
