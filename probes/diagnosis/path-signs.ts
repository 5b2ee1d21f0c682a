/**
 * What stands in the way of one server's connections, from the names it tried to reach. The phase
 * that failed says more than the failure: a timeout is a firewall while connecting, and something
 * that swallows bytes afterwards.
 */
import type { PreflightObservation, Reach } from '../observations.ts';

export type Obstacle =
  | 'no-name'
  | 'wrong-address'
  | 'names-too-slow'
  | 'blocked'
  | 'half-open'
  | 'inspected'
  | 'certificate-expired'
  | 'certificate-not-yet-valid'
  | 'wrong-name'
  | 'wrong-usage'
  | 'old-protocol'
  | 'no-cipher'
  | 'proxy-asks'
  | 'proxy-refuses'
  | 'proxy-down'
  | 'upgrade-refused'
  | 'other';

export interface PathSigns {
  /** Of the cloud's names on 443. */
  cloud: readonly { reach: Reach; obstacle: Obstacle | null }[];
  /** Something answers the status report on 8080; null: nobody tried. */
  status8080: boolean | null;
  revocation: readonly { reach: Reach; obstacle: Obstacle | null }[];
  /** How many of the cloud’s names took their time, or had none in time. */
  slowNames: number;
  /** Connecting and TLS, of the connections on which somebody answered. */
  handshakeMs: readonly number[];
  /** Likewise with the controllers next door: what is late there too is the machine’s own doing. */
  localMs: readonly number[];
}

/** Resolving takes milliseconds; the second resolver is asked after seconds. */
const SLOW_NAME_MS = 1_500;

const CLOUD = new Set(['registration', 'bootstrap', 'signalling', 'connector', 'sign-in']);

/** Of one look, which may have been taken several times. */
export function readPath(preflights: readonly PreflightObservation[]): PathSigns {
  const reaches = preflights.flatMap((preflight) => preflight.reaches);
  const marked = reaches.map((reach) => ({ reach, obstacle: obstacleOf(reach) }));
  const cloud = marked.filter(({ reach }) => CLOUD.has(reach.purpose) && reach.port === 443);
  const status = marked.filter(({ reach }) => reach.purpose === 'status');
  return {
    cloud,
    status8080: status.length === 0 ? null : status.some(({ reach }) => reach.outcome.ok),
    revocation: marked.filter(({ reach }) => reach.purpose === 'revocation'),
    slowNames: cloud.filter(isSlowName).length,
    handshakeMs: cloud.flatMap(({ reach }) => handshakeOf(reach)),
    localMs: preflights.flatMap(({ controllers }) => controllers.reaches.flatMap(handshakeOf)),
  };
}

function handshakeOf({ outcome, phaseMs }: Reach): readonly number[] {
  const hasShaken = outcome.ok || (outcome.at === 'tls' && outcome.failure !== 'timed-out');
  return hasShaken ? [(phaseMs.connect ?? 0) + (phaseMs.proxy ?? 0) + (phaseMs.tls ?? 0)] : [];
}

function isSlowName({ reach, obstacle }: PathSigns['cloud'][number]): boolean {
  return obstacle === 'names-too-slow' || (reach.phaseMs.resolve ?? 0) >= SLOW_NAME_MS;
}

function obstacleOf({ outcome, purpose }: Reach): Obstacle | null {
  const isPlain = purpose === 'revocation' || purpose === 'status';
  if (outcome.ok) {
    if (outcome.tls && !outcome.tls.isExpectedRoot && !isPlain) return 'inspected';
    return null;
  }
  if (outcome.at === 'resolve') {
    return outcome.failure === 'timed-out' ? 'names-too-slow' : 'no-name';
  }
  return outcome.at === 'proxy' ? ofProxy(outcome) : ofHandshake(outcome);
}

type Failed = Extract<Reach['outcome'], { ok: false }>;

function ofProxy({ failure }: Failed): Obstacle {
  if (failure === 'proxy-authentication-required') return 'proxy-asks';
  if (failure === 'proxy-refused') return 'proxy-refuses';
  return failure === 'timed-out' || failure === 'reset' ? 'blocked' : 'proxy-down';
}

function ofHandshake({ failure, at, tls }: Failed): Obstacle {
  switch (failure) {
    case 'name-not-resolved':
      return 'no-name';
    case 'timed-out':
      return at === 'connect' ? 'blocked' : 'half-open';
    case 'refused':
    case 'unreachable':
    case 'reset':
    case 'closed':
      return 'blocked';
    case 'certificate-untrusted':
      return 'inspected';
    case 'certificate-expired':
      return 'certificate-expired';
    case 'certificate-not-yet-valid':
      return 'certificate-not-yet-valid';
    case 'certificate-wrong-name':
      // A stranger’s own good certificate is what an address of somebody else shows.
      return tls?.isExpectedRoot ? 'wrong-address' : 'wrong-name';
    case 'certificate-wrong-usage':
      return 'wrong-usage';
    case 'protocol-version':
      return 'old-protocol';
    case 'no-common-cipher':
      return 'no-cipher';
    case 'proxy-authentication-required':
      return 'proxy-asks';
    case 'proxy-refused':
      return 'proxy-refuses';
    case 'upgrade-refused':
      return 'upgrade-refused';
    default:
      return 'other';
  }
}

/** By purpose, not by name: sovereign clouds have others. */
export function isServicebus({ purpose }: Reach): boolean {
  return purpose === 'signalling';
}

export function isMsappproxy({ purpose }: Reach): boolean {
  return purpose === 'registration' || purpose === 'bootstrap' || purpose === 'connector';
}

export function describeReach({ host, port, outcome }: Reach): string {
  if (!outcome.ok) return `${host}:${port} ${outcome.failure} (${outcome.at})`;
  return outcome.tls === null
    ? `${host}:${port} answers`
    : `${host}:${port} shows a certificate of ${outcome.tls.issuer}`;
}
