/**
 * Walks the sign-in pages as a person does and takes every form on the way, so that the fuzzer
 * knows forms and hidden fields as they are, not as somebody once wrote them down.
 */
import { call, NOAH, SIGN_IN, type World } from '../../mock-entra/stub-world.ts';
import { FEDERATED, FORM } from './fuzz-world.ts';
import type { Base } from './well-meant.ts';

/**
 * One with nothing in the way, one with a second factor, one with an expired password, one
 * elsewhere.
 */
const PEOPLE = [NOAH.username, 'nora@contoso.example', 'olga@contoso.example', FEDERATED];
const STEPS_MAX = 6;

export interface Walk {
  forms: readonly Base[];
  /** Authorization codes that the walks ended with. */
  codes: readonly string[];
}

export async function walkPages(world: World, start: string): Promise<Walk> {
  const found: Base[] = [];
  const codes: string[] = [];
  for (const userName of PEOPLE) {
    const jar = new Map<string, string>();
    let reply = await call(world, 'GET', start);
    for (
      let step = 0;
      step < STEPS_MAX && reply.headers['content-type']?.includes('html');
      step++
    ) {
      for (const cookie of reply.cookies ?? []) {
        const [name = '', value = ''] = (cookie.split(';')[0] ?? '').split('=', 2);
        jar.set(name, value);
      }
      const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
      const forms = readForms(reply.body).map((form) => fillIn(form, userName, cookie));
      found.push(...forms);
      const main = forms.sort((a, b) => b.form.length - a.form.length)[0];
      if (main === undefined || new URL(main.url).origin !== SIGN_IN) break;
      const body = new URLSearchParams(main.form).toString();
      reply = await call(world, 'POST', main.url, { headers: main.headers, body });
    }
    const { location = SIGN_IN } = reply.headers;
    const code = new URL(location, SIGN_IN).searchParams.get('code');
    if (code !== null) codes.push(code);
  }
  return { forms: found, codes };
}

interface Filled extends Base {
  form: [string, string][];
}

function fillIn({ url, fields }: Form, userName: string, cookie: string): Filled {
  const typed: Record<string, string> = {
    ...{ loginfmt: userName, login: userName, passwd: NOAH.password, otc: '123456' },
    ...{ OldPassword: NOAH.password, NewPassword: 'New-pass-77!', ConfirmPassword: 'New-pass-77!' },
    ...{ LoginOptions: '1', acceptConsent: 'true' },
  };
  const form = fields.map(([name, value]): [string, string] => [name, typed[name] ?? value]);
  return { method: 'POST', url, headers: { ...FORM, ...(cookie && { cookie }) }, form };
}

interface Form {
  url: string;
  fields: readonly (readonly [string, string])[];
}

function readForms(page: string): Form[] {
  return [...page.matchAll(/<form([^>]*)>(.*?)<\/form>/gs)].map(([, head = '', inside = '']) => {
    const tags = [...inside.matchAll(/<(?:input|button)[^>]*>/g)].map(([tag]) => tag);
    const all = tags.map((tag) => [attribute(tag, 'name'), attribute(tag, 'value')] as const);
    // Of several buttons that send the same name, one is pressed.
    const fields = new Map(all.filter(([name]) => name !== ''));
    return { url: new URL(attribute(head, 'action'), SIGN_IN).href, fields: [...fields] };
  });
}

function attribute(tag: string, name: string): string {
  const [, value = ''] = new RegExp(`\\s${name}="([^"]*)"`).exec(tag) ?? [];
  return value.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&');
}
