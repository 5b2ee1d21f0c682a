/** Starts a peer of `bench/peers/` in a process of its own, with a certificate made for it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createAuthority } from '../runtime/certificate-authority.ts';
import { createRsaCrypto } from '../runtime/crypto/rsa.ts';
import { createDice } from '../runtime/dice.ts';
import { pem } from '../runtime/x509.ts';
import type { PeerReady } from './peers/tell.ts';

const DAY_MS = 86_400_000;

export interface Peer extends PeerReady {
  stop(): Promise<void>;
}

export async function startPeer(file: string, input = ''): Promise<Peer> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'pta-lab-bench-'));
  const identity = await writeIdentity(folder);
  const program = path.join(import.meta.dirname, file);
  const child = spawn(process.execPath, [program, ...identity], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, NODE_ENV: 'production' },
  });
  child.stdin.end(input);
  const line = await Promise.race([
    once(child.stdout, 'data').then(([chunk]) => String(chunk)),
    once(child, 'exit').then(() => {
      throw new Error(`the peer ${file} ended before it was ready`);
    }),
  ]);
  return {
    ...(JSON.parse(line) as PeerReady),
    async stop() {
      child.kill('SIGTERM');
      await once(child, 'exit');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function writeIdentity(folder: string): Promise<[keyFile: string, certFile: string]> {
  const crypto = createRsaCrypto();
  const nowMs = Date.now();
  const authority = await createAuthority(crypto, {
    ...{ name: 'pta-lab bench CA', nowMs, lifetimeMs: DAY_MS, nameConstraints: true },
    dice: createDice('bench'),
  });
  const { key, chain } = await authority.issueServer(['localhost'], nowMs);
  const files = [path.join(folder, 'key.pem'), path.join(folder, 'cert.pem')] as const;
  writeFileSync(files[0], crypto.privatePem(key), { mode: 0o600 });
  writeFileSync(files[1], chain.map(({ der }) => pem('CERTIFICATE', der)).join(''));
  return [...files];
}
