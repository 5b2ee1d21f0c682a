/**
 * The world in memory. Everything in it comes from the seed; nothing in it loads a network library.
 */

import { createAuthority } from '../../runtime/certificate-authority.ts';
import { createSeededRsaCrypto } from '../../runtime/crypto/seeded-rsa.ts';
import { createStandInCrypto } from '../../runtime/crypto/stand-in.ts';
import { createVirtualClock } from '../../runtime/virtual/clock.ts';
import { createVirtualNetwork } from '../../runtime/virtual/network.ts';
import { REGISTRATION_AUTHORITY } from '../../runtime/x509.ts';
import type { CryptoKind } from '../estate.ts';
import { latenciesOf } from './controller-latency.ts';
import { createSiteAuthorities } from './site-authorities.ts';
import { goesOutByProxyOnly, type World, type WorldOptions } from './world.ts';

/** A Monday morning, so that logon hours and reports look like a working day. */
const START_MS = Date.UTC(2026, 10, 2, 8);
/** Server certificates outlive any run: what expires in a rehearsal is an agent's certificate. */
const LIFETIME_MS = 30 * 365 * 24 * 3_600_000;

export async function createVirtualWorld(
  options: WorldOptions & { cryptoKind: CryptoKind },
): Promise<World> {
  const { dice, timings } = options;
  const clock = createVirtualClock(START_MS);
  const crypto =
    options.cryptoKind === 'rsa'
      ? createSeededRsaCrypto(dice.fork('crypto'))
      : createStandInCrypto(dice.fork('crypto'));
  const newAuthority = (name: string, nameConstraints: boolean) =>
    createAuthority(crypto, {
      name,
      nameConstraints,
      lifetimeMs: LIFETIME_MS,
      serverLifetimeMs: LIFETIME_MS,
      nowMs: START_MS,
      dice: dice.fork(name),
    });
  const authority = await newAuthority('pta-lab CA', true);
  const inspection = await createSiteAuthorities(options.sites, newAuthority);
  const network = createVirtualNetwork({
    clock,
    crypto,
    authority,
    inspection: inspection.of,
    latencyMs: latenciesOf(options),
    connectionIdleMs: timings.connectionIdleMs,
    dice: dice.fork('path'),
    proxyOnly: goesOutByProxyOnly(options.sites),
  });
  return {
    clock,
    crypto,
    network,
    authority,
    registrationAuthority: await newAuthority(REGISTRATION_AUTHORITY, false),
    siteTrust: (site) => [authority.certificate, inspection.of(site).trusted.certificate],
    applyPath: (effects) => network.apply(effects),
    async [Symbol.asyncDispose]() {},
  };
}
