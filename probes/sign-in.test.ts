/** The probe against a table of answers: what it sends, what it sees, what it makes of it. */
import { describe, expect, test } from 'vitest';
import { LabError } from '../runtime/lab-error.ts';
import { proves } from '../test/parity/proves.ts';
import { runProbe } from './run-probe.ts';
import { type SignInExpectation, signIn } from './sign-in.ts';
import {
  type Answer,
  createSignedCloud,
  createStubCloud,
  NOW_MS,
  PASSWORD,
  refusal,
  TOKEN,
} from './stub-cloud.ts';
import { CLOCK_SKEW_MS } from './wire/token-problem.ts';

const cloud = await createSignedCloud();
const SECONDS = NOW_MS / 1000;

async function probe(token: Answer, expectation: SignInExpectation = { result: 0 }) {
  const { context, asked } = createStubCloud({ ...cloud.published, [TOKEN]: token });
  const result = await runProbe(signIn, context, expectation);
  return { ...result.judgement, result, asked };
}

async function granted(
  id: Record<string, unknown> = {},
  access: Record<string, unknown> = {},
): Promise<Answer> {
  const id_token = await cloud.sign(id);
  const access_token = await cloud.sign({ aud: 'https://graph.microsoft.com', ...access });
  return { status: 200, json: { token_type: 'Bearer', id_token, access_token } };
}

test('it sends one password grant and follows nothing', async () => {
  const { verdict, asked } = await probe(await granted());
  expect(verdict).toBe('pass');
  const form = new URLSearchParams(asked[0]?.body);
  expect(Object.fromEntries(form)).toEqual({
    ...{ grant_type: 'password', client_id: 'app-1', scope: 'openid profile' },
    ...{ username: 'u@contoso.example', password: PASSWORD },
  });
  expect(asked[0]?.headers['client-request-id']).toBe('corr-1');
  expect(asked.map(({ method }) => method)).toEqual(['POST', 'GET', 'GET']);
});

test('what it observed holds neither password nor token', async () => {
  const { result } = await probe(await granted());
  const text = JSON.stringify(result);
  expect(text).not.toContain(PASSWORD);
  expect(text).not.toMatch(/eyJ/);
  expect(result.observation).toMatchObject({ result: 0, tokens: { id: { signature: 'valid' } } });
});

describe('the result must be the expected one', () => {
  test('an AADSTS error is told with its text', async () => {
    const { verdict, summary } = await probe(refusal(80002, 'The agent was silent.'));
    expect(verdict).toBe('fail');
    expect(summary).toBe('expected tokens, got AADSTS80002: The agent was silent.');
  });

  test('an expected error passes, another one does not', async () => {
    expect(await probe(refusal(50126, 'No.'), { result: 50126 })).toMatchObject({
      ...{ verdict: 'pass', summary: 'AADSTS50126 as expected' },
    });
    expect((await probe(refusal(50053, 'No.'), { result: 50126 })).verdict).toBe('fail');
    expect((await probe(await granted(), { result: 50126 })).verdict).toBe('fail');
  });

  test.each([
    [{ ok: false, failure: 'refused', at: 'connect', phaseMs: {} }, 'network:refused'],
    [{ status: 200, json: '<html>' }, 'nonsense'],
    [{ status: 200, json: { token_type: 'Bearer' } }, 'nonsense'],
    [{ status: 503, json: {} }, 'nonsense'],
  ] satisfies [Answer, string][])('%j is seen as %s', async (answer, result) => {
    const seen = await probe(answer);
    expect(seen.verdict).toBe('fail');
    expect(seen.result.observation).toMatchObject({ result, tokens: null });
  });
});

describe('chain and policy are judged apart', () => {
  const chain = { chain: 'passed' } as const;

  test.each([50076, 50079, 53003, 50144])(
    proves('probes.sign-in.chain', 'AADSTS%i comes after the right password: the chain passed'),
    async (code) => {
      const { verdict, summary } = await probe(refusal(code, 'Read this.'), chain);
      expect(verdict).toBe('pass');
      expect(summary).toContain(`the chain passed (AADSTS${code}: Read this.)`);
    },
  );

  test.each([
    [50126, 'fail', 'the chain works, and the password is wrong'],
    [80002, 'fail', 'expected the chain to pass, got AADSTS80002: Read this.'],
    [90033, 'fail', 'expected the chain to pass'],
    [50053, 'inconclusive', 'an address judged malicious'],
    [50055, 'inconclusive', 'the cloud keeps this password'],
    [7000218, 'inconclusive', 'allow public client flows'],
  ])('AADSTS%i is %s: %s', async (code, verdict, text) => {
    const seen = await probe(refusal(code, 'Read this.'), chain);
    expect(seen.verdict).toBe(verdict);
    expect(seen.summary).toContain(text);
  });

  test('a cloud out of reach fails, and so do tokens that nobody may trust', async () => {
    const gone: Answer = { ok: false, failure: 'timed-out', at: 'connect', phaseMs: {} };
    expect((await probe(gone, chain)).verdict).toBe('fail');
    expect((await probe(await granted(), chain)).verdict).toBe('pass');
    const foreign = await probe(await granted({ aud: 'somebody-else' }), chain);
    expect(foreign).toMatchObject({
      ...{ verdict: 'fail', summary: expect.stringContaining('the chain passed, but') },
    });
  });

  test('tokens that are well but for their times say that the clock here is off', async () => {
    const ahead = await probe(await granted({ nbf: SECONDS + 3_600, exp: SECONDS + 7_200 }), chain);
    expect(ahead.verdict).toBe('inconclusive');
    expect(ahead.summary).toContain('by this machine’s clock the id token is not valid yet');
    const undated = await probe(await granted({ exp: undefined }), chain);
    expect(undated.verdict).toBe('fail');
  });

  test('a name that the refusal quotes is not kept', async () => {
    const { result } = await probe(refusal(50034, 'No U@Contoso.example here.'), chain);
    expect(JSON.stringify(result)).toContain('No [user] here.');
    expect(JSON.stringify(result)).not.toMatch(/contoso/i);
  });
});

describe('tokens that nobody may trust do not pass', () => {
  const skew = CLOCK_SKEW_MS / 1000;

  test.each<[string, Record<string, unknown>, Record<string, unknown>, string]>([
    ['another issuer', { iss: 'https://evil.test' }, {}, 'iss is https://evil.test'],
    ['another audience', { aud: 'app-2' }, {}, 'aud is app-2, expected app-1'],
    ['another tenant', { tid: 't-2' }, {}, 'tid is t-2, expected t-1'],
    ['expired', { exp: SECONDS - skew }, {}, 'the id token has expired'],
    ['not yet valid', { nbf: SECONDS + skew + 1 }, {}, 'the id token is not valid yet'],
    ['no end', { exp: undefined }, {}, 'the id token has no nbf or no exp'],
    ['an expired access token', {}, { exp: SECONDS - skew }, 'the access token has expired'],
  ])('%s', async (_, id, access, problem) => {
    const { verdict, summary } = await probe(await granted(id, access));
    expect(verdict).toBe('fail');
    expect(summary).toContain(problem);
  });

  test('a clock that is off by less than the allowance is forgiven', async () => {
    const times = { nbf: SECONDS + skew, exp: SECONDS - skew + 1 };
    expect(await probe(await granted(times))).toMatchObject({ verdict: 'pass' });
  });

  test('a changed claim shows in the signature', async () => {
    const good = await cloud.sign({});
    const [head, , signature] = good.split('.');
    const forged = Buffer.from(JSON.stringify({ aud: 'app-1' })).toString('base64url');
    const id_token = `${head}.${forged}.${signature}`;
    const { verdict, summary } = await probe({
      status: 200,
      json: { id_token, access_token: good },
    });
    expect(verdict).toBe('fail');
    expect(summary).toContain('the id token’s signature is invalid');
  });

  test('a key that is not published is told', async () => {
    const id_token = await cloud.sign({}, 'key-2');
    const { summary } = await probe({ status: 200, json: { id_token, access_token: id_token } });
    expect(summary).toContain('signature is unknown-key');
  });

  test('tokens without an id token do not pass', async () => {
    const access_token = await cloud.sign({});
    const { summary } = await probe({ status: 200, json: { access_token } });
    expect(summary).toContain('the id token is absent');
  });

  test('an access token of the first version is its API’s business', async () => {
    const [head, body] = (await cloud.sign({ iss: 'https://sts.windows.net/t-1/' })).split('.');
    const access_token = `${head}.${body}.c2ln`;
    const id_token = await cloud.sign({});
    expect(await probe({ status: 200, json: { id_token, access_token } })).toMatchObject({
      verdict: 'pass',
    });
  });

  test('without the keys nobody can tell, and that is no pass', async () => {
    const { context } = createStubCloud({
      [TOKEN]: await granted(),
      'GET login.test/t-1/v2.0/.well-known/openid-configuration': { status: 404, json: {} },
    });
    const { judgement } = await runProbe(signIn, context, { result: 0 });
    expect(judgement).toEqual({
      verdict: 'fail',
      summary:
        'signed in, but the tokens could not be checked (discovery: expected status 200, got 404)',
    });
  });
});

test('what the machine ran out of is inconclusive, never a failure', async () => {
  const { context } = createStubCloud({});
  const network = {
    ...context.network,
    request: () => Promise.reject(new LabError('HARNESS_EMFILE', 'no more files')),
  };
  const { judgement, observation } = await runProbe(signIn, { ...context, network }, {});
  expect(observation).toBeNull();
  expect(judgement).toEqual({
    verdict: 'inconclusive',
    summary: 'the harness could not tell: no more files (HARNESS_EMFILE)',
  });
});

test('our own bug is not hidden behind a verdict', async () => {
  const { context } = createStubCloud({});
  await expect(runProbe(signIn, context, {})).rejects.toThrow('nobody expects');
});
