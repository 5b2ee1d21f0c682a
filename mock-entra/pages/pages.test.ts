/**
 * Every kind of page against every kind of text: the structure of a page never depends on what
 * strangers typed, and what scripts rely on (fact sheet 4.4) is there.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { proves } from '../../test/parity/proves.ts';
import { createPages, nameOf, renderLone, USER } from './fixture-pages.ts';
import type { Page } from './page.ts';
import { type Element, readConfig, readDocument } from './stub-document.ts';

const HOSTILE = [
  '</script><script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' autofocus onfocus='alert(1)",
  '{{7*7}}&lt;b&gt;&#39;]]>//',
  '\u202Egro.live@nosreP \u0627\u0644\u0639\u0631\u0628\u064A\u0629',
  `${'n'.repeat(96)}@contoso.example`,
  '\u0000\u2028\u2029\uD800\r\nSet-Cookie: a=b',
];

const plain = (withError: boolean) => createPages({ text: USER, withError });

/** Tags and names of attributes, in order: what a page is made of besides its words. */
function structureOf(page: Page): readonly string[] {
  return readDocument(renderLone(page).body).map(({ tag, attributes }) =>
    [tag, ...Object.keys(attributes)].join(' '),
  );
}

test(proves('pages.safe-markup', 'no text changes what a page is made of'), () => {
  for (const withError of [false, true]) {
    const usual = plain(withError).map(structureOf);
    for (const text of HOSTILE) {
      expect(createPages({ text, withError }).map(structureOf)).toEqual(usual);
    }
  }
});

test('no random text changes it either', () => {
  const usual = plain(true).map(structureOf);
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(createPages({ text, withError: true }).map(structureOf)).toEqual(usual);
    }),
    { numRuns: 100 },
  );
});

test.each(HOSTILE)('what was typed stands in its field unchanged: %j', (text) => {
  const [username] = createPages({ text, withError: true });
  const { body } = renderLone(username);
  expect(byId(body, 'i0116')?.attributes.value).toBe(text);
  expect(readConfig(body)).toMatchObject({ sErrTxt: `Wrong. ${text}`, sCtx: `sCtx-${text}` });
});

function byId(body: string, id: string): Element | undefined {
  return readDocument(body).find(({ attributes }) => attributes.id === id);
}

const IDS: Readonly<Record<string, readonly string[]>> = {
  username: ['i0116', 'idSIButton9', 'usernameError'],
  password: ['i0118', 'idSIButton9', 'idBtn_Back', 'displayName', 'passwordError'],
  'pick-account': ['tilesHolder', 'aadTile', 'otherTile'],
  'keep-signed-in': [
    'idSIButton9',
    'idBtn_Back',
    'acceptButton',
    'declineButton',
    'KmsiCheckboxField',
  ],
  'mfa PhoneAppOTP': ['idTxtBx_SAOTCC_OTC', 'idSubmit_SAOTCC_Continue'],
  'mfa PhoneAppNotification': ['idDiv_SAOTCAS_Title', 'idRichContext_DisplaySign'],
  consent: ['idSIButton9', 'idBtn_Back', 'acceptButton', 'declineButton'],
  'password-expired true': ['idSIButton9', 'passwordError'],
  'device-code': ['otc', 'idSIButton9'],
  'device-confirm': ['remoteConnectSubmit', 'remoteConnectDescription', 'idSIButton9'],
};

test(
  proves('pages.public-ids', 'every page has the ids that public scripts look for, once'),
  () => {
    for (const page of plain(true)) {
      const found = readDocument(renderLone(page).body).flatMap(({ attributes }) =>
        attributes.id === undefined ? [] : attributes.id,
      );
      expect(found, nameOf(page)).toEqual([...new Set(found)]);
      expect(found, nameOf(page)).toEqual(expect.arrayContaining(['lightbox', 'labBanner']));
      expect(found, nameOf(page)).toEqual(expect.arrayContaining([...(IDS[nameOf(page)] ?? [])]));
    }
  },
);

test('a page without an error has no error area', () => {
  for (const page of plain(false).filter(({ kind }) => kind !== 'error')) {
    const roles = readDocument(renderLone(page).body).map(({ attributes }) => attributes.role);
    expect(roles, nameOf(page)).not.toContain('alert');
  }
});

const PGID: Readonly<Record<string, string>> = {
  username: 'ConvergedSignIn',
  password: 'ConvergedSignIn',
  'keep-signed-in': 'KmsiInterrupt',
  mfa: 'ConvergedTFA',
  consent: 'ConvergedConsent',
  'password-expired': 'ConvergedChangePassword',
  error: 'ConvergedError',
};

const MEMBERS =
  'sFT sFTName sCtx canary apiCanary urlPost urlLogin urlGetCredentialType pgid sErrorCode ' +
  'sErrTxt strServiceExceptionMessage arrUserProofs urlBeginAuth urlEndAuth iMaxPollAttempts ' +
  'iPollingInterval oPostParams sCompanyDisplayName correlationId sessionId hpgact hpgid ' +
  'serverDetails sTenantId arrSessions iRemainingDaysToSkipMfaRegistration urlSkipMfaRegistration';

test(proves('pages.config', '$Config has every member that clients read'), () => {
  for (const page of plain(true).filter(({ kind }) => kind !== 'form-post')) {
    const config = readConfig(renderLone(page).body) ?? {};
    expect(Object.keys(config), nameOf(page)).toEqual(expect.arrayContaining(MEMBERS.split(' ')));
    expect(config).toMatchObject({ sFT: `sFT-${USER}`, sFTName: 'flowToken', apiCanary: 'canary' });
    const pgid = PGID[page.kind];
    if (pgid !== undefined) expect(config.pgid).toBe(pgid);
  }
});

test('a wrong password is in $Config as the code and the sentence of the page', () => {
  const password = plain(true).find(({ kind }) => kind === 'password');
  expect(readConfig(renderLone(password).body)).toMatchObject({
    sErrorCode: '50126',
    strServiceExceptionMessage: `AADSTS50126: Wrong. ${USER}`,
  });
});
