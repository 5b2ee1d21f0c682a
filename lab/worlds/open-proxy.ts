/**
 * The CONNECT proxy of a live lab, with a CA made for this run: its key is in memory only, and its
 * certificate lies in the state folder for as long as the proxy runs. Where it answers for
 * Microsoft's own names the CA may sign for those and no others, and `pta-lab trust` refuses it.
 */
import { rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Authority } from '../../runtime/certificate-authority.ts';
import type { LiveCrypto } from '../../runtime/crypto/rsa.ts';
import type { Activity } from '../../runtime/live/activity.ts';
import { type GatewayTo, startConnectProxy } from '../../runtime/live/connect-proxy.ts';
import { createServerContexts } from '../../runtime/live/secure-contexts.ts';
import type { Handle } from '../../runtime/ports.ts';
import { pem } from '../../runtime/x509.ts';
import { createRunAuthority } from './run-authority.ts';
import type { OpenProxy } from './world.ts';

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
  gatewayTo: GatewayTo;
}

/** @throws LabError `PORT_BUSY`, `PORT_FORBIDDEN` */
export async function openProxy(options: OpenProxyOptions): Promise<OpenProxy> {
  const { crypto, activity, hosts, handle, port, gatewayTo } = options;
  const realNames = hosts.filter((host) => !isLabName(host));
  const authority = await createRunAuthority(crypto, 'pta-lab proxy CA (one run)', realNames);
  const serverContexts = createServerContexts(crypto, authority);
  const service = { clientCertificate: 'none', handle } as const;
  const proxy = await startConnectProxy({
    world: { activity, serverContexts },
    ...{ hosts, service, port, gatewayTo },
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
