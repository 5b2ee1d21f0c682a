/**
 * A person signs in through the pages in Chromium, by the pages' public ids, as far as the page
 * that follows the password: beyond it the browser would leave for the application's address.
 */
import { browser, type Page } from 'k6/browser';
import { scenario } from 'k6/execution';
import { checkProved, type Proof } from './prove-lab.ts';
import { note } from './sign-in.ts';
import { target, users } from './target.ts';

const PAGE_MS_MAX = 20_000;
const AFTER_PASSWORD = '#KmsiCheckboxField';
const REFUSED = '#passwordError, #usernameError, #exceptionMessageContainer';

export async function browserSignIn(proof: Proof): Promise<void> {
  checkProved(proof);
  const user = users[scenario.iterationInTest % users.length];
  if (user === undefined) return;
  const context = await browser.newContext({ ignoreHTTPSErrors: true });
  const page = await context.newPage();
  const startedMs = Date.now();
  const result = await walk(page, user).catch(describeBreak);
  note(result, Date.now() - startedMs, result !== '0');
  await page.close();
  await context.close();
}

/** What the browser itself breaks at is no symptom of the lab. */
function describeBreak(error: unknown): string {
  return /time|deadline/i.test(String(error)) ? 'network:timed-out' : 'harness:browser';
}

async function walk(page: Page, user: { userName: string; password: string }): Promise<string> {
  page.setDefaultTimeout(PAGE_MS_MAX);
  await page.goto(authorizeUrl());
  await page.waitForSelector(`#i0116, ${REFUSED}`, { state: 'visible' });
  if (!(await page.locator('#i0116').isVisible())) return readRefusal(page);
  await page.locator('#i0116').fill(user.userName);
  await page.locator('#idSIButton9').click();
  await page.locator('#i0118').waitFor({ state: 'visible' });
  await page.locator('#i0118').fill(user.password);
  await page.locator('#idSIButton9').click();
  await page.waitForSelector(`${AFTER_PASSWORD}, ${REFUSED}`, { state: 'visible' });
  if (await page.locator(AFTER_PASSWORD).isVisible()) return '0';
  return readRefusal(page);
}

async function readRefusal(page: Page): Promise<string> {
  return /AADSTS(\d+)/.exec(await page.content())?.[1] ?? 'network:malformed-answer';
}

function authorizeUrl(): string {
  const query = {
    client_id: target?.browserApp?.clientId ?? '',
    redirect_uri: target?.browserApp?.redirectUri ?? '',
    ...{ response_type: 'code', scope: target?.scope ?? '', prompt: 'login' },
  };
  const pairs = Object.entries(query).map(([name, text]) => `${name}=${encodeURIComponent(text)}`);
  return `${target?.authority}/oauth2/v2.0/authorize?${pairs.join('&')}`;
}
