/** The probe against a cloud that refuses, and a sign-in log that knows more or less about it. */
import { expect, test } from 'vitest';
import { proves } from '../test/parity/proves.ts';
import { runProbe } from './run-probe.ts';
import { type Answer, createStubCloud, PASSWORD, refusal, TOKEN } from './stub-cloud.ts';
import { wrongPassword } from './wrong-password.ts';

const LOG = 'GET graph.test/beta/auditLogs/signIns';
const AGENT = '0a0b0c0d-1111-4222-8333-444455556666';

const rowOf = (detail: string) => ({
  ...{ correlationId: 'CORR-1', createdDateTime: '2026-11-02T08:00:00Z' },
  userPrincipalName: 'u@contoso.example',
  status: { errorCode: 50126, failureReason: 'Wrong password.' },
  authenticationDetails: [{ authenticationMethodDetail: detail }],
});

const log = (...rows: object[]): Answer => ({ status: 200, json: { value: rows } });

/** The first grant is the probe's own, the second the administrator's. */
async function probe(answer: Answer, signIns: Answer = log(), nowMs = { at: 0 }) {
  const stub = createStubCloud({ [LOG]: signIns, [TOKEN]: answer });
  const administratorIds: string[] = [];
  const granted = { status: 200, headers: {}, body: '{"access_token":"a.b.c"}' };
  const context = {
    ...stub.context,
    clock: {
      nowMs: () => nowMs.at,
      sleep: async (durationMs: number) => {
        nowMs.at += durationMs;
      },
    },
    network: {
      ...stub.context.network,
      async request(...[asked, call]: Parameters<typeof stub.context.network.request>) {
        if (!asked.body.includes('admin%40')) return stub.context.network.request(asked, call);
        administratorIds.push(asked.headers['client-request-id'] ?? '');
        return { ok: true as const, phaseMs: {}, value: granted };
      },
    },
  };
  return { ...(await runProbe(wrongPassword, context, {})), asked: stub.asked, administratorIds };
}

const REFUSED = refusal(50126, 'Wrong.');
const BY_AGENT = `Pass-through Authentication; PTA AgentId: ${AGENT.toUpperCase()}`;

test(
  proves('probes.wrong-password', 'a refusal that the log lays to an agent proves the chain'),
  async () => {
    const others = { ...rowOf('Password in the cloud'), status: { errorCode: 0 } };
    const { judgement, asked } = await probe(REFUSED, log(others, rowOf(BY_AGENT)));
    expect(judgement).toEqual({
      ...{ verdict: 'pass', summary: `AADSTS50126 as expected, by agent ${AGENT}` },
    });
    const filter = new URL(asked.at(-1)?.url ?? '').searchParams.get('$filter');
    expect(filter).toContain("correlationId eq 'corr-1'");
  },
);

test('whoever reads the log signs in under another id than the attempt it looks for', async () => {
  const { asked, administratorIds } = await probe(REFUSED, log(rowOf(BY_AGENT)));
  expect(asked[0]?.headers['client-request-id']).toBe('corr-1');
  expect(administratorIds).toEqual([expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f-]{27}$/)]);
});

test('the account’s own password is not sent, and nobody is named in what is kept', async () => {
  const { asked, observation } = await probe(REFUSED, log(rowOf(BY_AGENT)));
  const sent = new URLSearchParams(asked[0]?.body).get('password') ?? '';
  expect(sent).toContain('wrong-on-purpose-corr-1');
  expect(sent).not.toContain(PASSWORD);
  expect(JSON.stringify(observation)).not.toMatch(/contoso|on-purpose/);
});

test.each([
  ['Pass-through Authentication', log(rowOf('Pass-through Authentication')), 'names no agent'],
  ['Password in the cloud', log(rowOf('Password in the cloud')), 'the cloud judged'],
  ['no right', { status: 403, json: {} }, 'AuditLog.Read.All'],
  [
    'no licence',
    {
      status: 403,
      json: { error: { code: 'Authentication_RequestFromNonPremiumTenantOrB2CTenant' } },
    },
    'P1 or P2',
  ],
] satisfies [string, Answer, string][])(
  'the right refusal with %s in the log is inconclusive',
  async (_, signIns, text) => {
    const { judgement } = await probe(REFUSED, signIns);
    expect(judgement.verdict).toBe('inconclusive');
    expect(judgement.summary).toContain(text);
  },
);

test('a row that does not come is waited for as long as one request may take', async () => {
  const clock = { at: 5_000 };
  const { judgement } = await probe(REFUSED, log(), clock);
  expect(judgement.verdict).toBe('inconclusive');
  expect(judgement.summary).toContain('no row of it yet');
  expect(clock.at).toBe(6_000);
});

test.each([
  [refusal(80002, 'Silent.'), 'fail', 'expected AADSTS50126, got AADSTS80002'],
  [refusal(50053, 'Locked.'), 'inconclusive', 'no password was judged (AADSTS50053'],
  [{ status: 200, json: { access_token: 'a.b.c' } }, 'fail', 'was accepted'],
  [
    { ok: false, failure: 'refused', at: 'connect', phaseMs: {} },
    'fail',
    'got no answer from the cloud: refused',
  ],
] satisfies [Answer, string, string][])('%j is %s: %s', async (answer, verdict, text) => {
  const { judgement } = await probe(answer);
  expect(judgement.verdict).toBe(verdict);
  expect(judgement.summary).toContain(text);
});
