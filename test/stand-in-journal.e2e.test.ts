/** The library's journal and injections, as an application's own tests use them. */
import { expect, test } from 'vitest';
import { createMockEntra } from '../index.ts';
import { proves } from './parity/proves.ts';

test(
  proves(['control.journal', 'control.injections'], 'a test verifies what its client sent'),
  async () => {
    await using entra = await createMockEntra({ agents: 1 });
    const { userName, password } = entra.accounts.healthy ?? { userName: '', password: '' };
    const body = new URLSearchParams({
      ...{ grant_type: 'password', client_id: entra.clientId, scope: 'openid' },
      ...{ username: userName, password },
    });
    const ask = () =>
      entra.handle(new Request(`${entra.authority}/oauth2/v2.0/token`, { method: 'POST', body }));
    await entra.inject({ code: 90033, times: 1 });
    expect((await ask()).status).not.toBe(200);
    expect((await ask()).status).toBe(200);
    const asked = {
      path: '/*/oauth2/v2.0/token',
      parameters: { username: userName, password: true },
    };
    expect(entra.journal.verify({ ...asked, aadstsCode: 90033 })).toMatchObject({
      ok: true,
      matches: 1,
    });
    expect(entra.journal.verify({ ...asked, count: { atLeast: 3 } })).toMatchObject({
      ok: false,
      matches: 2,
    });
    expect(JSON.stringify(entra.journal.entries())).not.toContain(password);
  },
);
