/** A site with its egress, an agent's host in it and a cloud outside, ready to be broken. */
import type { PathEffect } from '../../../../protocol/effects.ts';
import { labHost, OTHER_HOST } from '../../../../protocol/hosts.ts';
import { type Authority, createAuthority } from '../../../../runtime/certificate-authority.ts';
import { createRsaCrypto } from '../../../../runtime/crypto/rsa.ts';
import { entropy } from '../../../../runtime/live/entropy.ts';
import { buildWithUndo } from '../../../../runtime/undo.ts';
import { pem } from '../../../../runtime/x509.ts';
import type { EgressStart, PackedIdentity } from '../../link/messages.ts';
import { packAuthority, packIdentity } from '../../link/pack-identity.ts';
import { AGENT, CLOUD, GATEWAY, RESOLVER, type RigHosts, startHosts } from './hosts.ts';
import type { DialOrder, DialReport, Heard } from './messages.ts';

export const WORKER = labHost('worker1.msappproxy.net');
export const SIGN_IN = labHost('login.microsoftonline.com');
export const CONTROLLER = labHost('dc-1.corp.contoso.example');

/** For who is to meet silence: what comes at all comes sooner, or the test asks for too little. */
export const SHORT_MS = 600;

/** For everybody else: busy machines stall. */
export const PATIENCE_MS = 20_000;

export interface SiteRig extends AsyncDisposable {
  /** Those that are not the objects of the last call are new. */
  apply(effects: readonly PathEffect[]): Promise<void>;
  dial(order: Partial<DialOrder>): Promise<DialReport>;
  knock(address: string, port: number): Promise<string>;
  echo(kept: string, timeoutMs?: number): Promise<Heard>;
  listen(kept: string, timeoutMs?: number): Promise<Heard>;
}

export interface SiteRigOptions extends Pick<EgressStart, 'proxy'> {
  /** As if the kernel delayed packets: nothing goes through the relay that does not have to. */
  forwards?: boolean;
}

export function startSiteRig({ forwards = false, proxy }: SiteRigOptions = {}): Promise<SiteRig> {
  return buildWithUndo(async (undo) => {
    const hosts = undo.use(await startHosts());
    const pki = await issueAll();
    const { trustPem } = pki;
    const start = { ...describeSite(pki), ...(proxy && { proxy }) };
    await Promise.all([
      hosts.ask('cloud', { do: 'serve', ...pki.cloud }),
      hosts.ask('egress', { do: 'start-egress', siteGateway: GATEWAY, forwards, start }),
      hosts.ask('caller', { do: 'call-from', resolver: RESOLVER, trustPem }),
    ]);
    return commands(hosts);
  });
}

function commands(hosts: RigHosts): SiteRig {
  let before: readonly PathEffect[] = [];
  return {
    async apply(effects) {
      const added = [...effects.keys()].filter((at) => !before.includes(effects[at] as PathEffect));
      before = effects;
      await hosts.ask('egress', { do: 'apply', effects, added });
    },
    dial: (order) =>
      hosts.ask('caller', {
        do: 'dial',
        host: WORKER,
        port: 443,
        timeoutMs: PATIENCE_MS,
        ...order,
      }),
    knock: (address, port) =>
      hosts.ask('caller', { do: 'knock', address, port, timeoutMs: SHORT_MS }),
    echo: (kept, timeoutMs = PATIENCE_MS) => hosts.ask('caller', { do: 'echo', kept, timeoutMs }),
    listen: (kept, timeoutMs = PATIENCE_MS) =>
      hosts.ask('caller', { do: 'listen', kept, timeoutMs }),
    [Symbol.asyncDispose]: () => hosts[Symbol.asyncDispose](),
  };
}

interface Pki {
  caPem: string;
  trustPem: string;
  cloud: PackedIdentity;
  elsewhere: PackedIdentity;
  inspection: EgressStart['inspection'];
}

async function issueAll(): Promise<Pki> {
  const crypto = createRsaCrypto();
  const found = (name: string) =>
    createAuthority(crypto, {
      ...{ name, dice: entropy, nameConstraints: true, algorithm: 'ec-p256' },
      ...{ nowMs: Date.now(), lifetimeMs: 86_400_000 },
    });
  const [ca, trusted, unknown] = [
    await found('pta-lab CA'),
    await found('inspection CA (hq)'),
    await found('unknown CA'),
  ];
  const names = [WORKER, SIGN_IN, CONTROLLER];
  return {
    caPem: pemOf(ca),
    trustPem: pemOf(ca) + pemOf(trusted),
    cloud: packIdentity(crypto, await ca.issueServer(names, Date.now())),
    elsewhere: packIdentity(crypto, await ca.issueServer([labHost(OTHER_HOST)], Date.now())),
    inspection: {
      trusted: packAuthority(crypto, trusted),
      unknown: packAuthority(crypto, unknown),
    },
  };
}

function describeSite({ caPem, elsewhere, inspection }: Pki): EgressStart {
  return {
    site: 'hq',
    addresses: new Map([WORKER, SIGN_IN, CONTROLLER].map((name) => [name, CLOUD])),
    components: new Map([['agt-1', AGENT]]),
    services: new Map(),
    ...{ inspection, elsewhere, upstreamTrustPem: caPem, seed: 'rig' },
  };
}

function pemOf({ certificate }: Authority): string {
  return pem('CERTIFICATE', certificate.der);
}
