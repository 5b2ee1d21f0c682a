/**
 * The browser probe at a live lab, from the line that `pta-lab up --json` prints to the verdict:
 * every end a sign-in may have, and no secret on the picture of one that failed.
 */
import { statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { afterAll, beforeAll, expect } from 'vitest';
import { startControlServer } from '../lab/control/server.ts';
import { describeReady } from '../lab/describe-ready.ts';
import type { Lab } from '../lab/lab.ts';
import { startLab } from '../lab/start-lab.ts';
import { createBrowser } from '../probes/live/browser/browser.ts';
import { maskPage } from '../probes/live/browser/picture.ts';
import { walkSignIn } from '../probes/live/browser/walk.ts';
import { memoryLedger } from '../probes/live/history/ledger.ts';
import { createModuleRunner } from '../probes/live/run-module.ts';
import { targetOfLab } from '../probes/live/target/lab-line.ts';
import type { ProbeRun } from '../probes/probe-run.ts';
import type { Target } from '../probes/target.ts';
import { Secret } from '../runtime/secret.ts';
import { createUndoStack } from '../runtime/undo.ts';
import { needs } from './needs.ts';
import { proves } from './parity/proves.ts';
import { shareChromium } from './shared-chromium.ts';
import { freshStateDir } from './state-dir.ts';

const undo = createUndoStack();
const pictures = join(freshStateDir(), 'pictures');
let lab: Lab;
let target: Target;

beforeAll(async () => {
  lab = undo.use(
    await startLab({ mode: 'live', agents: 1, traffic: false, stateDir: freshStateDir() }),
  );
  const control = undo.use(await startControlServer(lab));
  target = targetOfLab('the lab', JSON.stringify(describeReady(lab, control.url)));
});
afterAll(() => undo[Symbol.asyncDispose]());

const withChromium = needs('chromium');
const chromium = shareChromium();

function accountOf(kind: string): Pick<Target, 'account' | 'totp'> {
  const { userName, password, totpSecret } = lab.accounts[kind] ?? expect.fail(kind);
  return {
    account: { userName, password: { ofLab: new Secret(password) } },
    ...(totpSecret !== undefined && { totp: { ofLab: new Secret(totpSecret) } }),
  };
}

/** The application, which must not be asked for anything. */
async function startApplication(): Promise<{ url: string; asked: string[] }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.end();
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  undo.defer(() => void server.close());
  return { url: `http://localhost:${(server.address() as AddressInfo).port}`, asked };
}

function run(changed: Partial<Target>, timeoutMs = 15_000): Promise<ProbeRun> {
  const runner = createModuleRunner({
    targets: () => ({ lab: { ...target, ...changed } }),
    ledger: memoryLedger(),
    nowMs: () => Date.now(),
    browserOf: (at) => createBrowser(at, { screenshots: pictures }),
  });
  return runner.run('lab', { name: 'browser', probe: 'browser-sign-in', timeoutMs });
}

withChromium(
  proves('probes.browser', 'a second factor is passed by its code, and the code is not redeemed'),
  async () => {
    const { url, asked } = await startApplication();
    const { browserApp } = target;
    const clientId = browserApp?.clientId ?? '';
    const came = await run({ ...accountOf('mfa'), browserApp: { clientId, redirectUri: url } });
    expect(asked).toEqual([]);
    expect(came.summary).toContain('signed in through the page');
    expect(came).toMatchObject({ verdict: 'pass', observation: { visit: { hasCode: true } } });
    expect(came.phaseMs).toHaveProperty('page one-time-code');
  },
);

withChromium(
  'without its secret a second factor ends the visit, and the chain has passed',
  async () => {
    const { account } = accountOf('mfa');
    expect(await run(account === undefined ? {} : { account })).toMatchObject({
      verdict: 'pass',
      observation: { visit: { ended: 'second-factor' } },
    });
  },
);

withChromium('a lab under another CA than its own gets no password', async () => {
  const caFile = join(freshStateDir(), 'another-ca.pem');
  writeFileSync(caFile, rootCertificates[0] ?? '');
  const came = await run({ caFile });
  expect(came).toMatchObject({ verdict: 'fail', observation: { visit: { ended: 'unreachable' } } });
  expect(came.summary).toContain('certificate-untrusted');
});

withChromium('an expired password is told apart from an outage', async () => {
  expect(await run(accountOf('mustChange'))).toMatchObject({
    verdict: 'inconclusive',
    observation: { visit: { ended: 'password-expired' } },
  });
});

withChromium(
  proves(
    'probes.browser.picture',
    'an error page fails with its code, on a picture without secrets',
  ),
  async () => {
    const { key } = await lab.faults.on('agent-stopped');
    const came = await run({});
    await lab.faults.off(key);
    expect(came).toMatchObject({ verdict: 'fail', aadsts: 80001 });
    const { visit } = came.observation as { visit: { screenshot: string } };
    expect(statSync(visit.screenshot).mode & 0o777).toBe(0o600);
    const { userName, password } = lab.accounts.healthy ?? expect.fail();
    for (const secret of [userName, password]) {
      expect(JSON.stringify(came)).not.toContain(secret);
    }
  },
);

withChromium('a picture is masked in fields, texts, attributes and the title', async () => {
  const tab = await (await chromium()).newPage();
  await tab.setContent(`<title>Mia@Contoso.example</title><p title="mia@contoso.example">Hello
    <b>MIA@contoso.example</b>, call 123456</p><input value="mia@contoso.example">
    <input id="typed" type="password"><textarea>Sommer-2026</textarea>`);
  await tab.fill('#typed', 'Sommer-2026');
  expect(await maskPage(tab, ['mia@contoso.example', 'mia', 'Sommer-2026', '123456'])).toBe(true);
  const shown = await tab.content();
  const typed = await tab.locator('#typed').inputValue();
  await tab.close();
  expect(shown + typed).not.toMatch(/mia|sommer|123456/i);
  expect(shown).toContain('Hello');
});

/** By public research (fact sheet 4.4): fields of later steps are there, moved off the screen. */
const ONE_DOCUMENT = `<script>$Config = { pgid: 'ConvergedSignIn', sErrorCode: '50058' };
  function next() {
    const [name, password] = [document.querySelector('#i0116'), document.querySelector('#i0118')];
    if (!password.className) $Config.pgid = 'ConvergedConsent', document.body.replaceChildren();
    name.remove();
    password.className = '';
    password.removeAttribute('aria-hidden');
  }</script>
  <style>.moveOffScreen { position: fixed; bottom: 0; right: 0; height: 1px; width: 1px }</style>
  <input id="i0116" type="email"><input id="i0118" type="password" class="moveOffScreen"
  aria-hidden="true"><input type="submit" id="idSIButton9" onclick="next()">`;

withChromium('a page that swaps its fields in one document is walked all the same', async () => {
  const tab = await (await chromium()).newPage();
  await tab.route('**/*', (route) =>
    route.fulfill({ contentType: 'text/html', body: ONE_DOCUMENT }),
  );
  await tab.goto('https://login.lab.test/');
  const asked = {
    ...{ url: 'https://login.lab.test/', redirectUri: 'https://app.lab.test/', timeoutMs: 5_000 },
    ...{ userName: 'mia@contoso.example', password: new Secret('x'), nowMs: () => 0 },
  };
  const walked = await walkSignIn(tab, asked, { came: undefined }, []);
  await tab.close();
  expect(walked.ended).toBe('consent');
  expect(walked.steps.map(({ page }) => page)).toEqual(['username', 'password', 'consent']);
});
