/**
 * A person with a browser: Chromium that trusts the lab's CA through a certificate store of its own
 * (NSS), and knows of the pages nothing but their public ids.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync } from 'node:fs';
import path from 'node:path';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { launchChromium } from '../chromium.ts';

export interface Person extends AsyncDisposable {
  page: Page;
}

/** Each person has a home of their own below `folder`. */
export async function createPerson(
  folder: string,
  caFile: string,
  options: BrowserContextOptions = {},
): Promise<Person> {
  const home = mkdtempSync(path.join(folder, 'person-'));
  const store = `sql:${path.join(home, '.pki', 'nssdb')}`;
  mkdirSync(path.join(home, '.pki', 'nssdb'), { recursive: true });
  runCertutil('-N', '-d', store, '--empty-password');
  runCertutil('-A', '-d', store, '-n', 'pta-lab', '-t', 'C,,', '-i', caFile);
  const browser = await launchChromium({ ...process.env, HOME: home });
  const context = await browser.newContext(options);
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  return { page, [Symbol.asyncDispose]: () => browser.close() };
}

function runCertutil(...args: string[]): void {
  const { status, stderr } = spawnSync('certutil', args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`certutil ${args[0]} failed: ${stderr}`);
}

export interface Credentials {
  userName: string;
  password: string;
}

/** User name, password, and no to staying signed in. */
export async function signInByPage(page: Page, credentials: Credentials) {
  await enterCredentials(page, credentials);
  await page.waitForSelector('#KmsiCheckboxField');
  await page.click('#idBtn_Back');
}

export async function enterCredentials(page: Page, { userName, password }: Credentials) {
  await page.fill('#i0116', userName);
  await page.click('#idSIButton9');
  await page.fill('#i0118', password);
  await page.click('#idSIButton9');
}
