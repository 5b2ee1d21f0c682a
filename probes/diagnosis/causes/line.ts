/**
 * Lines that carry everything and take their time. Slow and lossy differ in the spread: a slow line
 * delays every handshake alike, packets that are lost delay a few of them by a second or more.
 */
import { type Cause, FAIR, STRONG } from '../cause.ts';
import { directorySignIns, placesOf, type ServerSigns, type Signs } from '../signs.ts';

/** Around the world and back, twice. */
const SLOW_MS = 800;
/** TCP sends a first packet again after a second (RFC 6298), later ones after 0.2 s. */
const RESENT_MS = 190;
const ALIKE_MS = 40;

const MEASURE =
  'Preflight ten times in a row and compare the times of connecting: all late on a slow line, a ' +
  'few by a second or more where packets are lost.';

export const LINE_CAUSES: readonly Cause[] = [
  {
    id: 'slow-443',
    link: 'network',
    title: 'The line to the cloud is slow',
    brings: [0, 80002],
    seenBy: ['preflight'],
    nextTest: MEASURE,
    fix:
      'Find what fills the line, or give the agents’ traffic priority; agents at a site with a ' +
      'good line take their share of the sign-ins.',
    sources: ['lab'],
    look: (signs) => lookAtTimes(signs, isSlow, 'slow'),
  },
  {
    id: 'lossy-443',
    link: 'network',
    title: 'The line to the cloud loses packets',
    brings: [0, 80002],
    seenBy: ['preflight'],
    nextTest: MEASURE,
    fix: 'Find the device or line that drops packets: interface errors, a full queue, duplex.',
    sources: ['RFC-6298', 'lab'],
    look: (signs) => lookAtTimes(signs, isLossy, 'lossy'),
  },
];

type Times = readonly number[];

function isSlow(times: Times, { path }: ServerSigns): boolean {
  const fastest = Math.min(...times);
  const local = Math.max(0, ...(path?.localMs ?? []));
  return times.length > 0 && fastest >= SLOW_MS && fastest > 3 * local && isOpen(path);
}

/**
 * Most handshakes take the same, and a few come later by what TCP waits before it sends again. A
 * machine that is busy spreads them all, which is not that.
 */
function isLossy(times: Times, { path }: ServerSigns): boolean {
  if (times.length < 3 || path === null) return false;
  const base = Math.min(...times);
  const early = times.filter((time) => time <= base + ALIKE_MS);
  const late = times.filter((time) => time >= base + RESENT_MS);
  const isTwoSorts = early.length >= 3 && early.length + late.length === times.length;
  const local = path.localMs;
  if (Math.max(0, ...local) - Math.min(0, ...local) >= RESENT_MS) return false;
  return base < SLOW_MS && isTwoSorts && late.length > 0 && isOpen(path);
}

/** On most of the connections somebody answered. */
function isOpen(path: ServerSigns['path']): boolean {
  return path !== null && path.handshakeMs.length * 2 > path.cloud.length;
}

function lookAtTimes(
  signs: Signs,
  isIt: (times: Times, server: ServerSigns) => boolean,
  what: 'slow' | 'lossy',
) {
  const found = signs.servers.filter((server) => isIt(server.path?.handshakeMs ?? [], server));
  if (found.length === 0) return undefined;
  const said = found.slice(0, 3).map(({ name, path }) => {
    const times = path?.handshakeMs ?? [];
    const range = `${Math.round(Math.min(...times))} to ${Math.round(Math.max(...times))} ms`;
    return `from ${name} TCP and TLS take ${range}`;
  });
  const slowest = Math.max(0, ...directorySignIns(signs).map(({ tookMs }) => tookMs));
  const signIns = slowest >= 2 * SLOW_MS ? [`a sign-in took ${Math.round(slowest)} ms`] : [];
  return {
    weight: what === 'slow' ? STRONG : FAIR,
    at: placesOf(signs, found),
    for: [...said, ...signIns],
  };
}
