/** The scripts as k6 itself runs them, against a live lab and against what is none. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { get } from 'node:https';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect } from 'vitest';
import { findPart } from '../cli/parts.ts';
import { type ControlServer, startControlServer } from '../lab/control/server.ts';
import type { Lab } from '../lab/lab.ts';
import { startLab } from '../lab/start-lab.ts';
import { createRunAuthority } from '../lab/worlds/run-authority.ts';
import { describeLoadTarget } from '../load/describe-load-target.ts';
import { browserEnv } from '../load/live/browser-env.ts';
import type { LoadTarget } from '../load/load-target.ts';
import { GUESS_ANSWERS } from '../protocol/guess-answers.ts';
import { PROOF_PATH } from '../protocol/lab-proof.ts';
import { createAuthority } from '../runtime/certificate-authority.ts';
import { createRsaCrypto } from '../runtime/crypto/rsa.ts';
import { createActivity } from '../runtime/live/activity.ts';
import { entropy } from '../runtime/live/entropy.ts';
import { createNames } from '../runtime/live/names.ts';
import { createServerContexts } from '../runtime/live/secure-contexts.ts';
import { type Serving, serve } from '../runtime/live/server.ts';
import type { Handle, HttpRequest, HttpResponse } from '../runtime/ports.ts';
import { pem } from '../runtime/x509.ts';
import { needs } from './needs.ts';
import { proves } from './parity/proves.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'pta-lab-scripts-'));
const k6 = findPart('k6');
let lab: Lab;
let control: ControlServer;
let target: LoadTarget;

beforeAll(async () => {
  if (!k6.found) return;
  lab = await startLab({ mode: 'live', stateDir: folder, traffic: false, agents: 2 });
  control = await startControlServer(lab, 0);
  target = describeLoadTarget(lab, { control: { url: control.url } });
});
afterAll(async () => {
  await control?.[Symbol.asyncDispose]();
  await lab?.[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

interface Ran {
  code: number;
  said: string;
}

/** The lab is in this process, so nothing here may block it. */
function runK6(args: readonly string[], env: Record<string, string> = {}): Promise<Ran> {
  const { promise, resolve } = Promise.withResolvers<Ran>();
  const options = { env: { ...process.env, NO_COLOR: '1', ...env }, timeout: 60_000 };
  execFile(k6.command ?? 'k6', args, options, (error, stdout, stderr) => {
    const code = error === null ? 0 : Number(error.code ?? 1);
    resolve({ code, said: `${stdout}${stderr}` });
  });
  return promise;
}

function runScript(
  id: string,
  at: Partial<LoadTarget> = {},
  env: Record<string, string> = {},
  args: readonly string[] = [],
) {
  const file = path.join(folder, 'target.json');
  writeFileSync(file, JSON.stringify({ ...target, ...at }), { mode: 0o600 });
  const script = id.endsWith('.ts') ? id : `load/${id}.k6.ts`;
  return runK6(['run', '--quiet', ...args, script], { PTA_LAB_TARGET: file, ...env });
}

const SCRIPTS = readdirSync('load').filter((name) => name.endsWith('.k6.ts'));

needs('k6')(
  proves('load.k6.scripts', 'all ten scripts load in k6, and need no target for it'),
  async () => {
    expect(SCRIPTS).toHaveLength(10);
    for (const script of SCRIPTS) {
      const { code, said } = await runK6(['inspect', '--execution-requirements', `load/${script}`]);
      expect(code, said).toBe(0);
      expect(said).toContain('"exec": "signIn"');
      expect(said).toContain('count\\u003e0');
    }
  },
);

needs('k6')(
  proves('load.k6.smoke', 'smoke signs people in, and writes down nobody’s name or password'),
  async () => {
    const before = lab.entra.signIns().length;
    const samples = path.join(folder, 'samples.json');
    const { code, said } = await runScript(
      'smoke',
      {},
      {
        ...{ PTA_LAB_DURATION: '1s', K6_OUT: `json=${samples}` },
        SSL_CERT_FILE: path.join(folder, 'ca.pem'),
      },
    );
    expect(code, said).toBe(0);
    const written = `${said}${readFileSync(samples, 'utf8')}`;
    expect(written).toContain('"result":"0"');
    for (const { userName, password } of target.users) {
      expect(written).not.toContain(userName);
      expect(written).not.toContain(password);
    }
    const rows = lab.entra.signIns().slice(0, -before || undefined);
    expect(rows.length).toBeGreaterThanOrEqual(2);
    expect(new Set(rows.map(({ errorCode }) => errorCode))).toEqual(new Set([0]));
  },
);

needs('k6')(
  'a guess that is refused as it should be fails no threshold, and k6 needs no CA for it',
  async () => {
    const env = { PTA_LAB_DURATION: '1s', PTA_LAB_PEAK: '30' };
    const { code, said } = await runScript('lockout-storm', {}, env);
    expect(code, said).toBe(0);
    const codes = lab.entra.signIns().map(({ errorCode }) => errorCode);
    expect(codes.filter((one) => one === GUESS_ANSWERS.wrongPassword).length).toBeGreaterThan(9);
  },
);

needs('k6')(
  proves('load.k6.agents', 'an agent comes in mid-run and is gone after it'),
  async () => {
    const listening = () =>
      lab.entra
        .connectedAgents()
        .map(({ machineName }) => machineName)
        .sort();
    const before = listening();
    const since = lab.timeline.entries.length;
    // One that leaves may take a sign-in with it, which then fails, as it should.
    const env = { PTA_LAB_DURATION: '2s', PTA_LAB_PEAK: '10' };
    const { code, said } = await runScript('add-agent', {}, env);
    expect(code, said).toBe(0);
    const happened = lab.timeline.entries.slice(since).map((entry) => JSON.stringify(entry));
    expect(happened.some((text) => text.includes('install-agent'))).toBe(true);
    await expect.poll(listening, { timeout: 10_000 }).toEqual(before);
  },
);

needs('k6', 'chromium')(
  proves('load.k6.browser', 'a browser signs in on the pages, up to the one after the password'),
  async () => {
    const chromium = findPart('chromium').command ?? '';
    const env = { PTA_LAB_DURATION: '1s', PTA_LAB_PEAK: '3' };
    const browser = browserEnv({ CHROMIUM_BIN: chromium });
    const { code, said } = await runScript('browser', {}, { ...env, ...browser });
    expect(code, said).toBe(0);
  },
);

needs('k6')(
  proves('load.k6.refused', 'who passes the challenge on to a lab gets no sign-in either'),
  async () => {
    const asked: string[] = [];
    await using relay = await listen(async (request) => {
      asked.push(request.url);
      return passOn(request);
    });
    const ran = await runScript('smoke', { authority: `https://localhost:${relay.port}/t` });
    expect(ran.said).toContain('did not prove that it is the lab of this target file');
    expect(ran.code).toBe(108);
    expect(asked).toEqual([expect.stringContaining(PROOF_PATH)]);
  },
);

needs('k6')('without the proof of setup nobody signs in, whatever the options of k6', async () => {
  const before = lab.entra.signIns().length;
  for (const id of ['smoke', 'lockout-storm', 'remove-agent']) {
    const { code, said } = await runScript(id, {}, { PTA_LAB_DURATION: '1s' }, ['--no-setup']);
    expect([code, said]).toEqual([108, expect.stringContaining('setup did not run')]);
  }
  expect(lab.entra.signIns()).toHaveLength(before);
});

/** With a certificate of its own: where k6 was not told the CA it takes any. */
async function listen(handle: Handle): Promise<Serving> {
  const crypto = createRsaCrypto();
  const authority = await createRunAuthority(crypto, 'a stranger');
  const world = {
    activity: createActivity({ crypto }),
    names: createNames(),
    serverContexts: createServerContexts(crypto, authority),
  };
  return serve(world, ['localhost'], { clientCertificate: 'none', handle }, { port: 0 });
}

/** To the lab, under the name it was asked for itself. */
function passOn({ url, headers: { host = '' } }: HttpRequest): Promise<HttpResponse> {
  const { promise, resolve, reject } = Promise.withResolvers<HttpResponse>();
  const { origin } = new URL(target.authority);
  const { pathname, search } = new URL(url);
  const options = { headers: { host }, rejectUnauthorized: false };
  get(`${origin}${pathname}${search}`, options, (response) => {
    let body = '';
    response.on('data', (chunk) => {
      body += chunk;
    });
    response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: {}, body }));
  }).on('error', reject);
  return promise;
}

needs('k6')('a lab with another CA than the file’s is not the one that was meant', async () => {
  const before = lab.entra.signIns().length;
  const crypto = createRsaCrypto();
  const other = await createAuthority(crypto, {
    ...{ name: 'pta-lab CA', nowMs: Date.now(), lifetimeMs: 86_400_000, dice: entropy },
    nameConstraints: true,
  });
  for (const { certificate } of [other, await createRunAuthority(crypto, 'no RSA')]) {
    const { code, said } = await runScript('smoke', { caPem: pem('CERTIFICATE', certificate.der) });
    expect(said).toContain('the signature is not its CA’s; no sign-in was sent');
    expect(code).toBe(108);
  }
  expect(lab.entra.signIns()).toHaveLength(before);
});

needs('k6')('Microsoft’s names are refused before anything is sent', async () => {
  const authority = 'https://login.microsoftonline.com/common';
  const { code, said } = await runScript('peak', { authority });
  expect(code).toBe(108);
  expect(said).toContain('load goes to a lab only, and nothing was sent');
  expect(said).not.toContain('http_reqs');
});

needs('k6')('a wrong number and a missing target are one sentence each', async () => {
  const rate = await runScript('peak', {}, { PTA_LAB_PEAK: 'many' });
  expect(rate.said).toContain('PTA_LAB_PEAK: expected a whole number from 1 to 16000, got');
  expect(rate.code).toBe(107);
  const nowhere = await runK6(['run', '--quiet', 'load/smoke.k6.ts'], {
    PTA_LAB_TARGET: '/nowhere',
  });
  expect(nowhere).toMatchObject({ code: 108, said: expect.stringContaining('/nowhere cannot be') });
});

needs('k6')(
  proves('load.k6.no-samples', 'a run without a single sign-in fails in k6 alone too'),
  async () => {
    const script = path.join(folder, 'idle.ts');
    const at = (file: string) => JSON.stringify(path.resolve('load', file));
    const smoke = readFileSync('load/smoke.k6.ts', 'utf8')
      .replaceAll(/'\.\/(k6\/[a-z-]+\.ts)'/g, (_, file: string) => at(file))
      .replace(/export \{ signIn \} from (.*)\n/, 'import $1\nexport function signIn() {}\n');
    writeFileSync(script, smoke);
    const { code, said } = await runScript(script, {}, { PTA_LAB_DURATION: '1s' });
    expect(code, said).toBe(99);
    expect(said).toMatch(/✗ 'count>0'/);
  },
);

needs('k6')('a script that does not compile ends with k6’s own code', async () => {
  const script = path.join(folder, 'broken.ts');
  writeFileSync(script, 'export const options = {');
  expect((await runScript(script)).code).toBe(107);
});
