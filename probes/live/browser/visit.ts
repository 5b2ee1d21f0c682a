/**
 * One visit to the sign-in page, in a browser of its own that is gone afterwards with all that it
 * was told.
 */
import { createHash, randomBytes } from 'node:crypto';
import { chmod, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page as Tab } from 'playwright-core';
import { PROBE_USER_AGENT } from '../../../protocol/user-agent.ts';
import { LabError } from '../../../runtime/lab-error.ts';
import { failureOf } from '../../../runtime/live/failure.ts';
import type { BrowserSignIn, BrowserVisit } from '../../probe-ports.ts';
import type { Target } from '../../target.ts';
import type { BrowserOptions } from './browser.ts';
import { launchChromium } from './launch.ts';
import { takePicture } from './picture.ts';
import { stopAtRedirect } from './redirect-stop.ts';
import { walkSignIn } from './walk.ts';

/** For what has no limit of its own, and for the picture. */
const GRACE_MS = 20_000;

export async function visit(
  target: Target,
  options: BrowserOptions,
  asked: BrowserSignIn,
): Promise<BrowserVisit> {
  const browser = await launchChromium(target);
  let isLate = false;
  const limit = setTimeout(() => {
    isLate = true;
    // Ends whatever waits for it; that it could not be closed would say nothing more.
    browser.close().catch(() => {});
  }, asked.timeoutMs + GRACE_MS);
  try {
    const context = await openContext(browser);
    const traced = options.trace ? options.screenshots : undefined;
    if (traced !== undefined) await context.tracing.start({ snapshots: true });
    const seen = await visitOnce(await context.newPage(), options, asked);
    if (traced !== undefined) await keepTrace(context, traced);
    return seen;
  } catch (cause) {
    if (!isLate) throw cause;
    const sentence = 'expected the browser to come to an end, got none; it was closed';
    throw new LabError('BROWSER_HUNG', sentence, { cause });
  } finally {
    clearTimeout(limit);
    await browser.close();
  }
}

async function visitOnce(
  tab: Tab,
  { screenshots }: BrowserOptions,
  asked: BrowserSignIn,
): Promise<BrowserVisit> {
  const state = randomBytes(16).toString('hex');
  const stop = await stopAtRedirect(tab, asked.redirectUri, state);
  const startMs = performance.now();
  const trouble = await openPage(tab, completeUrl(asked.url, state), asked.timeoutMs, stop);
  if (trouble !== undefined) {
    const steps = [{ page: 'first', tookMs: Math.round(performance.now() - startMs) }];
    return { ended: 'unreachable', aadsts: null, text: trouble, steps, hasCode: false };
  }
  const typed: string[] = [];
  const walked = await walkSignIn(tab, asked, stop, typed);
  if (walked.ended === 'signed-in' || screenshots === undefined) return walked;
  const words = [asked.userName, asked.userName.split('@')[0] ?? '', asked.password.reveal()];
  const name = `${new Date(asked.nowMs()).toISOString().replaceAll(':', '')}-${walked.ended}`;
  try {
    const screenshot = await takePicture(tab, screenshots, name, [...words, ...typed]);
    return { ...walked, ...(screenshot !== undefined && { screenshot }) };
  } catch (error) {
    // What the visit saw counts more than its picture. A foreign message may quote the page.
    const why = error instanceof Error && 'code' in error ? ` (${error.code})` : '';
    return { ...walked, text: `${walked.text} No picture: ${screenshots} cannot be written${why}` };
  }
}

/** Says in its user agent who it is, as every probe does. */
async function openContext(browser: Browser): Promise<BrowserContext> {
  const version = browser.version().split('.')[0] ?? '';
  const chrome = `Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/${version}.0.0.0 Safari/537.36`;
  return browser.newContext({ userAgent: `${chrome} ${PROBE_USER_AGENT}`, locale: 'en-US' });
}

/** Nobody can redeem the code: the verifier is made, hashed and forgotten. */
function completeUrl(text: string, state: string): string {
  const url = new URL(text);
  const challenge = createHash('sha256').update(randomBytes(32).toString('base64url'));
  const added = {
    ...{ state, nonce: randomBytes(16).toString('hex') },
    ...{ code_challenge: challenge.digest('base64url'), code_challenge_method: 'S256' },
  };
  for (const [name, value] of Object.entries(added)) url.searchParams.set(name, value);
  return url.href;
}

/** In words, why the first page did not come. */
async function openPage(
  tab: Tab,
  url: string,
  timeout: number,
  stop: { readonly came: unknown },
): Promise<string | undefined> {
  try {
    const open = () => tab.goto(url, { timeout, waitUntil: 'domcontentloaded' });
    await open().catch((error: unknown) => {
      if (netErrorOf(error) !== OWN_NETWORK_CHANGED) throw error;
      return open();
    });
    return undefined;
  } catch (error) {
    if (stop.came !== undefined) return undefined;
    const code = netErrorOf(error);
    return code === undefined ? 'no page came in time' : `no page came: ${wordFor(code)}`;
  }
}

/** An interface of this machine came or went, as with each container that starts: no symptom. */
const OWN_NETWORK_CHANGED = 'ERR_NETWORK_CHANGED';

function netErrorOf(error: unknown): string | undefined {
  return /net::(ERR_\w+)/.exec(String(error))?.[1];
}

const WORDS: Readonly<Record<string, string>> = {
  ERR_NAME_NOT_RESOLVED: 'ENOTFOUND',
  ERR_CONNECTION_REFUSED: 'ECONNREFUSED',
  ERR_CONNECTION_RESET: 'ECONNRESET',
  ERR_CONNECTION_TIMED_OUT: 'ETIMEDOUT',
  ERR_ADDRESS_UNREACHABLE: 'EHOSTUNREACH',
  ERR_CERT_AUTHORITY_INVALID: 'CERT_UNTRUSTED',
  ERR_CERT_COMMON_NAME_INVALID: 'ERR_TLS_CERT_ALTNAME_INVALID',
  ERR_CERT_DATE_INVALID: 'CERT_HAS_EXPIRED',
};

/** Chromium's word as the rest of the product says it, where both have one. */
function wordFor(code: string): string {
  const known = WORDS[code];
  return known === undefined ? code : failureOf(Object.assign(new Error(code), { code: known }));
}

async function keepTrace(context: BrowserContext, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, 'trace.zip');
  await context.tracing.stop({ path: file });
  await chmod(file, 0o600);
}
