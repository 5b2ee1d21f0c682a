/**
 * The world inside somebody else's process: real time, the network in memory and without latency,
 * agents behind stand-in crypto. Only tokens are signed with real RSA, because clients verify them.
 * While nobody waits for an answer, it does not keep the process alive.
 */
import { type Authority, createAuthority } from '../../runtime/certificate-authority.ts';
import { createRsaCrypto, type LiveCrypto } from '../../runtime/crypto/rsa.ts';
import { createStandInCrypto } from '../../runtime/crypto/stand-in.ts';
import { createLiveClock } from '../../runtime/live/clock.ts';
import type { Network } from '../../runtime/ports.ts';
import { settle } from '../../runtime/virtual/clock.ts';
import { createVirtualNetwork } from '../../runtime/virtual/network.ts';
import { type Certificate, REGISTRATION_AUTHORITY } from '../../runtime/x509.ts';
import type { SiteAuthority } from './site-authorities.ts';
import { goesOutByProxyOnly, type World, type WorldOptions } from './world.ts';

const LIFETIME_MS = 3650 * 24 * 3_600_000;

export async function createInProcessWorld({ dice, sites, timings }: WorldOptions): Promise<World> {
  const signing = createRsaCrypto();
  const preparing = signing.prepareKeys(1);
  const clock = createLiveClock({ quiet: () => quiet(signing), background: true });
  const crypto = createStandInCrypto(dice.fork('crypto'));
  const startMs = clock.nowMs();
  const newAuthority = (name: string, nameConstraints = true) =>
    createAuthority(crypto, {
      ...{ name, nameConstraints, dice: dice.fork(name), nowMs: startMs },
      ...{ lifetimeMs: LIFETIME_MS, serverLifetimeMs: LIFETIME_MS },
    });
  const authority = await newAuthority('pta-lab CA');
  let inspection: SiteAuthority | undefined;
  const network = createVirtualNetwork({
    ...{ clock, crypto, authority },
    // Nobody dials before they are there.
    inspection: () => inspection ?? { trusted: authority, unknown: authority },
    latencyMs: () => 0,
    connectionIdleMs: timings.connectionIdleMs,
    dice: dice.fork('path'),
    proxyOnly: goesOutByProxyOnly(sites),
  });
  return {
    ...{ clock, crypto, signing, authority },
    network: servingLater(network, async () => {
      // One pair for all sites.
      const trusted = await newAuthority('pta-lab inspection CA');
      inspection = { trusted, unknown: await newAuthority('pta-lab inspection CA (unknown)') };
    }),
    registrationAuthority: await newAuthority(REGISTRATION_AUTHORITY, false),
    siteTrust: () => [authority, ...(inspection ? [inspection.trusted] : [])].map(certificateOf),
    applyPath: (effects) => network.apply(effects),
    hold: () => clock.hold(),
    async [Symbol.asyncDispose]() {
      clock.stop();
      await preparing;
    },
  };
}

function certificateOf({ certificate }: Authority): Certificate {
  return certificate;
}

/**
 * Only agents and controllers go over the network, and callers of this process do not wait for
 * them. Certificates are most of what a start takes: those of the servers, and what `first` makes,
 * are put off, and who calls a server waits until all are there.
 */
function servingLater(network: Network, first: () => Promise<void>): Network {
  let opening: Promise<unknown> = settle().then(first);
  const open = () => opening;
  return {
    async serve(names, service) {
      const serving = open()
        .then(settle)
        .then(() => network.serve(names, service));
      opening = serving;
      return { [Symbol.asyncDispose]: async () => (await serving)[Symbol.asyncDispose]() };
    },
    request: (request, call) => open().then(() => network.request(request, call)),
    bind: (url, request, call) => open().then(() => network.bind(url, request, call)),
    resolveService: (name, call) => open().then(() => network.resolveService(name, call)),
    publish: network.publish,
    rootDse: (url, call) => open().then(() => network.rootDse(url, call)),
    examine: (url, call) => open().then(() => network.examine(url, call)),
    open: (url, protocol, listener, call) =>
      open().then(() => network.open(url, protocol, listener, call)),
  };
}

/** No sockets here: what is under way is promises, and signatures on the thread pool. */
async function quiet(signing: LiveCrypto): Promise<void> {
  do await settle();
  while (signing.pending > 0);
}
