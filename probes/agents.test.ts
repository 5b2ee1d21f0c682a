/** The probe against a table of answers of Microsoft Graph. */
import { expect, test } from 'vitest';
import { agents } from './agents.ts';
import { runProbe } from './run-probe.ts';
import { type Answer, createStubCloud, refusal, TOKEN } from './stub-cloud.ts';

const LIST = 'GET graph.test/beta/onPremisesPublishingProfiles/authentication/agents';
const TOKENS: Answer = { status: 200, json: { access_token: 'a.b.c' } };

async function probe(list: Answer, token: Answer = TOKENS, active = 2) {
  const { context, asked } = createStubCloud({ [TOKEN]: token, [LIST]: list });
  return { ...(await runProbe(agents, context, { active })), asked };
}

const listOf = (...statuses: string[]): Answer => ({
  status: 200,
  json: { value: statuses.map((status, at) => ({ machineName: `agt-${at + 1}`, status })) },
});

test('it asks with a token for Graph', async () => {
  const { asked, judgement } = await probe(listOf('active', 'active'));
  expect(new URLSearchParams(asked[0]?.body).get('scope')).toBe(
    'https://graph.microsoft.com/.default',
  );
  expect(asked[1]?.headers.authorization).toBe('Bearer a.b.c');
  expect(judgement).toEqual({
    verdict: 'pass',
    summary: '2 of 2 agents Active (agt-1 active, agt-2 active)',
  });
});

test('the token is not in what it observed', async () => {
  const { observation } = await probe(listOf('active'));
  expect(JSON.stringify(observation)).not.toContain('a.b.c');
});

test.each([
  ['one too few', listOf('active', 'inactive'), 'expected 2 Active, got 1 of 2 agents Active'],
  ['one too many', listOf('active', 'active', 'active'), 'expected 2 Active, got 3 of 3'],
  ['none listed', listOf(), 'expected 2 Active, got 0 of 0 agents Active (none listed)'],
  ['no list', { status: 200, json: {} }, 'Graph: expected a list'],
  ['forbidden', { status: 403, json: {} }, 'Graph: expected status 200, got 403'],
  [
    'unreachable',
    { ok: false, failure: 'timed-out', at: 'exchange', phaseMs: {} },
    'Graph: timed-out (exchange)',
  ],
] satisfies [string, Answer, string][])('%s fails and says so', async (_, list, text) => {
  const { judgement } = await probe(list);
  expect(judgement.verdict).toBe('fail');
  expect(judgement.summary).toContain(text);
});

test('both spellings of the status are understood', async () => {
  // EVIDENCE-OF GR: the resource page lists `active`, the example of the list shows `Active`.
  expect((await probe(listOf('Active', 'active'))).judgement.verdict).toBe('pass');
});

test('an administrator who cannot sign in is told as such', async () => {
  const { judgement } = await probe(listOf(), refusal(50126, 'Wrong password.'));
  expect(judgement.summary).toBe('no token for Graph: AADSTS50126: Wrong password.');
});
