/** The rule on agents' own failures, and what is read for it. */
import { describe, expect, test } from 'vitest';
import { proves } from '../test/parity/proves.ts';
import type { SignInLogObservation, SignInRow } from './observations.ts';
import { runProbe } from './run-probe.ts';
import { signInLog } from './sign-in-log.ts';
import { type Answer, createStubCloud, GRAPH, NOW_MS, TOKEN } from './stub-cloud.ts';

const [A, B] = ['aaaaaaaa-1111-4111-8111-111111111111', 'bbbbbbbb-1111-4111-8111-111111111111'];

function rows(agentId: string | null, ...codes: number[]): SignInRow[] {
  return codes.map((errorCode) => ({
    ...{ correlationId: 'c', createdMs: NOW_MS, failureReason: '', processingMs: 5 },
    ...{ method: 'pass-through' as const, agentId, errorCode },
  }));
}

function judge(...seen: SignInRow[][]) {
  const observation: SignInLogObservation = {
    ...{ rows: seen.flat(), fromMs: NOW_MS, machines: { [A]: 'srv-1' }, delayMs: null },
    problem: null,
  };
  return signInLog.judge(observation, {});
}

describe('an agent fails by its own failures', () => {
  test(
    proves('probes.sign-in-log', 'two of five that it could not decrypt fail, one of five passes'),
    () => {
      expect(judge(rows(A, 80010, 80010, 0, 0, 0))).toMatchObject({
        verdict: 'fail',
        summary: expect.stringContaining('srv-1 5 of 5 sign-ins, 2 failed (AADSTS80010)'),
      });
      expect(judge(rows(A, 80010, 0, 0, 0, 0)).verdict).toBe('pass');
    },
  );

  test('a fifth is the limit: two of ten fail, two of eleven pass', () => {
    const zeros = (count: number) => Array.from({ length: count }, () => 0);
    expect(judge(rows(A, 80002, 80002, ...zeros(8))).verdict).toBe('fail');
    expect(judge(rows(A, 80002, 80002, ...zeros(9))).verdict).toBe('pass');
  });

  test('what people mistype is nobody’s failure', () => {
    expect(judge(rows(A, 50126, 50126, 80004, 80012, 50144)).verdict).toBe('pass');
  });

  test('a good agent does not hide a bad one, and an unknown one is told by its id', () => {
    const { verdict, summary } = judge(rows(A, 0, 0, 0, 0, 0), rows(B, 80007, 80007, 0, 0, 0));
    expect(verdict).toBe('fail');
    expect(summary).toContain(`unknown agent ${B} 5 of 10 sign-ins`);
  });
});

test('too few sign-ins by every agent are inconclusive', () => {
  expect(judge(rows(A, 80010, 80010, 80010, 80010)).verdict).toBe('inconclusive');
  expect(judge().verdict).toBe('inconclusive');
});

test('sign-ins that found no agent fail, whoever answered the others', () => {
  const { verdict, summary } = judge(rows(A, 0, 0, 0, 0, 0), rows(null, 80001, 80001));
  expect(verdict).toBe('fail');
  expect(summary).toContain('2 of 7 sign-ins found no agent');
});

const LOG = 'GET graph.test/beta/auditLogs/signIns';
const AGENTS = 'GET graph.test/beta/onPremisesPublishingProfiles/authentication/agents';
const TOKENS: Answer = { status: 200, json: { access_token: 'a.b.c' } };

async function observe(log: Answer, list: Answer = { status: 403, json: {} }) {
  const stub = createStubCloud({ [TOKEN]: TOKENS, [LOG]: log, [AGENTS]: list });
  const inventory = [{ machineName: 'srv-b', id: B.toUpperCase() }];
  return { ...(await runProbe(signInLog, { ...stub.context, inventory }, {})), asked: stub.asked };
}

const row = (correlationId: string, agentId: string) => ({
  ...{ correlationId, createdDateTime: '2026-11-02T07:59:00Z', status: { errorCode: 0 } },
  ...{ userPrincipalName: 'ada@contoso.example', ipAddress: '203.0.113.7' },
  authenticationDetails: [
    { authenticationMethodDetail: `Pass-through Authentication; PTA AgentId: ${agentId}` },
  ],
});

test('rows come without the person, and agents with the machine they run on', async () => {
  const list = { status: 200, json: { value: [{ id: A, machineName: 'srv-a' }] } };
  const value = [row('corr-1', A), row('corr-2', B)];
  const { observation } = await observe({ status: 200, json: { value } }, list);
  expect(observation).toMatchObject({
    machines: { [A]: 'srv-a', [B]: 'srv-b' },
    rows: [{ agentId: A, method: 'pass-through' }, { agentId: B }],
    delayMs: 0,
  });
  expect(JSON.stringify(observation)).not.toMatch(/ada|203\.0/);
});

test('pages are followed on the target’s own Graph only, and not without end', async () => {
  const page = (host: string): Answer => ({
    status: 200,
    json: { value: [row('corr-1', A)], '@odata.nextLink': `${host}/beta/auditLogs/signIns?x=1` },
  });
  const elsewhere = await observe(page('https://graph.test.evil.example'));
  expect(elsewhere.asked.filter(({ url }) => url.includes('evil'))).toEqual([]);
  const { asked } = await observe(page(GRAPH));
  expect(asked.filter(({ url }) => url.includes('x=1'))).toHaveLength(2);
});

test('the lag is at most the age of our youngest sign-in that has its row', async () => {
  const value = [row('CORR-7', A), row('corr-8', A)];
  const stub = createStubCloud({
    ...{ [TOKEN]: TOKENS, [LOG]: { status: 200, json: { value } } },
    [AGENTS]: { status: 403, json: {} },
  });
  const ownSignIns = [9, 7, 8].map((id, at) => ({
    ...{ correlationId: `corr-${id}`, atMs: NOW_MS - (at + 1) * 60_000 },
  }));
  const seen = await runProbe(signInLog, { ...stub.context, ownSignIns }, {});
  expect(seen.observation).toMatchObject({ delayMs: 120_000 });
  expect(seen.judgement.summary).toContain('the log lags 120 s at most');
  expect(stub.asked.filter(({ url }) => url.includes('signIns'))).toHaveLength(1);
});

test('without the right to read it the log says nothing', async () => {
  const { judgement } = await observe({ status: 403, json: {} });
  expect(judgement.verdict).toBe('inconclusive');
});
