/**
 * The sign-in pages in a real browser, one by one: what they look like to eyes, screen readers,
 * keyboards and scripts, under their own content security policy. Flows: `sign-in-pages`.
 */
import { expect } from 'vitest';
import { createPages, nameOf, USER } from '../mock-entra/pages/fixture-pages.ts';
import type { Page } from '../mock-entra/pages/page.ts';
import { needs } from './needs.ts';
import { createStage, type Stage, sent } from './page-stage.ts';
import { proves } from './parity/proves.ts';
import { findFaint, findNameless } from './readable.ts';
import { shareChromium } from './shared-chromium.ts';

const openBrowser = shareChromium();

async function stageFor(options?: Parameters<typeof createStage>[1]): Promise<Stage> {
  return createStage(await openBrowser(), options);
}

const LONG = `${'n'.repeat(96)}@contoso.example`;
const LEAVES_AT_ONCE: readonly Page['kind'][] = ['form-post', 'signed-out'];

function pagesThatStay(text: string, withError: boolean): readonly Page[] {
  return createPages({ text, withError }).filter(({ kind }) => !LEAVES_AT_ONCE.includes(kind));
}

function pageOf(name: string): Page {
  const page = createPages({ text: USER, withError: false }).find((one) => nameOf(one) === name);
  if (!page) throw new Error(`there is no page ${name}`);
  return page;
}

const withChromium = needs('chromium');

for (const colorScheme of ['light', 'dark'] as const) {
  withChromium(
    proves(
      'pages.accessible',
      `every page can be read at 320 pixels, has names for all, loads nothing: ${colorScheme}`,
    ),
    async () => {
      await using stage = await stageFor({ colorScheme });
      stage.answers.set('/common/SAS/BeginAuth', { Success: false });
      for (const page of [...pagesThatStay(USER, false), ...pagesThatStay(LONG, true)]) {
        await stage.show(page);
        const name = nameOf(page);
        expect(stage.said, name).toEqual([]);
        expect(stage.loads, name).toEqual([]);
        expect(await overflow(stage), name).toBeLessThanOrEqual(0);
        expect(await findNameless(stage.tab), name).toEqual([]);
        expect(await findFaint(stage.tab), name).toEqual([]);
      }
    },
  );
}

function overflow({ tab }: Stage): Promise<number> {
  return tab.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
}

withChromium('the first field, or the error of a page without fields, has the focus', async () => {
  await using stage = await stageFor();
  const focused: Record<string, string> = {};
  for (const page of pagesThatStay(USER, true)) {
    await stage.show(page);
    focused[nameOf(page)] = await stage.tab.evaluate<string>('document.activeElement.id');
  }
  expect(focused).toMatchObject({
    username: 'i0116',
    password: 'i0118',
    'mfa PhoneAppOTP': 'idTxtBx_SAOTCC_OTC',
    'password-expired true': 'currentPassword',
    'device-code': 'otc',
    error: 'exceptionMessageContainer',
  });
});

withChromium('an error is read out with its field', async () => {
  await using stage = await stageFor();
  for (const page of pagesThatStay(USER, true)) {
    await stage.show(page);
    const described = await stage.tab.locator('[aria-describedby]').all();
    for (const field of described) {
      const id = await field.getAttribute('aria-describedby');
      expect(await stage.tab.locator(`[id="${id}"]`).textContent()).toContain('Wrong.');
    }
  }
});

const BY_KEYBOARD: readonly [page: string, keys: readonly string[], fields: object][] = [
  ['password', ['p', 'a', 's', 's', 'Enter'], { passwd: 'pass', login: USER, loginfmt: USER }],
  ['keep-signed-in', ['Tab', 'Tab', 'Enter'], { LoginOptions: '1' }],
  ['keep-signed-in', ['Tab', 'Space', 'Tab', 'Tab', 'Enter'], { LoginOptions: '0' }],
  ['consent', ['Tab', 'Tab', 'Tab', 'Enter'], { acceptConsent: 'false' }],
  ['pick-account', ['Tab', 'Tab', 'Enter'], { login: 'noah@contoso.example' }],
  ['mfa PhoneAppOTP', ['1', '2', '3', '4', '5', '6', 'Enter'], { otc: '123456' }],
  ['device-confirm', ['Tab', 'Enter'], { confirm: 'true' }],
];

for (const [name, keys, fields] of BY_KEYBOARD) {
  withChromium(`the page ${name} is done with ${keys.join(' ')}`, async () => {
    await using stage = await stageFor();
    await stage.show(pageOf(name));
    for (const key of keys) await stage.tab.keyboard.press(key);
    expect((await sent(stage)).fields).toMatchObject(fields);
  });
}

const CLICKS: readonly [page: string, id: string, fields: object][] = [
  ['keep-signed-in', 'acceptButton', { LoginOptions: '1' }],
  ['keep-signed-in', 'declineButton', { LoginOptions: '0' }],
  ['keep-signed-in', 'idSIButton9', { LoginOptions: '1' }],
  ['keep-signed-in', 'idBtn_Back', { LoginOptions: '0' }],
  ['consent', 'acceptButton', { acceptConsent: 'true' }],
  ['consent', 'declineButton', { acceptConsent: 'false' }],
  ['device-confirm', 'remoteConnectSubmit', { confirm: 'true' }],
];

for (const [name, id, fields] of CLICKS) {
  withChromium(`#${id} of ${name} works by mouse and by script, and sends once`, async () => {
    await using stage = await stageFor();
    await stage.show(pageOf(name));
    await stage.tab.click(`#${id}`);
    expect((await sent(stage)).fields).toMatchObject(fields);
    await stage.show(pageOf(name));
    await stage.tab.evaluate(`document.getElementById('${id}').click()`);
    expect((await sent(stage)).fields).toMatchObject(fields);
    expect(stage.posts).toHaveLength(1);
  });
}

withChromium('going back from the password leaves what was typed behind', async () => {
  await using stage = await stageFor();
  await stage.show(pageOf('password'));
  await stage.tab.fill('#i0118', 'not-for-travel');
  await stage.tab.click('#idBtn_Back');
  const { url, fields } = await sent(stage);
  expect(new URL(url).pathname).toMatch(/\/reprocess$/);
  expect(fields.login).toBe('other');
  expect(JSON.stringify(fields)).not.toContain('not-for-travel');
});

withChromium('the number page sends its form by itself once there is an answer', async () => {
  await using stage = await stageFor();
  stage.answers.set('/common/SAS/BeginAuth', { Success: true, SessionId: 's' });
  stage.answers.set('/common/SAS/EndAuth', { Success: false, ResultValue: PENDING });
  await stage.show(pageOf('mfa PhoneAppNotification'));
  await stage.tab.waitForResponse('**/common/SAS/EndAuth');
  expect(stage.posts).toEqual([]);
  stage.answers.set('/common/SAS/EndAuth', { Success: true, FlowToken: 'later' });
  expect((await sent(stage)).fields).toMatchObject({ flowToken: 'later' });
});

const PENDING = 'AuthenticationPending';

withChromium('an answer for an application is posted at once', async () => {
  await using stage = await stageFor();
  await stage.show({ ...FORM_POST, fields: { code: '1"2', submit: 'a field' } });
  const { url, fields } = await sent(stage);
  expect([url, fields]).toEqual([FORM_POST.action, { code: '1"2', submit: 'a field' }]);
  expect(stage.said).toEqual([]);
});

const FORM_POST = {
  kind: 'form-post',
  canary: '',
  tenantSegment: 'common',
  action: 'https://app.example/signed-in',
} as const;

withChromium('after a logout the applications are told, then the browser goes on', async () => {
  await using stage = await stageFor();
  const out = ['https://one.example/out', 'https://two.example/out'];
  const { canary, tenantSegment } = FORM_POST;
  const continueUrl = 'https://app.example/bye';
  await stage.show({
    kind: 'signed-out',
    canary,
    tenantSegment,
    frontChannel: out,
    continueUrl,
  });
  await stage.tab.waitForURL(continueUrl);
  expect(stage.loads).toEqual([...out, continueUrl]);
});

withChromium(
  proves('pages.without-scripts', 'without scripts every page has its forms, and they work'),
  async () => {
    await using stage = await stageFor({ javaScriptEnabled: false });
    for (const page of pagesThatStay(USER, false)) {
      await stage.show(page);
      const buttons = await stage.tab.locator('button:not(#idBtn_Back)').all();
      const [first] = buttons;
      if (!first) continue;
      await Promise.all([
        stage.tab.waitForRequest((request) => request.method() === 'POST'),
        first.click(),
      ]);
      expect(stage.posts, nameOf(page)).toHaveLength(1);
    }
    await stage.show({ ...FORM_POST, fields: { code: 'c' } });
    await stage.tab.getByRole('button', { name: 'Continue' }).click();
    expect(stage.posts).toMatchObject([{ url: FORM_POST.action, fields: { code: 'c' } }]);
  },
);
