import { expect, test } from 'vitest';
import { AADSTS } from '../../protocol/aadsts.ts';
import { proves } from '../../test/parity/proves.ts';
import { askToken, codeOf, createWorld, NOAH, tokenFor } from '../stub-world.ts';
import { createInjections } from './injections.ts';

const RIGHT = { ...NOAH, scope: 'openid User.Read' };

test(
  proves('control.injections', 'the next sign-ins end with the code, then none does'),
  async () => {
    const world = await createWorld();
    world.entra.cloud.injections.inject({ code: 90033, times: 2 });
    const ends = [];
    for (let n = 0; n < 3; n++) ends.push(codeOf(await askToken(world, RIGHT)));
    expect(ends).toEqual([90033, 90033, 0]);
    expect(world.entra.cloud.injections.list()).toEqual([]);
  },
);

test('an injection for one user leaves the others alone, whatever the case of the name', async () => {
  const world = await createWorld();
  world.entra.cloud.injections.inject({ code: 90033, times: 1, userName: 'NOAH@contoso.example' });
  expect(await tokenFor(world, 'openid')).toBeTypeOf('string');
  expect(codeOf(await askToken(world, RIGHT))).toBe(90033);
});

test('every injectable code reaches the caller of the token endpoint', async () => {
  const world = await createWorld();
  const { injections } = world.entra.cloud;
  for (const row of Object.values(AADSTS).filter(({ occurs }) => occurs === 'injectable')) {
    injections.inject({ code: row.code as 90033, times: 1 });
    const { status, body } = await askToken(world, RIGHT);
    expect(status).toBe(row.httpStatus);
    expect(JSON.parse(body)).toMatchObject({ error: row.oauthError, error_codes: [row.code] });
  }
});

test('the oldest one that fits is taken, and clearing takes back all', () => {
  const injections = createInjections();
  injections.inject({ code: 50126, times: 1, clientId: 'a' });
  injections.inject({ code: 50053, times: 1 });
  expect(injections.take({ clientId: 'b' })).toBe(50053);
  expect(injections.take({ clientId: 'b' })).toBeUndefined();
  expect(injections.take({ clientId: 'a' })).toBe(50126);
  injections.inject({ code: 50126, times: 5 });
  injections.clear();
  expect(injections.take({})).toBeUndefined();
});
