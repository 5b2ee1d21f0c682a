/** An Entra in your own process, in the manner of fetch; and on TLS, for other processes. */
import { createMockEntra } from 'pta-lab';
import { expect, test } from 'vitest';

test('discovery in process and over TLS', async () => {
  const entra = await createMockEntra({ agents: 1 });
  const path = 'v2.0/.well-known/openid-configuration';
  const answer = await entra.handle(new Request(`${entra.authority}/${path}`));
  expect(await answer.json()).toMatchObject({ issuer: `${entra.authority}/v2.0` });

  // Your program trusts `ca`, for example through NODE_EXTRA_CA_CERTS, and calls `authority`.
  const { authority, ca, close } = await entra.listen({ port: 0 });
  expect(authority).toMatch(/^https:\/\/localhost:\d+\//);
  expect(ca).toContain('BEGIN CERTIFICATE');
  await close();
  await entra[Symbol.asyncDispose]();
});
