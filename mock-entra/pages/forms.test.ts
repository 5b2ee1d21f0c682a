/** Where each form goes and what it sends: the contract between the pages and `authorize/`. */
import { expect, test } from 'vitest';
import { proves } from '../../test/parity/proves.ts';
import { APP, createPages, nameOf, renderLone, USER } from './fixture-pages.ts';
import type { Page } from './page.ts';
import { type Element, readDocument } from './stub-document.ts';

const PAGES = createPages({ text: USER, withError: true });
const FLOW = ['canary', 'ctx', 'flowToken'];

interface Form {
  action: string;
  names: readonly string[];
  buttons: readonly Readonly<Record<string, string>>[];
}

function formsOf(page: Page): readonly Form[] {
  const forms: (Form & { names: string[]; buttons: Form['buttons'][number][] })[] = [];
  for (const { tag, attributes } of readDocument(renderLone(page).body)) {
    const form = forms.at(-1);
    if (tag === 'form') forms.push({ action: attributes.action ?? '', names: [], buttons: [] });
    if (tag === 'input' && form && attributes.name) form.names.push(attributes.name);
    if (tag === 'button' && form) form.buttons.push(attributes);
  }
  return forms;
}

const tenant = encodeURIComponent(USER);
const back = [`/${tenant}/reprocess`, ['login']] as const;
const SENDS: Readonly<Record<string, readonly (readonly [string, readonly string[]])[]>> = {
  username: [[`/${tenant}/login`, ['loginfmt', 'type']]],
  password: [back, [`/${tenant}/login`, ['LoginOptions', 'login', 'loginfmt', 'passwd', 'type']]],
  'pick-account': [[`/${tenant}/reprocess`, []]],
  'keep-signed-in': [['/kmsi', ['DontShowAgain', 'type']]],
  'mfa PhoneAppOTP': [back, ['/common/SAS/ProcessAuth', ['mfaAuthMethod', 'otc']]],
  'mfa PhoneAppNotification': [back, ['/common/SAS/ProcessAuth', ['mfaAuthMethod']]],
  consent: [[`/${tenant}/Consent/Set`, ['administrator']]],
  'password-expired true': [
    back,
    [`/${tenant}/ChangePassword`, ['ConfirmPassword', 'NewPassword', 'OldPassword', 'login']],
  ],
  'password-expired false': [back],
  'device-code': [['/common/oauth2/deviceauth', ['otc']]],
  'device-confirm': [['/common/oauth2/deviceauth', []]],
  'device-done true': [],
  'device-done false': [],
  'signed-out': [],
  error: [],
};

test(
  proves('pages.forms', 'every form goes where it belongs, with the flow and no field twice'),
  () => {
    const seen = PAGES.filter(({ kind }) => kind !== 'form-post').map((page) => [
      nameOf(page),
      formsOf(page).map(({ action, names }) => [action, [...names].sort()]),
    ]);
    const expected = Object.entries(SENDS).map(([name, forms]) => [
      name,
      forms.map(([action, names]) => [action, [...FLOW, ...names].sort()]),
    ]);
    expect(Object.fromEntries(seen)).toEqual(Object.fromEntries(expected));
  },
);

const CHOICES: readonly [page: string, id: string, name: string, value: string][] = [
  ['keep-signed-in', 'idSIButton9', 'LoginOptions', '1'],
  ['keep-signed-in', 'idBtn_Back', 'LoginOptions', '0'],
  ['consent', 'idSIButton9', 'acceptConsent', 'true'],
  ['consent', 'idBtn_Back', 'acceptConsent', 'false'],
  ['device-confirm', 'idSIButton9', 'confirm', 'true'],
  ['device-confirm', 'idBtn_Back', 'confirm', 'false'],
  ['pick-account', 'aadTile', 'login', USER],
  ['pick-account', 'otherTile', 'login', 'other'],
];

test.each(CHOICES)('on the page %s, #%s says %s=%s', (kind, id, name, value) => {
  const page = PAGES.find((candidate) => candidate.kind === kind);
  const buttons = page ? formsOf(page).flatMap((form) => form.buttons) : [];
  expect(buttons.find((button) => button.id === id)).toMatchObject({ type: 'submit', name, value });
});

test('no password field is filled in, and none is on a page that asks for none', () => {
  const asked = PAGES.filter((page) => passwordsOf(page).length > 0).map(nameOf);
  expect(asked).toEqual(['password', 'password-expired true']);
  for (const { attributes } of PAGES.flatMap(passwordsOf)) {
    expect(Object.keys(attributes)).not.toContain('value');
  }
});

function passwordsOf(page: Page): readonly Element[] {
  const elements = readDocument(renderLone(page).body);
  return elements.filter(({ attributes }) => attributes.type === 'password');
}

test('an answer posted to an application has its fields and nothing of ours', () => {
  const fields = { code: 'a"b', state: '<x>', submit: 'yes' };
  const page: Page = { ...FORM_POST, fields };
  const { body } = renderLone(page);
  const inputs = readDocument(body).filter(({ tag }) => tag === 'input');
  expect(formsOf(page)[0]?.action).toBe(APP);
  expect(inputs.map(({ attributes: { name, value } }) => [name, value])).toEqual(
    Object.entries(fields),
  );
  expect(body).not.toContain('$Config');
});

const FORM_POST: Page & { kind: 'form-post' } = {
  kind: 'form-post',
  canary: '',
  tenantSegment: 'common',
  action: APP,
  fields: {},
};

test.each(['javascript:alert(1)', ' JavaScript:alert(1)', 'data:text/html,<script>', 'nowhere'])(
  'a registered address that would run in the page leads nowhere: %s',
  (action) => {
    expect(formsOf({ ...FORM_POST, action })[0]?.action).toBe('about:blank');
  },
);

test('an address of a native application is kept', () => {
  const action = 'msal7d5ad7f5://auth';
  expect(formsOf({ ...FORM_POST, action })[0]?.action).toBe(action);
});
