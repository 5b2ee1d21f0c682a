import { expect, test } from 'vitest';
import { proves } from '../../test/parity/proves.ts';
import { NOAH, SIGN_IN } from '../stub-world.ts';
import { ask } from './stub-asker.ts';

async function credentialType(body: unknown) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const url = `${SIGN_IN}/common/GetCredentialType?mkt=en-US`;
  const reply = await ask('POST', url, { body: text });
  return { status: reply.status, body: JSON.parse(reply.body) };
}

test(
  proves('discovery.credential-type', 'a user who is not there differs in one number only'),
  async () => {
    const known = await credentialType({ username: NOAH.username, flowToken: 'AQ.x-1' });
    expect(known.body).toMatchObject({
      ...{ Username: NOAH.username, IfExistsResult: 0, ThrottleStatus: 0, FlowToken: 'AQ.x-1' },
      Credentials: { PrefCredential: 1, HasPassword: true },
      EstsProperties: { DomainType: 3 },
    });
    const name = 'nobody@contoso.example';
    const unknown = await credentialType({ username: name, flowToken: 'AQ.x-1' });
    const { apiCanary: _, ...rest } = unknown.body;
    const { apiCanary: __, ...expected } = known.body;
    expect(rest).toEqual({ ...expected, Username: name, Display: name, IfExistsResult: 1 });
    const strange = await credentialType({ username: 'eve@fabrikam.example' });
    expect(strange.body).toMatchObject({ IfExistsResult: 1, EstsProperties: { DomainType: 1 } });
  },
);

test('a federated user is sent on, whoever it is', async () => {
  const { body } = await credentialType({ username: 'anybody@fed.contoso.example' });
  expect(body).toMatchObject({
    IfExistsResult: 0,
    Credentials: {
      PrefCredential: 4,
      FederationRedirectUrl: expect.stringContaining('https://sts.fed.example/ls?'),
    },
    EstsProperties: { DomainType: 4 },
  });
});

test.each([
  ['no JSON', '{'],
  ['a list', '[]'],
  ['no name', {}],
  ['a number for a name', { username: 7 }],
  ['blanks', { username: '  ' }],
  ['114 characters', { username: `${'x'.repeat(98)}@contoso.example` }],
])(proves('discovery.credential-type', '%s: bad arguments'), async (_, sent) => {
  const { status, body } = await credentialType(sent);
  expect(status).toBe(400);
  expect(body.error.code).toBe('6002');
});

test('113 characters are a name', async () => {
  const { status } = await credentialType({ username: `${'x'.repeat(97)}@contoso.example` });
  expect(status).toBe(200);
});
