/**
 * MSAL for Python, unmodified, as an application that was written for login.microsoftonline.com: it
 * asks for the user realm on the port 443 of its authority, so it comes through the CONNECT proxy.
 */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { expect } from 'vitest';
import { createDesk } from '../../cli/spawn-program.ts';
import type { Ready } from '../../cli/up.ts';
import { needs } from '../needs.ts';
import { proves } from '../parity/proves.ts';

const PYTHON = path.resolve('.pta-lab/python/bin/python');
const PROGRAM = path.join(import.meta.dirname, 'msal-python.py');

async function signIn(up: Ready, authority: string, userName: string, password: string) {
  const env = { ...process.env, HTTPS_PROXY: up.proxy, REQUESTS_CA_BUNDLE: up.proxyCaFile };
  const child = spawn(PYTHON, [PROGRAM, authority, up.clientId, userName], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env,
    timeout: 60_000,
  });
  child.stdin.end(`${password}\n`);
  return JSON.parse(await text(child.stdout));
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
