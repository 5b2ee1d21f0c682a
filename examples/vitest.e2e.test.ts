/** The same as a vitest fixture: each test that asks for `entra` has one of its own. */
import { test } from 'pta-lab/vitest';
import { expect } from 'vitest';

test('a wrong password is 50126, in the answer and in the log', async ({ entra }) => {
  const body = new URLSearchParams({
    grant_type: 'password',
    client_id: entra.clientId,
    scope: 'openid',
    username: entra.accounts.healthy?.userName ?? '',
    password: 'wrong',
  });
  const url = `${entra.authority}/oauth2/v2.0/token`;
  const answer = await entra.handle(new Request(url, { method: 'POST', body }));
  expect(await answer.json()).toMatchObject({ error_codes: [50126] });
  expect(entra.signIns()[0]).toMatchObject({ errorCode: 50126 });
});
