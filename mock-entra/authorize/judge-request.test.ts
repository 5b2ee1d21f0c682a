/** Wrong requests of the authorization endpoint, each with one mistake. */
import { expect, test } from 'vitest';
import { causes } from '../../test/parity/causes.ts';
import { proves } from '../../test/parity/proves.ts';
import { CLIENT_ID, call, SIGN_IN, TENANT_ID } from '../stub-world.ts';
import { createPagesWorld, HYBRID, REDIRECT_URI, SHARED, SPA_URI } from './fixture-applications.ts';
import { codeIn, createBrowser, pageIn, replyIn } from './stub-browser.ts';

type Asked = Record<string, string>;

async function pageFor(asked: Asked, segment = TENANT_ID) {
  const world = await createPagesWorld();
  return pageIn(await createBrowser(world, segment).authorize(asked));
}

async function redirectFor(asked: Asked) {
  const world = await createPagesWorld();
  const answer = await createBrowser(world).authorize(asked);
  expect(answer.headers.location?.startsWith(asked.redirect_uri ?? REDIRECT_URI)).toBe(true);
  expect(replyIn(answer).state).toBe('state-1');
  return answer;
}

test(
  proves(
    'authorize.requests',
    'before the address is known to be good, mistakes are shown on a page',
  ),
  async () => {
    expect(await pageFor({ redirect_uri: 'https://evil.example/' })).toBe('ConvergedError 50011');
  },
);

test(causes(50011, 'an unregistered redirect URI gets a page and nothing else'), async () => {
  expect(await pageFor({ redirect_uri: `${REDIRECT_URI}/more` })).toBe('ConvergedError 50011');
});

test(causes(900971, 'without a redirect URI one of several is not guessed'), async () => {
  expect(await pageFor({ redirect_uri: '' })).toBe('ConvergedError 900971');
  expect(await pageFor({ redirect_uri: '', client_id: HYBRID })).toBe('ConvergedSignIn');
});

test(causes(700016, 'an unknown application'), async () => {
  expect(await pageFor({ client_id: TENANT_ID })).toBe('ConvergedError 700016');
});

test(causes(90002, 'an unknown tenant'), async () => {
  expect(await pageFor({}, 'fabrikam.example')).toBe('ConvergedError 90002');
});

test(causes([50194, 9002332], 'shared authorities are for multitenant applications'), async () => {
  expect(await pageFor({}, 'common')).toBe('ConvergedError 50194');
  expect(await pageFor({}, 'organizations')).toBe('ConvergedError 50194');
  expect(await pageFor({ client_id: SHARED }, 'consumers')).toBe('ConvergedError 9002332');
});

test(
  proves('authorize.shared-authorities', 'a multitenant application signs in over common'),
  async () => {
    expect(await pageFor({ client_id: SHARED }, 'common')).toBe('ConvergedSignIn');
    expect(await pageFor({ client_id: SHARED }, 'organizations')).toBe('ConvergedSignIn');
  },
);

test(causes(9002313, 'a parameter that is there twice'), async () => {
  const world = await createPagesWorld();
  const url = `${SIGN_IN}/${TENANT_ID}/oauth2/v2.0/authorize?client_id=${CLIENT_ID}`;
  expect(pageIn(await call(world, 'GET', `${url}&scope=openid&scope=profile`))).toBe(
    'ConvergedError 9002313',
  );
});

test(causes(900561, 'a verb the endpoint does not take'), async () => {
  const world = await createPagesWorld();
  for (const path of ['oauth2/v2.0/authorize', 'login', 'Consent/Set', 'oauth2/v2.0/logout']) {
    const answer = await call(world, 'PUT', `${SIGN_IN}/${TENANT_ID}/${path}`);
    expect(pageIn(answer)).toBe('ConvergedError 900561');
  }
});

const WRONG: readonly [what: string, asked: Asked, error: string, code: number][] = [
  [causes(900144, 'a request without scope'), { scope: '' }, 'invalid_request', 900144],
  ['no response type', { response_type: '' }, 'invalid_request', 900144],
  [
    causes(70005, 'a response type that is not there'),
    { response_type: 'token' },
    'invalid_request',
    70005,
  ],
  ['an object’s member as response type', { response_type: 'toString' }, 'invalid_request', 70005],
  [
    causes(700054, 'an id token where none is allowed'),
    { response_type: 'id_token' },
    'unsupported_response_type',
    700054,
  ],
  [
    causes(70007, 'an id token in the query'),
    { client_id: HYBRID, response_type: 'code id_token', response_mode: 'query', nonce: 'n' },
    'invalid_request',
    70007,
  ],
  ['a response mode nobody knows', { response_mode: 'carrier_pigeon' }, 'invalid_request', 70007],
  [
    'an id token without nonce',
    { client_id: HYBRID, response_type: 'id_token' },
    'invalid_request',
    900144,
  ],
  [
    'an id token without openid',
    { client_id: HYBRID, response_type: 'id_token', nonce: 'n', scope: 'User.Read' },
    'invalid_request',
    70005,
  ],
  [causes(70011, 'a malformed scope'), { scope: '<b>' }, 'invalid_scope', 70011],
  [
    causes(500011, 'a scope of a resource that is not there'),
    { scope: 'api://nobody/read' },
    'invalid_resource',
    500011,
  ],
  [causes(90023, 'a prompt nobody knows'), { prompt: 'create' }, 'invalid_request', 90023],
  ['a max_age that is no number', { max_age: 'soon' }, 'invalid_request', 90023],
  ['a request object', { request: 'eyJ' }, 'request_not_supported', 90023],
  [
    'a request by reference',
    { request_uri: 'https://evil.example/' },
    'request_uri_not_supported',
    90023,
  ],
  [
    causes(501491, 'a challenge one character short'),
    { code_challenge: 'x'.repeat(42) },
    'invalid_request',
    501491,
  ],
  [
    'a challenge one character too long',
    { code_challenge: 'x'.repeat(129) },
    'invalid_request',
    501491,
  ],
  ['a method nobody knows', { code_challenge_method: 'S512' }, 'invalid_request', 90023],
  [causes(50147, 'a method without challenge'), { code_challenge: '' }, 'invalid_request', 50147],
  [
    causes(9002325, 'a single-page application without challenge'),
    { redirect_uri: SPA_URI, code_challenge: '', code_challenge_method: '' },
    'invalid_request',
    9002325,
  ],
];

test.each(WRONG)('%s', async (_, asked, error, code) => {
  const answer = await redirectFor(asked);
  expect(codeIn(answer)).toBe(code);
  expect(replyIn(answer).error).toBe(error);
});

test.each([
  ['', '?'],
  ['bogus', '?'],
  ['token', '#'],
  ['id_token token', '#'],
])('a mistake in the response type "%s" is told behind %s', async (response_type, mark) => {
  const { location } = (await redirectFor({ response_type })).headers;
  expect(location?.startsWith(`${REDIRECT_URI}${mark}error=`)).toBe(true);
});

test(causes(90015, 'a request of more than 8,192 characters'), async () => {
  const world = await createPagesWorld();
  const url = `${SIGN_IN}/${TENANT_ID}/oauth2/v2.0/authorize?state=`;
  const search = (length: number) => 'x'.repeat(length - '?state='.length);
  expect(pageIn(await call(world, 'GET', url + search(8192)))).toBe('ConvergedError 900144');
  expect(pageIn(await call(world, 'GET', url + search(8193)))).toBe('ConvergedError 90015');
});

test('a request may come as a form, and then starts the same flow', async () => {
  const world = await createPagesWorld();
  const body = new URLSearchParams({
    ...{ client_id: CLIENT_ID, redirect_uri: REDIRECT_URI, response_type: 'code' },
    scope: 'openid',
  }).toString();
  const url = `${SIGN_IN}/${TENANT_ID}/oauth2/v2.0/authorize`;
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  expect(pageIn(await call(world, 'POST', url, { body, headers }))).toBe('ConvergedSignIn');
  const text = { 'content-type': 'text/plain' };
  expect(pageIn(await call(world, 'POST', url, { body, headers: text }))).toBe(
    'ConvergedError 900144',
  );
});

test('challenges of 43 and 128 characters are taken', async () => {
  for (const length of [43, 128]) {
    expect(await pageFor({ code_challenge: 'x'.repeat(length) })).toBe('ConvergedSignIn');
  }
});
