/**
 * The CONNECT proxy of a live lab, with a CA made for this run: its key is in memory only, and its
 * certificate lies in the state folder for as long as the proxy runs. Where it answers for
 * Microsoft's own names the CA may sign for those and no others, and `pta-lab trust` refuses it.
 */
import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Authority, createAuthority } from '../runtime/certificate-authority.ts';
import type { LiveCrypto } from '../runtime/crypto/rsa.ts';
import type { Activity } from '../runtime/live/activity.ts';
import { startConnectProxy } from '../runtime/live/connect-proxy.ts';
import { createServerContexts } from '../runtime/live/secure-contexts.ts';
import { pem } from '../runtime/x509.ts';
import type { Handle, OpenProxy } from './world.ts';

export interface OpenProxyOptions {
  crypto: LiveCrypto;
  activity: Activity;
  /** The lab's own, named in the file beside the run's. */
  authority: Authority;
  stateDir: string;
  /** What the proxy answers for. */
  hosts: readonly string[];
  handle: Handle;
  port: number;
}

const LIFETIME_MS = 397 * 24 * 3_600_000;

/** @throws LabError `PORT_BUSY`, `PORT_FORBIDDEN` */
export async function openProxy(options: OpenProxyOptions): Promise<OpenProxy> {
  const { crypto, activity, hosts, handle, port } = options;
  const realNames = hosts.filter((host) => !isLabName(host));
  const authority = await createAuthority(crypto, {
    name: 'pta-lab proxy CA (one run)',
    nameConstraints: true,
    alsoNames: realNames,
    algorithm: 'ec-p256',
    lifetimeMs: LIFETIME_MS,
    nowMs: Date.now(),
    dice: { bytes: (n) => new Uint8Array(randomBytes(n)) },
  });
  const serverContexts = createServerContexts(crypto, authority);
  const service = { clientCertificate: 'none', handle } as const;
  const proxy = await startConnectProxy({
    world: { activity, serverContexts },
    ...{ hosts, service, port },
  });
  const caFile = join(options.stateDir, `proxy-ca-${process.pid}-${new URL(proxy.url).port}.pem`);
  const anchors = [authority, options.authority].map(({ certificate }) => certificate.der);
  await writeFile(caFile, anchors.map((der) => pem('CERTIFICATE', der)).join(''), { mode: 0o644 });
  // A process that is told to end at once still leaves no file behind.
  const remove = () => rmSync(caFile, { force: true });
  process.once('exit', remove);
  return {
    url: proxy.url,
    caFile,
    async [Symbol.asyncDispose]() {
      process.off('exit', remove);
      remove();
      await proxy[Symbol.asyncDispose]();
    },
  };
}

function isLabName(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost');
}
