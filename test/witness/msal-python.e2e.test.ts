/**
 * MSAL for Python, unmodified, as an application that was written for login.microsoftonline.com: it
 * asks for the user realm on the port 443 of its authority, so it comes through the CONNECT proxy.
 */
import { spawn } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { expect } from 'vitest';
import { createDesk } from '../../cli/spawn-program.ts';
import type { Ready } from '../../cli/up.ts';
import { needs } from '../needs.ts';
import { proves } from '../parity/proves.ts';

const PYTHON = path.resolve('.pta-lab/python/bin/python');

/** `secret` is what must not be among the arguments. */
async function run(up: Ready, program: string, args: readonly string[], secret: string) {
  const env = { ...process.env, HTTPS_PROXY: up.proxy, REQUESTS_CA_BUNDLE: up.proxyCaFile };
  const child = spawn(PYTHON, [path.join(import.meta.dirname, program), ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env,
    timeout: 60_000,
  });
  child.stdin.end(`${secret}\n`);
  return JSON.parse(await text(child.stdout));
}

function signIn(up: Ready, authority: string, userName: string, password: string) {
  return run(up, 'msal-python.py', [authority, up.clientId, userName], password);
}

const pythonTest = needs('python-msal');

pythonTest(
  proves(
    ['stand-in.proxy', 'discovery.user-realm', 'token.password'],
    'signs in under lab names, and hears AADSTS50126 for a wrong password',
  ),
  async () => {
    await using desk = createDesk();
    const program = desk.start('up', '--json', '--no-traffic');
    const up = JSON.parse(await program.said('"proxy"')) as Ready;
    const authority = `https://login.microsoftonline.com.lab.localhost/${up.tenantId}`;
    const { userName, password } = up.accounts.healthy ?? expect.fail('nobody');
    expect(await signIn(up, authority, userName, password)).toEqual({
      error: null,
      user: userName,
    });
    const wrong = await signIn(up, authority, userName, 'wrong');
    expect(wrong.error).toContain('AADSTS50126');
  },
);

pythonTest(
  proves(['token.client-assertion'], 'proves an application by its certificate'),
  async () => {
    await using desk = createDesk();
    const program = desk.start('up', '--json', '--no-traffic');
    const up = JSON.parse(await program.said('"proxy"')) as Ready;
    const authority = `https://login.microsoftonline.com.lab.localhost/${up.tenantId}`;
    const { clientId, certificatePem = '', privateKeyPem } = up.applications.daemon ?? {};
    const thumbprint = new X509Certificate(certificatePem).fingerprint.replaceAll(':', '');
    const secret = JSON.stringify({ certificatePem, privateKeyPem, thumbprint });
    const args = [authority, clientId ?? ''];
    expect(await run(up, 'msal-python-certificate.py', args, secret)).toEqual([null, null]);
  },
);

pythonTest(
  proves(
    ['stand-in.real-names', 'discovery.real-names'],
    'signs in under the real names, where a person asked for that',
  ),
  async () => {
    await using desk = createDesk();
    const program = desk.start('up', '--json', '--no-traffic', '--real-names');
    const up = JSON.parse(await program.said('"proxy"')) as Ready;
    const authority = `https://login.microsoftonline.com/${up.tenantId}`;
    const { userName, password } = up.accounts.healthy ?? expect.fail('nobody');
    expect(await signIn(up, authority, userName, password)).toEqual({
      error: null,
      user: userName,
    });
  },
);
