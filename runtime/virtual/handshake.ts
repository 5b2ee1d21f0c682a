/**
 * The TLS handshake of the virtual network: which certificates the client sees, and what it makes
 * of them. The judging is the same code that judges agents' certificates, at lab time.
 */
import type { Presented } from '../../protocol/effects.ts';
import { labHost, OTHER_HOST } from '../../protocol/hosts.ts';
import type { Authority } from '../certificate-authority.ts';
import type { Call, Client, Identity, Outcome, Peer } from '../ports.ts';
import { judgeServer } from '../x509.ts';
import type { DialWorld, Target } from './dial.ts';
import type { Link } from './link.ts';
import { openLink, SERVER_ADDRESS, siteAddress } from './open-link.ts';
import type { Steps } from './steps.ts';

export async function shakeHands(
  world: DialWorld,
  { from }: Call,
  target: Target,
  steps: Steps,
): Promise<Outcome<Link>> {
  const { link, course, listener } = target;
  if (!listener) return steps.fail('refused', 'connect');
  if (from.tls12 === false) return steps.fail('protocol-version', 'tls');
  const shown = await presentedTo(world, target, listener.identity);
  if (shown === 'old-protocol') return steps.fail('protocol-version', 'tls');
  if (shown === 'no-common-cipher') return steps.fail('no-common-cipher', 'tls');

  const { crypto, clock } = world;
  const { chain } = shown;
  const tls = { version: 'TLSv1.3', servername: link.host, chain };
  const peer: Peer = { address: SERVER_ADDRESS, tls };
  const failure = await judgeServer(crypto, chain, from.trust, link.host, clock.nowMs());
  if (failure) return steps.fail(failure, 'tls', peer);

  if (!world.carries(course.way)) return steps.fail('reset', 'tls', peer);
  const asked = listener.service.clientCertificate === 'requested';
  // An inspecting proxy opens a connection of its own, and has no client certificate to show.
  const inspected = course.way.kind === 'inspect';
  const certificate = asked && !inspected ? from.identity?.chain[0] : undefined;
  const client: Client = { address: siteAddress(link.site), ...(certificate && { certificate }) };
  const opened = openLink(world, link, {
    peer,
    client,
    service: listener.service,
    way: course.way,
  });
  return { ok: true, value: opened, ...steps.seen, peer };
}

type Shown = Identity | 'old-protocol' | 'no-common-cipher';

async function presentedTo(
  { clock, authority, inspection }: DialWorld,
  { link, course }: Target,
  own: Identity,
): Promise<Shown> {
  const nowMs = clock.nowMs();
  if (course.resolution === 'wrong-address') {
    return authority.issueServer([labHost(OTHER_HOST)], nowMs);
  }
  if (course.way.kind !== 'inspect') return own;
  const { authority: whose, presents } = course.way;
  return shownBy(inspection(link.site)[whose], presents, link.host, nowMs);
}

async function shownBy(
  proxy: Authority,
  presents: Presented,
  host: string,
  nowMs: number,
): Promise<Shown> {
  switch (presents) {
    case 'valid':
      return proxy.issueServer([host], nowMs);
    case 'old-protocol':
    case 'no-common-cipher':
      return presents;
    default:
      return proxy.issueFlawed(presents, host, nowMs);
  }
}
