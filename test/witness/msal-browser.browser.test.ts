/**
 * @azure/msal-browser, unmodified, in Chromium: the application is a page on plain loopback HTTP,
 * the redirect page runs the library's own bridge.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import { needs } from '../needs.ts';
import { proves } from '../parity/proves.ts';
import { createPerson, signInByPage } from './person.ts';
import { type Receiver, startReceiver } from './receiver.ts';
import { startWitnessLab, type WitnessLab } from './witness-lab.ts';

let witness: WitnessLab;
beforeAll(async () => {
  witness = await startWitnessLab();
});
afterAll(() => witness[Symbol.asyncDispose]());

const browserTest = needs('chromium', 'certutil');
const SCOPES = ['User.Read'];

/** The application page, and the bare page that redirects come back to. */
function serveApplication(receiver: Receiver): void {
  const { lab, live, host } = witness;
  const { clientId, redirectUri = '' } = lab.applications.spa ?? expect.fail('no spa');
  const library = path.dirname(
    createRequire(import.meta.url).resolve('@azure/msal-browser/package.json'),
  );
  const script = (file: string) => readFileSync(path.join(library, 'lib', file), 'utf8');
  const redirectPath = new URL(redirectUri).pathname;
  const configuration = {
    auth: {
      ...{ clientId, authority: live.authority, knownAuthorities: [host] },
      redirectUri: `${receiver.origin}${redirectPath}`,
    },
    cache: { cacheLocation: 'localStorage' },
  };
  receiver.serve('/msal.js', 'text/javascript', script('msal-browser.min.js'));
  receiver.serve(
    '/bridge.js',
    'text/javascript',
    script('redirect-bridge/msal-redirect-bridge.min.js'),
  );
  receiver.serve(
    '/app',
    'text/html',
    `<!doctype html><title>app</title><script src="/msal.js"></script><script>
       window.ready = (async () => {
         const app = new msal.PublicClientApplication(${JSON.stringify(configuration)});
         await app.initialize();
         window.app = app;
         window.returned = await app.handleRedirectPromise();
       })();
     </script>`,
  );
  receiver.serve(
    redirectPath,
    'text/html',
    `<!doctype html><title>redirect</title><script src="/bridge.js"></script>
     <script>msalRedirectBridge.broadcastResponseToMainFrame();</script>`,
  );
}

/** A person in front of the application, not yet signed in. */
async function openApplication() {
  const receiver = await startReceiver();
  serveApplication(receiver);
  const { lab, live, folder } = witness;
  const person = await createPerson(folder, live.caFile);
  const url = `${receiver.origin}/app`;
  await person.page.goto(url);
  return {
    ...{ page: person.page, url, healthy: lab.accounts.healthy },
    async [Symbol.asyncDispose]() {
      await person[Symbol.asyncDispose]();
      await receiver[Symbol.asyncDispose]();
    },
  };
}

/** Runs in the page; `app` is the library's application object there. */
function inPage<T>(page: Page, expression: string): Promise<T> {
  return page.evaluate(`(async () => { await window.ready; return ${expression}; })()`);
}

browserTest(
  proves(
    ['authorize.code', 'token.cross-origin', 'token.refresh-spa'],
    'signs in in a popup, and refreshes across origins',
  ),
  async () => {
    await using opened = await openApplication();
    const { page, healthy } = opened;
    const popup = page.waitForEvent('popup');
    const answered = inPage<{ username: string }>(
      page,
      `(await app.acquireTokenPopup({ scopes: ${JSON.stringify(SCOPES)} })).account`,
    );
    await signInByPage(await popup, healthy ?? expect.fail('nobody'));
    expect((await answered).username).toBe(healthy?.userName);
    const silent = await inPage<boolean>(
      page,
      `(await app.acquireTokenSilent({ scopes: ${JSON.stringify(SCOPES)}, forceRefresh: true,
      account: app.getAllAccounts()[0] })).fromCache`,
    );
    expect(silent).toBe(false);
  },
);

browserTest(
  proves(['authorize.code', 'authorize.response-modes'], 'signs in by redirect'),
  async () => {
    await using opened = await openApplication();
    const { page, healthy } = opened;
    await page.evaluate(
      `window.ready.then(() => { app.acquireTokenRedirect({ scopes: ${JSON.stringify(SCOPES)} }); })`,
    );
    await signInByPage(page, healthy ?? expect.fail('nobody'));
    await page.waitForURL(opened.url);
    const returned = await inPage<{ account: { username: string } }>(page, 'window.returned');
    expect(returned.account.username).toBe(healthy?.userName);
  },
);
