/**
 * The lab's end of the link alone, and whoever dials it: who gets in as what, and who is dropped.
 */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { serialize } from 'node:v8';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ClientOptions, WebSocket } from 'ws';
import { createRsaCrypto } from '../../../runtime/crypto/rsa.ts';
import { createUndoStack } from '../../../runtime/undo.ts';
import { pem } from '../../../runtime/x509.ts';
import { proves } from '../../../test/parity/proves.ts';
import { createRunAuthority } from '../../worlds/run-authority.ts';
import { OUTPOST_KINDS, type OutpostKind } from '../outposts.ts';
import { OUTPOSTS_PATH, startLink } from './link.ts';
import { packIdentity } from './pack-identity.ts';
import { LINK_NAME, type LinkAddress, readLinkFolder, writeRunFolder } from './run-folder.ts';

const undo = createUndoStack();
const folder = mkdtempSync(path.join(tmpdir(), 'pta-lab-link-'));
const joined: string[] = [];

beforeAll(async () => {
  const crypto = createRsaCrypto();
  const authority = await createRunAuthority(crypto, 'pta-lab link test');
  const identity = packIdentity(crypto, await authority.issueServer([LINK_NAME], Date.now()));
  const tokens = { agent: randomUUID(), egress: randomUUID(), controller: randomUUID() };
  const link = undo.use(
    await startLink({
      ...{ identity, tokens, host: '127.0.0.1', port: 0, left() {}, tunnelled: () => false },
      joined: ({ who }) => void joined.push(`${who.kind} ${who.name}`),
    }),
  );
  const caPem = pem('CERTIFICATE', authority.certificate.der);
  const url = `wss://127.0.0.1:${link.port}`;
  undo.use(await writeRunFolder(folder, { url, tokens, caPem }));
});
afterAll(async () => {
  await undo[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

async function readLink(kind: OutpostKind): Promise<LinkAddress> {
  const address = await readLinkFolder(path.join(folder, kind));
  return 'lacking' in address ? expect.fail(address.lacking) : address;
}

function dial({ url, token, caPem: ca }: LinkAddress, place: string): WebSocket {
  const headers = { authorization: `Bearer ${token}` };
  const options: ClientOptions & { servername: string } = { ca, servername: LINK_NAME, headers };
  return new WebSocket(`${url}${place}`, [], options);
}

/** What becomes of it: `closed` once it had been let in. */
const endOf = (ws: WebSocket) =>
  new Promise<string>((resolve) => {
    ws.once('close', () => resolve('closed'));
    ws.once('error', ({ message }) => resolve(message));
  });

const placeOf = (kind: OutpostKind, name: string) => `${OUTPOSTS_PATH}?kind=${kind}&name=${name}`;

test(
  proves(
    'containers.kinds',
    'the token of one kind opens the link as that kind alone, and is in no other’s folder',
  ),
  async () => {
    const addresses = await Promise.all(OUTPOST_KINDS.map(readLink));
    expect(new Set(addresses.map(({ token }) => token)).size).toBe(3);
    expect(await readLinkFolder(folder)).toEqual({ lacking: 'ENOENT' });
    for (const kind of OUTPOST_KINDS) {
      for (const other of OUTPOST_KINDS.filter((one) => one !== kind)) {
        const how = await endOf(dial(await readLink(kind), placeOf(other, 'spare')));
        expect(how, `${kind} as ${other}`).toContain('401');
      }
      const ws = dial(await readLink(kind), placeOf(kind, 'own'));
      ws.once('open', () => ws.close());
      expect(await endOf(ws)).toBe('closed');
    }
    expect(joined).toEqual(['agent own', 'egress own', 'controller own']);
  },
);

test('whoever says what is no message is dropped, and the link goes on', async () => {
  const address = await readLink('agent');
  // No address: it could not even be looked at.
  expect(await endOf(dial(address, '//'))).toContain('401');
  for (const bytes of [Buffer.from('nonsense'), serialize(null), serialize({ type: 7 })]) {
    const ws = dial(address, placeOf('agent', 'agt-9'));
    ws.once('open', () => ws.send(bytes));
    expect(await endOf(ws)).toBe('closed');
  }
});
