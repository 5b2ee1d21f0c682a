/**
 * Chromium as the machine has it, for one visit and with nothing kept: no profile, no variable that
 * may hold a password. A lab's certificate is trusted by its key alone, after its chain was checked
 * against the lab's CA; for real names the browser's own checks stay as they are.
 */
import { createHash } from 'node:crypto';
import { lookup } from 'node:dns/promises';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import { connect } from 'node:tls';
import type { Browser } from 'playwright-core';
import { LabError } from '../../../runtime/lab-error.ts';
import type { Target } from '../../target.ts';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'msedge'];
/** What a browser needs of the environment; the rest may be somebody's secret. */
const PASSED_ON = /^(PATH|HOME|USER|LANG|LC_\w+|TZ|TMPDIR|TEMP|TMP|DISPLAY|XDG_\w+|SystemRoot)$/i;
const PROXIES = /^(https?|no|all)_proxy$/i;
const CONNECT_MS = 10_000;

/** @throws LabError `BROWSER_MISSING`, `BROWSER_FAILED` */
export async function launchChromium(target: Target): Promise<Browser> {
  const executablePath = findChromium();
  const { chromium } = await import('playwright-core').catch((cause: unknown) => {
    const sentence =
      'expected the package playwright-core, got none; run "npm install playwright-core"';
    throw new LabError('BROWSER_MISSING', sentence, { cause });
  });
  const options = {
    args: [
      ...['--disable-gpu', '--disable-background-networking'],
      ...(await pinLab(target)),
      ...(await placeLab(target)),
    ],
    // Chromium refuses to start its sandbox as root, and cannot where a container has no rights.
    chromiumSandbox: process.getuid?.() !== 0 && process.env.CHROMIUM_SANDBOX !== 'off',
    env: passedOn(process.env),
  };
  const launched = chromium.launch({ ...options, executablePath });
  return launched.catch((cause: Error) => {
    const [first = ''] = cause.message.split('\n');
    const sentence = `expected ${executablePath} to start, got "${first}"; set CHROMIUM_BIN to one that does`;
    throw new LabError('BROWSER_FAILED', sentence, { cause });
  });
}

function findChromium(): string {
  const named = process.env.CHROMIUM_BIN;
  const found = named !== undefined && isAbsolute(named) ? named : inPath(named);
  if (found !== undefined && existsSync(found)) return found;
  const came =
    named === undefined ? 'none on the PATH' : `CHROMIUM_BIN=${named}, which is not there`;
  const sentence = `expected Chromium, got ${came}; install chromium or Chrome, or set CHROMIUM_BIN to its path`;
  throw new LabError('BROWSER_MISSING', sentence);
}

function inPath(named: string | undefined): string | undefined {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const names = named === undefined ? NAMES.map((name) => `${name}${suffix}`) : [named];
  const folders = (process.env.PATH ?? '').split(delimiter);
  return folders.flatMap((folder) => names.map((name) => join(folder, name))).find(existsSync);
}

function passedOn(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) =>
      value !== undefined && (PASSED_ON.test(name) || PROXIES.test(name)) ? [[name, value]] : [],
    ),
  );
}

/**
 * Chromium takes every name under localhost for this machine and asks nobody; in the network of the
 * container lab they are names of another host.
 */
async function placeLab({ kind, authority }: Target): Promise<string[]> {
  const { hostname } = new URL(authority);
  if (kind !== 'lab' || !hostname.endsWith('.localhost')) return [];
  const found = await lookup(hostname).catch(() => undefined);
  return found ? [`--host-resolver-rules=MAP ${hostname} ${found.address}`] : [];
}

async function pinLab({ kind, authority, caFile }: Target): Promise<string[]> {
  if (kind !== 'lab' || caFile === undefined) return [];
  const spki = await readServerKey(new URL(authority), readFileSync(caFile, 'utf8'));
  if (spki === undefined) return [];
  const hash = createHash('sha256').update(spki).digest('base64');
  return [`--ignore-certificate-errors-spki-list=${hash}`];
}

/** Of a server whose chain ends in `ca`. Undefined: nobody is there, which the visit will tell. */
function readServerKey({ hostname, port }: URL, ca: string): Promise<Uint8Array | undefined> {
  return new Promise((resolve) => {
    const options = { host: hostname, port: Number(port || 443), servername: hostname, ca };
    const socket = connect(options, () => {
      const key = socket.getPeerX509Certificate()?.publicKey;
      resolve(key?.export({ type: 'spki', format: 'der' }));
      socket.destroy();
    });
    socket.setTimeout(CONNECT_MS, () => socket.destroy());
    socket.on('error', () => resolve(undefined));
    socket.on('close', () => resolve(undefined));
  });
}
