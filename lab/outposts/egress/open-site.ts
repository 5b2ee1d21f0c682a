/**
 * One site's way out, put together: device, gateways for what needs to be looked into, resolver,
 * and the packet filter over all of them.
 */
import { createHash } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import type { PathEffect } from '../../../protocol/effects.ts';
import { type Authority, createAuthority } from '../../../runtime/certificate-authority.ts';
import { createRsaCrypto, type LiveCrypto } from '../../../runtime/crypto/rsa.ts';
import { createDice } from '../../../runtime/dice.ts';
import { LabError } from '../../../runtime/lab-error.ts';
import { createActivity } from '../../../runtime/live/activity.ts';
import { createLiveClock } from '../../../runtime/live/clock.ts';
import { entropy } from '../../../runtime/live/entropy.ts';
import { type Gateway, type GatewayWorld, startGateway } from '../../../runtime/live/gateway.ts';
import type { Inspection } from '../../../runtime/live/inspection.ts';
import { createServerContexts } from '../../../runtime/live/secure-contexts.ts';
import { createPathLinks } from '../../../runtime/path.ts';
import type { Dice } from '../../../runtime/ports.ts';
import { buildWithUndo, type UndoStack } from '../../../runtime/undo.ts';
import { parseCertificate, readPem } from '../../../runtime/x509.ts';
import { type EgressStart, type PackedIdentity, WEB_PROXY_PORT } from '../link/messages.ts';
import { answerQuery, type KnownNames } from './answer-query.ts';
import { type Delayer, distinctDelays } from './delays.ts';
import { startElsewhere } from './elsewhere.ts';
import { express, isMetByFilter } from './express.ts';
import { listPlaces, PLAIN_PORTS, type Place } from './places.ts';
import { type ComponentAt, startRelay, startWebProxy } from './relay.ts';
import { type ResolverOptions, startResolver } from './resolver.ts';
import { CLOSED_RULESET, type FilterFrame, renderRuleset } from './ruleset.ts';
import { runTool } from './run-tool.ts';
import { takeSiteGateway } from './site-device.ts';

export interface OpenedSite extends AsyncDisposable {
  apply(effects: readonly PathEffect[]): Promise<void>;
  publish(services: EgressStart['services']): Promise<void>;
}

/** @throws LabError `EGRESS_…`, `PORT_…` */
export function openSite(
  start: EgressStart,
  siteGateway: string | undefined,
  delayer: Delayer | undefined,
): Promise<OpenedSite> {
  return buildWithUndo(async (undo) => {
    if (delayer) undo.defer(() => delayer.set([]));
    const { frame, known, relaying, proxying } = await standUp(start, siteGateway, undo);

    async function apply(effects: readonly PathEffect[]): Promise<void> {
      const { site, seed, components } = start;
      const netem = delayer !== undefined;
      const plan = express(effects, { site, seed, components, netem, places: frame.places });
      await delayer?.set(distinctDelays(plan.delays));
      await runTool('nft', ['-f', '-'], renderRuleset(plan, frame));
      relaying.apply(plan.toRelay);
      proxying.apply(plan.toProxy);
      known.effects = plan.toResolver;
    }

    await apply([]);
    return {
      apply,
      async publish(services) {
        known.services = services;
      },
      [Symbol.asyncDispose]: () => undo[Symbol.asyncDispose](),
    };
  });
}

/** All that listens, behind a filter that is still shut. */
async function standUp(start: EgressStart, siteGateway: string | undefined, undo: UndoStack) {
  const { device, address, subnet } = await takeSiteGateway(siteGateway);
  const shut = () => runTool('nft', ['-f', '-'], CLOSED_RULESET);
  undo.defer(shut);
  await shut();
  const places = listPlaces(start);
  const dice = createDice(start.seed);
  const componentAt = knowCallers(start.components);
  const world = await createGatewayWorld(start, places, undo);
  const newGateway = gatewaysOf(world, dice, undo);
  const [relaying, proxying] = [
    await newGateway('relay', isMetByFilter),
    await newGateway('proxy'),
  ];
  const relay = undo.use(await startRelay(relaying, places, componentAt));
  const elsewhere = undo.use(await startElsewhere(start.elsewhere));
  const known: KnownNames = {
    ...{ site: start.site, places, services: start.services, effects: [] },
    newLink: createPathLinks(dice.fork('names')),
  };
  const answer: ResolverOptions['answer'] = (question, from) =>
    answerQuery(question, componentAt(from), known);
  undo.use(await startResolver({ address, answer }));
  const proxy = start.proxy && { port: WEB_PROXY_PORT, directToo: start.proxy.directToo };
  if (proxy) undo.use(await startWebProxy(proxying, { address, ...proxy }, componentAt));
  const frame: FilterFrame = {
    ...{ device, subnet, places, relayPort: relay.portFor, elsewhere },
    ...(proxy && { proxy }),
    seed: createHash('sha256').update(start.seed).digest().readUInt32LE(0),
  };
  return { frame, known, relaying, proxying };
}

type SiteWorld = Omit<GatewayWorld, 'newLink'>;

function gatewaysOf(world: SiteWorld, dice: Dice, undo: UndoStack) {
  return async (name: string, hasMet?: GatewayWorld['hasMet']): Promise<Gateway> => {
    const newLink = createPathLinks(dice.fork(`${name} ${world.site}`));
    return undo.use(await startGateway({ ...world, newLink, ...(hasMet && { hasMet }) }));
  };
}

/** What is late here is late by this machine's time: kernels know no other. */
async function createGatewayWorld(
  { site, inspection, upstreamTrustPem, elsewhere }: EgressStart,
  places: readonly Place[],
  undo: UndoStack,
): Promise<SiteWorld> {
  const crypto = createRsaCrypto();
  const activity = undo.use(createActivity({ crypto }));
  const clock = createLiveClock({ quiet: activity.quiet });
  undo.defer(() => clock.stop());
  const realAddresses = new Map(places.map(({ name, real }) => [name, real]));
  const upstream = createSecureContext({ ca: upstreamTrustPem, minVersion: 'TLSv1.2' });
  const inspecting = async (identity: PackedIdentity): Promise<Inspection> => {
    const authority = await readAuthority(crypto, identity);
    return { shown: createServerContexts(crypto, authority), upstream };
  };
  const other = createSecureContext({ cert: elsewhere.certificatePem, key: elsewhere.keyPem });
  return {
    ...{ site, clock, activity, proxyOnly: false },
    elsewhere: async () => other,
    inspection: {
      trusted: await inspecting(inspection.trusted),
      unknown: await inspecting(inspection.unknown),
    },
    names: {
      resolve(host, port) {
        const address = realAddresses.get(host.toLowerCase());
        return address === undefined ? undefined : { address, port };
      },
      isPlain: (_, port) => PLAIN_PORTS.includes(port),
    },
  };
}

async function readAuthority(
  crypto: LiveCrypto,
  { certificatePem, keyPem }: PackedIdentity,
): Promise<Authority> {
  const [der] = readPem('CERTIFICATE', certificatePem);
  if (!der) {
    throw new LabError('HARNESS_OUTPOST', 'expected the CA of an inspecting proxy, got none');
  }
  const certificate = parseCertificate(der);
  const stored = { certificate, key: crypto.importKey(certificate.subject, keyPem) };
  const { subject: name, notAfterMs } = certificate;
  const life = { nowMs: Date.now(), lifetimeMs: notAfterMs - Date.now(), nameConstraints: true };
  return createAuthority(crypto, { name, dice: entropy, stored, ...life });
}

/** Several names at one address are one caller here: packets do not tell them apart. */
function knowCallers(components: EgressStart['components']): ComponentAt {
  const byAddress = new Map([...components].map(([name, address]) => [address, name]));
  return (address = '') => byAddress.get(address.replace(/^::ffff:/, '')) ?? 'unknown';
}
