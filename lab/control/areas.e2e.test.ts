/** Each area of the control API once over HTTP, seen from the wire of the lab where it matters. */
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createNumberChallenge, readChallenge } from '../../mock-entra/sign-in/second-factor.ts';
import { proves } from '../../test/parity/proves.ts';
import type { Lab } from '../lab.ts';
import { startLab } from '../start-lab.ts';
import { createControlClient } from './client.ts';
import { CONTROL_ROUTES } from './routes.ts';
import { type ControlServer, startControlServer } from './server.ts';

let lab: Lab;
let server: ControlServer;
let control: ReturnType<typeof createControlClient>;

beforeAll(async () => {
  lab = await startLab({ seed: 'areas', users: 1, traffic: false });
  server = await startControlServer(lab);
  control = createControlClient(server.url);
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await lab[Symbol.asyncDispose]();
});
beforeEach(() => control.call('POST', '/reset', {}));

/** 0, or the AADSTS code. */
async function signIn(userName: string, password: string): Promise<number> {
  const form = { grant_type: 'password', client_id: lab.clientId, scope: 'openid' };
  const reply = await lab.drive(
    lab.entra.handle(
      {
        ...{ method: 'POST', url: `${lab.endpoints.authority}/oauth2/v2.0/token` },
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({ ...form, username: userName, password }).toString(),
      },
      { address: '203.0.113.9' },
    ),
  );
  return reply.status === 200 ? 0 : JSON.parse(reply.body).error_codes[0];
}

function account(kind: string) {
  const found = lab.accounts[kind];
  if (found === undefined) throw new Error(`the lab has no account "${kind}"`);
  return found;
}

const signInAs = (kind: string) => signIn(account(kind).userName, account(kind).password);

describe('state', () => {
  test(proves('control.state', 'a reset undoes what was done to users and directory'), async () => {
    const { userName } = account('healthy');
    await control.faults.on('dc-down');
    await control.call('POST', '/directory', {
      action: 'rename',
      userName,
      newUserName: 'new@contoso.example',
    });
    await control.call('POST', '/seed', { generate: { count: 2 } });
    await control.call('POST', '/sync', {});
    expect(await signInAs('healthy')).not.toBe(0);
    await control.call('POST', '/reset', {});
    expect(await signInAs('healthy')).toBe(0);
    expect(await control.faults.list()).toEqual([]);
    const { count } = await control.call<{ count: number }>('GET', '/users?contains=new@');
    expect(count).toBe(0);
  });

  test('an export brings back what it held', async () => {
    const state = await control.call<object>('GET', '/state');
    await control.call('PUT', '/settings', { passwordHashSync: true });
    await control.call('PUT', '/state', state);
    expect(await control.call('GET', '/settings')).toMatchObject({ passwordHashSync: false });
    await expect(control.call('PUT', '/state', { format: 'x' })).rejects.toMatchObject({
      code: 'STATE_DUMP',
    });
    expect(JSON.stringify(state)).not.toContain('PRIVATE KEY');
  });
});

describe('people', () => {
  test('users that are added sign in, in the cloud and through an agent', async () => {
    const { accounts } = await control.call<{ accounts: { userName: string; password: string }[] }>(
      ...['POST', '/seed'],
      {
        users: [
          { userName: 'carl@contoso.example', source: 'cloud', password: 'in-the-cloud-1' },
          { userName: 'dora@contoso.example', password: 'on-premises-1' },
        ],
        generate: { count: 1 },
      },
    );
    expect(accounts).toHaveLength(3);
    for (const { userName, password } of accounts) expect(await signIn(userName, password)).toBe(0);
    await expect(
      control.call('POST', '/seed', { users: [{ userName: 'dora@contoso.example' }] }),
    ).rejects.toMatchObject({ code: 'USER_TWICE' });
    await expect(
      control.call('POST', '/seed', { users: [{ userName: 'x@elsewhere.example' }] }),
    ).rejects.toThrow('elsewhere.example');
  });

  test('the list shows who is there and nothing that is secret', async () => {
    const list = await control.call<{ count: number; users: object[] }>('GET', '/users?top=2');
    expect(list.users).toHaveLength(2);
    expect(list.count).toBeGreaterThan(5);
    const all = JSON.stringify(await control.call('GET', '/users'));
    expect(all).not.toMatch(/digest|salt|totpSecret/);
  });

  test('whoever is locked out is let in again', async () => {
    const { userName, password } = account('healthy');
    for (let n = 0; n < lab.timings.smartLockoutThreshold; n++) await signIn(userName, 'wrong');
    expect(await signIn(userName, password)).toBe(50053);
    await control.call('POST', `/users/${userName}/unlock`, {});
    expect(await signIn(userName, password)).toBe(0);
  });

  test('the number on the page is answered as on a phone', async () => {
    const { cloud } = lab.entra;
    const { userName } = account('healthy');
    const user = cloud.users.byName(userName);
    if (user === undefined) throw new Error('the account is not in the cloud');
    const asked = { userName, number: '42' };
    expect(await control.call('POST', '/mfa', asked)).toEqual({ answer: 'nothing-waiting' });
    const first = createNumberChallenge(cloud, user);
    await control.call('POST', '/mfa', { userName, number: first.number });
    expect(readChallenge(cloud, first.id)).toBe('approved');
    const second = createNumberChallenge(cloud, user);
    await control.call('POST', '/mfa', { userName, deny: true });
    expect(readChallenge(cloud, second.id)).toBe('denied');
    const nobody = control.call('POST', '/mfa', { ...asked, userName: 'x@y' });
    await expect(nobody).rejects.toMatchObject({ code: 'USER_UNKNOWN' });
  });
});

describe('directory and settings', () => {
  test('a password that was reset counts at once, a disabled account too', async () => {
    const { userName, password } = account('healthy');
    const change = (body: object) => control.call('POST', '/directory', { userName, ...body });
    await change({ action: 'reset-password', password: 'another-one-1' });
    expect(await signIn(userName, 'another-one-1')).toBe(0);
    await change({ action: 'disable' });
    expect(await signIn(userName, 'another-one-1')).not.toBe(0);
    expect(await control.call('POST', '/sync', {})).toMatchObject({ outcome: 'done' });
    expect(await control.call('GET', `/users/${userName}`)).toMatchObject({ enabled: false });
    expect(await signIn(userName, password)).not.toBe(0);
  });

  test('Pass-through Authentication can be switched off, and a wrong flag says what it is', async () => {
    expect(await control.call('PUT', '/settings', { passThroughAuthentication: false })).toEqual({
      ...{ passThroughAuthentication: false, passwordHashSync: false, synchronizeUpn: true },
    });
    expect(await signInAs('healthy')).not.toBe(0);
    await expect(
      control.call('PUT', '/settings', { passThroughAuthentication: 'no' }),
    ).rejects.toThrow('Expected passThroughAuthentication as true or false, got "no".');
  });
});

describe('tokens', () => {
  test(proves('control.keys', 'a rolled key is published beside the one before'), async () => {
    const url = `${lab.endpoints.authority}/discovery/v2.0/keys`;
    const kids = async () => {
      const request = { method: 'GET', url, headers: {}, body: '' };
      const { body } = await lab.drive(lab.entra.handle(request, { address: '' }));
      return JSON.parse(body).keys.map(({ kid }: { kid: string }) => kid);
    };
    const before = await kids();
    const { kid } = await control.call<{ kid: string }>('POST', '/keys/roll', {});
    expect(before).not.toContain(kid);
    expect((await kids()).sort()).toEqual([...before, kid].sort());
  });

  test('a token is forged for an application of the tenant only', async () => {
    const ordered = { kind: 'expired', user: account('healthy').userName };
    const { token } = await control.call<{ token: string }>('POST', '/forge', ordered);
    const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
    expect(claims.exp * 1000).toBeLessThan(lab.clock.nowMs());
    const audience = 'https://proxy.cloudwebappproxy.net/registerapp';
    await expect(control.call('POST', '/forge', { ...ordered, audience })).rejects.toMatchObject({
      code: 'FORGE_AUDIENCE',
    });
    await expect(control.call('POST', '/forge', { kind: 'golden' })).rejects.toThrow(
      'Expected kind as one of untouched, expired,',
    );
  });

  test('applications are listed without their secrets', async () => {
    const applications = await control.call<{ clientId: string }[]>('GET', '/applications');
    expect(applications.map(({ clientId }) => clientId)).toContain(lab.clientId);
    expect(JSON.stringify(applications)).not.toMatch(/digest|salt|spki/);
  });
});

describe('journal and injections', () => {
  test('what was sent can be verified, and what was not shows its nearest misses', async () => {
    await signInAs('healthy');
    const path = '/*/oauth2/v2.0/token';
    const expected = { method: 'POST', path, parameters: { grant_type: 'password' }, times: 1 };
    expect(await control.call('POST', '/journal/verify', expected)).toMatchObject({
      ...{ ok: true, matches: 1 },
    });
    expect(
      await control.call('POST', '/journal/verify', { ...expected, status: 400 }),
    ).toMatchObject({ ok: false, nearest: [{ differs: ['status: expected 400, got 200'] }] });
    expect(JSON.stringify(await control.call('GET', '/journal'))).not.toContain(
      account('healthy').password,
    );
    await control.call('DELETE', '/journal');
    expect(await control.call('POST', '/journal/verify', { path, none: true })).toMatchObject({
      ok: true,
    });
    await expect(control.call('POST', '/journal/verify', { paht: path })).rejects.toThrow('"paht"');
  });

  test('an injected code comes as often as asked, and clearing ends it', async () => {
    const injections = await control.call('POST', '/injections', { code: 90033, times: 3 });
    expect(injections).toEqual([{ code: 90033, times: 3 }]);
    expect(await signInAs('healthy')).toBe(90033);
    expect(await control.call('GET', '/injections')).toEqual([{ code: 90033, times: 2 }]);
    await control.call('DELETE', '/injections');
    expect(await signInAs('healthy')).toBe(0);
    await expect(control.call('POST', '/injections', { code: 1 })).rejects.toThrow('Expected code');
  });
});

describe('wrong input', () => {
  // Moving the clock by a hostile amount takes as long as it says.
  const routes = Object.keys(CONTROL_ROUTES).filter((route) => route !== 'POST /clock');

  test('whatever JSON comes, the answer is 200, or 400 with a sentence', {
    timeout: 60_000,
  }, async () => {
    const members = [
      'userName',
      'kind',
      'code',
      'users',
      'generate',
      'action',
      'path',
      'id',
      'times',
    ];
    const body = fc.oneof(
      fc.dictionary(fc.oneof(fc.constantFrom(...members), fc.string()), fc.jsonValue()),
      fc.jsonValue(),
    );
    const property = fc.asyncProperty(fc.constantFrom(...routes), body, async (route, sent) => {
      const [method = '', pattern = ''] = route.split(' ');
      const writes = method === 'POST' || method === 'PUT';
      const reply = await fetch(new URL(pattern.replaceAll(/:\w+/g, 'x'), server.url), {
        ...{ method, headers: { 'content-type': 'application/json' } },
        ...(writes && { body: JSON.stringify(sent) }),
      });
      expect([200, 400]).toContain(reply.status);
      expect(await reply.json()).toBeTypeOf('object');
    });
    await fc.assert(property, { numRuns: 300 });
  });

  test('a query that is no number says what was expected', async () => {
    await expect(control.call('GET', '/users?top=many')).rejects.toThrow(
      'Expected top as a whole number, got "many".',
    );
  });
});

describe('who may ask', () => {
  test(proves('control.access', 'with a token, only those who send it are heard'), async () => {
    const token = 'a-token-for-this-test';
    await using guarded = await startControlServer(lab, 0, { token });
    const status = async (headers: Record<string, string>) =>
      (await fetch(guarded.url, { headers })).status;
    expect(await status({})).toBe(401);
    expect(await status({ authorization: `Bearer ${token}x` })).toBe(401);
    expect(await status({ authorization: `Bearer ${token}` })).toBe(200);
    expect(await status({ authorization: `Bearer ${token}`, origin: 'http://a.example' })).toBe(
      403,
    );
    expect(await createControlClient(guarded.url, token).nowMs()).toBe(lab.clock.nowMs());
  });

  test.each([
    [{ host: '0.0.0.0' }, 'only with a token'],
    [{ token: 'short' }, 'at least 16 characters'],
  ])('%j is refused before anything listens', async (access, sentence) => {
    await expect(startControlServer(lab, 0, access)).rejects.toThrow(sentence);
  });

  test('a path that cannot be decoded and one that is not there are answered', async () => {
    const paths = ['/users/%E0%A4%A', '/nowhere', '//', '/users//unlock'];
    const statuses = paths.map(async (path) => (await fetch(`${server.url}${path}`)).status);
    expect(await Promise.all(statuses)).toEqual([400, 404, 404, 404]);
  });
});
