/** For whom a lab signs a challenge, and what it signs. */
import { expect, test } from 'vitest';
import { type LabProof, PROOF_PATH, proofText } from '../../protocol/lab-proof.ts';
import type { HttpRequest } from '../../runtime/ports.ts';
import { proves } from '../../test/parity/proves.ts';
import { provable } from './answer-proof.ts';

const NONCE = 'A'.repeat(43);
const BEHIND = { status: 299, headers: {}, body: 'the cloud' };
const service = provable(
  { clientCertificate: 'none', handle: async () => BEHIND },
  {
    names: ['localhost', 'login.lab.localhost'],
    ports: () => [8443],
    // What is signed, in place of a signature.
    sign: async (bytes) => bytes,
  },
);

async function ask(host: string, query = `?nonce=${NONCE}`, path = PROOF_PATH, method = 'GET') {
  const request: HttpRequest = {
    ...{ method, url: `https://${host}${path}${query}`, headers: { host }, body: '' },
  };
  return (await service.handle?.(request, { address: '127.0.0.1' })) ?? BEHIND;
}

test.each(['localhost:8443', 'login.lab.localhost:8443', 'LOCALHOST:8443'])(
  'the lab signs the nonce and %s, the name it was asked under',
  async (host) => {
    const { status, body } = await ask(host);
    const proof: LabProof = JSON.parse(body);
    expect(status).toBe(200);
    expect(Buffer.from(proof.signature, 'base64url').toString()).toBe(
      proofText(NONCE, host.toLowerCase()),
    );
  },
);

test.each(['evil.example:8443', 'localhost:9443', 'localhost', 'login.microsoftonline.com'])(
  proves('load.proof', 'it signs nothing under %s, which is not its own'),
  async (host) => expect(await ask(host)).toMatchObject({ status: 421 }),
);

test.each(['', '?nonce=', `?nonce=${'A'.repeat(42)}`, `?nonce=${'A'.repeat(42)}%0A`])(
  'a challenge of another form is refused: %j',
  async (query) => expect(await ask('localhost:8443', query)).toMatchObject({ status: 400 }),
);

test('everything else is the cloud’s to answer', async () => {
  expect(await ask('localhost:8443', '', '/tenant/oauth2/v2.0/token')).toBe(BEHIND);
  expect(await ask('localhost:8443', '', `/tenant${PROOF_PATH}`)).toBe(BEHIND);
  expect(await ask('localhost:8443', `?nonce=${NONCE}`, PROOF_PATH, 'POST')).toMatchObject({
    status: 405,
  });
});
