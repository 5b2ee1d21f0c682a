import { expect, test } from 'vitest';
import { proves } from '../../test/parity/proves.ts';
import { MIA, NOAH, SIGN_IN } from '../stub-world.ts';
import { ask, get } from './stub-asker.ts';

test.each(['UserRealm', 'userrealm', 'USERREALM'])(
  proves('discovery.user-realm', '/common/%s says that a PTA domain is Managed'),
  async (spelling) => {
    const at = `${SIGN_IN}/common/${spelling}`;
    const known = await get(`${at}/${encodeURIComponent(MIA)}?api-version=1.0`);
    expect(known.body).toEqual({
      ver: '1.0',
      account_type: 'Managed',
      domain_name: 'contoso.example',
      cloud_instance_name: 'microsoftonline.com.lab.localhost',
      cloud_audience_urn: 'urn:federation:MicrosoftOnline',
    });
    const strange = await get(`${at}/eve@fabrikam.example`);
    expect(strange.body.account_type).toBe('Unknown');
  },
);

test('a federated domain says where its federation service is', async () => {
  const { body } = await get(`${SIGN_IN}/common/UserRealm/fay@fed.contoso.example?api-version=1.0`);
  expect(body).toMatchObject({
    account_type: 'Federated',
    federation_protocol: 'WSTrust',
    federation_metadata_url: 'https://sts.fed.example/mex',
    federation_active_auth_url: 'https://sts.fed.example/active',
  });
});

test.each([
  `UserRealm/${NOAH.username}?api-version=2.1`,
  `userrealm/?user=${NOAH.username}&api-version=2.0`,
])(proves('discovery.user-realm', '%s answers in the second form'), async (path) => {
  const { body } = await get(`${SIGN_IN}/common/${path}`);
  expect(body).toEqual({
    NameSpaceType: 'Managed',
    Login: NOAH.username,
    DomainName: 'contoso.example',
    FederationBrandName: 'Contoso',
    TenantBrandingInfo: null,
    cloud_instance_name: 'microsoftonline.com.lab.localhost',
  });
});

test(proves('discovery.get-user-realm', 'GetUserRealm answers JSON and XML'), async () => {
  const at = `${SIGN_IN}/GetUserRealm.srf?login=`;
  expect((await get(`${at}${MIA}&json=1`)).body).toMatchObject({
    ...{ State: 4, UserState: 1, NameSpaceType: 'Managed', FederationBrandName: 'Contoso' },
  });
  expect((await get(`${at}fay@fed.contoso.example`)).body).toMatchObject({
    ...{ State: 3, UserState: 2, NameSpaceType: 'Federated' },
    AuthURL: expect.stringMatching(/^https:\/\/sts\.fed\.example\/ls\?username=fay%40fed/),
  });
  const xml = await ask('GET', `${at}fay%3Cb%3E@fed.contoso.example&xml=1`);
  expect(xml.headers['content-type']).toContain('text/xml');
  expect(xml.body).toContain('<Login>fay&lt;b&gt;@fed.contoso.example</Login>');
  expect(xml.body).toContain('<FederationBrandName>Fed &amp; Sons</FederationBrandName>');
});
