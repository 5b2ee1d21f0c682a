import { expect, test } from 'vitest';
import { browserSignIn } from './browser-sign-in.ts';
import type { BrowserEnd, BrowserSignIn, BrowserVisit } from './probe-ports.ts';
import { createStubCloud } from './stub-cloud.ts';

function visit(ended: BrowserEnd, aadsts: number | null = null): BrowserVisit {
  return { ended, aadsts, text: 'as it was read', steps: [], hasCode: ended === 'signed-in' };
}

const judge = (seen: BrowserVisit | null, expectation = {}) =>
  browserSignIn.judge({ visit: seen, correlationId: 'c-1', problem: null }, expectation);

test.each<[BrowserEnd, number | null, string]>([
  ['signed-in', null, 'pass'],
  ['second-factor', null, 'pass'],
  ['consent', null, 'pass'],
  ['blocked-by-policy', 53003, 'pass'],
  ['error-page', 53003, 'pass'],
  ['error-page', 80001, 'fail'],
  ['error-page', 80002, 'fail'],
  ['error-page', 50053, 'inconclusive'],
  ['error-page', null, 'inconclusive'],
  ['password-expired', 50055, 'inconclusive'],
  ['wrong-password', 50126, 'fail'],
  ['unknown-page', null, 'inconclusive'],
  ['unreachable', null, 'fail'],
])('a visit that ended with %s (%s): %s', (ended, aadsts, verdict) => {
  const judgement = judge(visit(ended, aadsts));
  expect(judgement.verdict).toBe(verdict);
  expect(judgement.summary).toContain('as it was read');
});

test('an expectation is about the last page', () => {
  expect(judge(visit('consent'), { ended: 'consent' }).verdict).toBe('pass');
  expect(judge(visit('signed-in'), { ended: 'consent' }).verdict).toBe('fail');
});

test('without a browser it is inconclusive, and says how to get one', async () => {
  const seen = await browserSignIn.observe(createStubCloud({}).context);
  expect(browserSignIn.judge(seen, {})).toMatchObject({
    verdict: 'inconclusive',
    summary: expect.stringContaining('CHROMIUM_BIN'),
  });
});

test('it asks for a code for the native client, without a session and under its own id', async () => {
  const { context } = createStubCloud({});
  let url = new URL('https://nobody.example');
  const signIn = async (asked: BrowserSignIn) => {
    url = new URL(asked.url);
    return visit('signed-in');
  };
  await browserSignIn.observe({ ...context, browser: { signIn } });
  expect(Object.fromEntries(url.searchParams)).toMatchObject({
    ...{ response_type: 'code', prompt: 'login', client_id: 'app-1' },
    redirect_uri: 'https://login.microsoftonline.com/common/oauth2/nativeclient',
    'client-request-id': context.correlationId,
  });
});
