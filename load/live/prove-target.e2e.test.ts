/** Our own generator before its first sign-in: what is no lab gets a challenge and nothing else. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PROOF_PATH, proofText } from '../../protocol/lab-proof.ts';
import { createAuthority } from '../../runtime/certificate-authority.ts';
import { createRsaCrypto } from '../../runtime/crypto/rsa.ts';
import { createActivity } from '../../runtime/live/activity.ts';
import { entropy } from '../../runtime/live/entropy.ts';
import { createNames } from '../../runtime/live/names.ts';
import { createServerContexts } from '../../runtime/live/secure-contexts.ts';
import { serve } from '../../runtime/live/server.ts';
import type { HttpRequest, HttpResponse } from '../../runtime/ports.ts';
import { pem } from '../../runtime/x509.ts';
import { proves } from '../../test/parity/proves.ts';
import type { LoadTarget } from '../load-target.ts';
import { runGenerator } from './builtin-engine.ts';

const crypto = createRsaCrypto();
const folder = mkdtempSync(path.join(os.tmpdir(), 'pta-lab-prove-'));
let authority: Awaited<ReturnType<typeof createAuthority>>;

beforeAll(async () => {
  authority = await createAuthority(crypto, {
    ...{ name: 'pta-lab CA', nowMs: Date.now(), lifetimeMs: 86_400_000, dice: entropy },
    nameConstraints: true,
  });
});
afterAll(() => rmSync(folder, { recursive: true }));

const OPTIONS = {
  scenarios: {
    one: {
      ...({ executor: 'constant-arrival-rate', exec: 'signIn' } as const),
      ...{ rate: 2, timeUnit: '1s', duration: '1s', preAllocatedVUs: 1, maxVUs: 2 },
    },
  },
  thresholds: {},
};

/** What a server with a certificate of the right CA is asked, if it answers the challenge so. */
async function load(answer: (nonce: string, host: string) => Promise<HttpResponse>) {
  const asked: string[] = [];
  const handle = async ({ method, url, headers }: HttpRequest): Promise<HttpResponse> => {
    const { pathname, searchParams } = new URL(url);
    asked.push(`${method} ${pathname}`);
    if (pathname === PROOF_PATH) return answer(searchParams.get('nonce') ?? '', headers.host ?? '');
    return { status: 404, headers: {}, body: '' };
  };
  const world = { activity: createActivity({ crypto }), names: createNames() };
  const serverContexts = createServerContexts(crypto, authority);
  const service = { clientCertificate: 'none', handle } as const;
  await using serving = await serve({ ...world, serverContexts }, ['localhost'], service, {
    port: 0,
  });
  const target: LoadTarget = {
    ...{ authority: `https://localhost:${serving.port}/t`, clientId: 'c', scope: 'openid' },
    caPem: pem('CERTIFICATE', authority.certificate.der),
    users: [{ userName: 'ann@contoso.example', password: 'secret' }],
    ...{ victims: [], agents: [] },
  };
  const targetFile = path.join(folder, 'target.json');
  writeFileSync(targetFile, JSON.stringify(target), { mode: 0o600 });
  const job = { options: OPTIONS, connectionsMax: 4 };
  const stop = new AbortController().signal;
  const refused = await runGenerator({ job, targetFile, stop, progress: () => {} }).then(
    () => undefined,
    (error: unknown) => error,
  );
  return { asked, refused };
}

async function signed(nonce: string, host: string): Promise<HttpResponse> {
  const text = new TextEncoder().encode(proofText(nonce, host));
  const signature = Buffer.from(await crypto.sign(authority.key, text)).toString('base64url');
  return { status: 200, headers: {}, body: JSON.stringify({ nonce, authority: host, signature }) };
}

test.each<[string, Parameters<typeof load>[0], RegExp]>([
  ['does not know it', async () => ({ status: 404, headers: {}, body: '' }), /answered 404/],
  ['has an old answer', (_, host) => signed('A'.repeat(43), host), /is not its CA’s/],
  ['passes it on to a lab', (nonce) => signed(nonce, 'localhost:8443'), /is not its CA’s/],
])(proves('load.k6.refused', 'who %s gets no sign-in'), async (_, answer, why) => {
  const { asked, refused } = await load(answer);
  expect(asked).toEqual([`GET ${PROOF_PATH}`]);
  expect(refused).toMatchObject({ code: 'TARGET_REFUSED', message: expect.stringMatching(why) });
});

test('who signs the challenge under its own name gets the load', async () => {
  const { asked, refused } = await load(signed);
  expect(refused).toBeUndefined();
  expect(asked).toContain('POST /t/oauth2/v2.0/token');
});
