/** The probe against a table of answers of Microsoft Graph. */
import { describe, expect, test } from 'vitest';
import { PROBE_USER_AGENT } from '../protocol/user-agent.ts';
import { Secret } from '../runtime/secret.ts';
import { proves } from '../test/parity/proves.ts';
import { type AgentsExpectation, agents } from './agents.ts';
import type { ProbeContext } from './probe.ts';
import { runProbe } from './run-probe.ts';
import { type Answer, createStubCloud, refusal, TOKEN } from './stub-cloud.ts';

const LIST = 'GET graph.test/beta/onPremisesPublishingProfiles/authentication/agents';
const TOKENS: Answer = { status: 200, json: { access_token: 'a.b.c', refresh_token: 'next' } };

interface Asked {
  token?: Answer;
  expectation?: AgentsExpectation;
  changes?: Partial<ProbeContext>;
}

async function probe(
  list: Answer,
  { token = TOKENS, expectation = { active: 2 }, changes = {} }: Asked = {},
) {
  const { context, asked } = createStubCloud({ [TOKEN]: token, [LIST]: list });
  return { ...(await runProbe(agents, { ...context, ...changes }, expectation)), asked };
}

const listOf = (...statuses: string[]): Answer => ({
  status: 200,
  json: {
    value: statuses.map((status, at) => ({
      ...{ id: `id-${at + 1}`, machineName: `agt-${at + 1}`, externalIp: '198.51.100.1', status },
    })),
  },
});

test('it asks with a token for Graph, and names itself', async () => {
  const { asked, judgement } = await probe(listOf('active', 'active'));
  expect(new URLSearchParams(asked[0]?.body).get('scope')).toBe(
    'https://graph.microsoft.com/.default',
  );
  expect(asked[1]?.headers.authorization).toBe('Bearer a.b.c');
  expect(asked.map(({ headers }) => headers['user-agent'])).toEqual(
    asked.map(() => PROBE_USER_AGENT),
  );
  expect(judgement).toEqual({
    verdict: 'pass',
    summary: '2 of 2 agents Active (agt-1 active, agt-2 active)',
  });
});

test('in a sovereign cloud the token is for its own Graph', async () => {
  const { asked } = await probe(listOf('active', 'active'), { changes: { cloud: 'usgov-dod' } });
  expect(new URLSearchParams(asked[0]?.body).get('scope')).toBe(
    'https://dod-graph.microsoft.us/.default',
  );
});

test('the token is not in what it observed', async () => {
  const { observation } = await probe(listOf('active'));
  expect(JSON.stringify(observation)).not.toContain('a.b.c');
});

test('a refresh token is redeemed, and the one that follows is kept', async () => {
  const kept: string[] = [];
  const administrator = {
    refreshToken: new Secret('first'),
    keep: async (next: Secret) => void kept.push(next.reveal()),
  };
  const seen = await probe(listOf('active', 'active'), { changes: { administrator } });
  expect(seen.judgement.verdict).toBe('pass');
  expect(Object.fromEntries(new URLSearchParams(seen.asked[0]?.body))).toEqual({
    ...{ grant_type: 'refresh_token', client_id: 'app-1', refresh_token: 'first' },
    scope: 'https://graph.microsoft.com/.default offline_access',
  });
  expect(kept).toEqual(['next']);
  expect(JSON.stringify(seen.observation)).not.toMatch(/first|next/);
});

test.each([
  ['one too few', listOf('active', 'inactive'), 'expected 2 Active, got 1 of 2 agents Active'],
  ['one too many', listOf('active', 'active', 'active'), 'expected 2 Active, got 3 of 3'],
  ['none listed', listOf(), 'expected 2 Active, got 0 of 0 agents Active (none listed)'],
  ['no list', { status: 200, json: {} }, 'Graph: expected a list'],
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

const tooMany: Answer = {
  ...{ ok: true, phaseMs: {} },
  value: { status: 429, headers: { 'retry-after': '7' }, body: '{}' },
};

test.each([
  ['forbidden', { status: 403, json: {} }, 'OnPremisesPublishingProfiles.ReadWrite.All'],
  ['asked too often', tooMany, 'wait (for 7 s)'],
  ['a list that this tenant has not', { status: 404, json: {} }, 'expected status 200, got 404'],
] satisfies [string, Answer, string][])(
  proves('probes.agents.right', '%s is inconclusive, and says what to do'),
  async (_, list, text) => {
    const { judgement } = await probe(list);
    expect(judgement.verdict).toBe('inconclusive');
    expect(judgement.summary).toContain(text);
  },
);

test('both spellings of the status are understood', async () => {
  // EVIDENCE-OF GR: the resource page lists `active`, the example of the list shows `Active`.
  expect((await probe(listOf('Active', 'active'))).judgement.verdict).toBe('pass');
});

test('an administrator who cannot sign in is told as such', async () => {
  const { judgement } = await probe(listOf(), { token: refusal(50126, 'Wrong password.') });
  expect(judgement).toEqual({
    ...{ verdict: 'inconclusive', summary: 'no token for Graph: AADSTS50126: Wrong password.' },
  });
});

test('a refresh token that has ended asks for a person', async () => {
  const administrator = { refreshToken: new Secret('old'), keep: async () => {} };
  const token = refusal(700082, 'Not used for long.');
  const { judgement } = await probe(listOf(), { token, changes: { administrator } });
  expect(judgement.verdict).toBe('inconclusive');
  expect(judgement.summary).toContain('Sign in once more and store a new one.');
});

test('without an administrator nothing is asked', async () => {
  const { context, asked } = createStubCloud({});
  const { administrator: _, ...nobody } = context;
  const { judgement } = await runProbe(agents, nobody, { active: 1 });
  expect(judgement.verdict).toBe('inconclusive');
  expect(asked).toEqual([]);
});

describe('at least so many', () => {
  const ask = async (atLeast: number, ...statuses: string[]) =>
    (await probe(listOf(...statuses), { expectation: { atLeast } })).judgement;

  test('fewer than that fails, one more passes', async () => {
    expect((await ask(3, 'active', 'active', 'inactive')).verdict).toBe('fail');
    expect((await ask(3, 'active', 'active', 'active', 'active')).verdict).toBe('pass');
  });

  test('a single Active agent never passes, two are fewer than recommended', async () => {
    expect(await ask(1, 'active')).toMatchObject({
      verdict: 'fail',
      summary: expect.stringContaining('one to spare'),
    });
    expect(await ask(2, 'active', 'active')).toMatchObject({
      verdict: 'pass',
      summary: expect.stringContaining('fewer than the 3 that are recommended'),
    });
  });
});

describe('with an inventory', () => {
  const inventory = [
    { machineName: 'AGT-1.corp.example', id: 'ID-1' },
    { machineName: 'agt-2', externalIp: '198.51.100.1' },
  ];
  const ask = async (agent: object) => {
    const known = { id: 'id-1', machineName: 'agt-1', externalIp: '?', status: 'active' };
    const value = [known, agent].map((one) => ({ externalIp: '198.51.100.1', ...one }));
    const list = { status: 200, json: { value } };
    const seen = await probe(list, { changes: { inventory }, expectation: { atLeast: 2 } });
    return seen.judgement;
  };

  test.each([
    ['machine', { id: 'id-9', machineName: 'evil-1', status: 'active' }],
    ['id', { id: 'id-9', machineName: 'agt-1', status: 'active' }],
    [
      'external address',
      { id: 'id-2', machineName: 'agt-2', status: 'active', externalIp: '203.0.113.9' },
    ],
  ])(
    proves('probes.agents.rogue', 'an agent whose %s is in no entry fails and is named'),
    async (what, agent) => {
      const { verdict, summary } = await ask(agent);
      expect(verdict).toBe('fail');
      expect(summary).toContain(`its ${what} is not in the inventory`);
      expect(summary).toContain(`${agent.machineName} (id ${agent.id}`);
    },
  );

  test('the old entry that an upgrade leaves is no rogue; a missing machine is named', async () => {
    const { verdict, summary } = await ask({
      id: 'id-0',
      machineName: 'agt-1',
      status: 'inactive',
    });
    expect(verdict).toBe('fail');
    expect(summary).toContain('got 1 of 2 agents Active');
    expect(summary).toContain('not listed: agt-2');
  });

  test('agents that fit pass', async () => {
    expect((await ask({ id: 'id-2', machineName: 'agt-2', status: 'active' })).verdict).toBe(
      'pass',
    );
  });
});
