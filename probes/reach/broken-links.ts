/**
 * What is broken on the way out of a server, in words: pure. Optional ports (8080, those of old
 * versions) are never a failure of the path; they are told of elsewhere.
 */
import type { NetworkFailure } from '../../protocol/network-failure.ts';
import { TIMINGS } from '../../protocol/timings.ts';
import type { PreflightObservation, Reach } from '../observations.ts';

const OPTIONAL: readonly Reach['purpose'][] = ['status', 'legacy'];

export function brokenLinks(observation: PreflightObservation): readonly string[] {
  const { reaches, controllers, proxy } = observation;
  return [
    ...(proxy.problem === null ? [] : [describeProxy(proxy.problem)]),
    ...group(reaches.filter(({ purpose }) => !OPTIONAL.includes(purpose))),
    ...brokenControllers(controllers),
    ...offClocks(observation),
    ...lostUpgrade(observation),
    ...lostTls12(observation),
  ];
}

/** Of its own accord only where everything else of that name is well. */
function lostUpgrade({ webSocket, reaches }: PreflightObservation): readonly string[] {
  if (webSocket === null || webSocket.ok) return [];
  const signalling = reaches.find(({ purpose }) => purpose === 'signalling');
  const isKnown = signalling !== undefined && describeObstacle(signalling) !== null;
  return isKnown ? [] : [`web sockets do not get through (${webSocket.failure})`];
}

function lostTls12({ tls12, reaches }: PreflightObservation): readonly string[] {
  const bootstrap = reaches.find(({ purpose }) => purpose === 'bootstrap');
  if (!tls12 || tls12.ok || !bootstrap?.outcome.ok) return [];
  return [`TLS 1.2 does not get through, and agents speak nothing newer (${tls12.failure})`];
}

/** One sentence for all names that show the same. */
function group(reaches: readonly Reach[]): readonly string[] {
  const byWord = new Map<string, Reach[]>();
  for (const reach of reaches) {
    const word = describeObstacle(reach);
    if (word !== null) byWord.set(word, [...(byWord.get(word) ?? []), reach]);
  }
  return [...byWord].map(([word, hit]) => {
    const names = hit.map(({ host, port }) => `${host}:${port}`);
    const more = names.length > 2 ? ` and ${names.length - 2} more` : '';
    return `${word} at ${names.slice(0, 2).join(', ')}${more}`;
  });
}

/** Null: nothing is wrong there. */
export function describeObstacle({ outcome }: Pick<Reach, 'outcome'>): string | null {
  const { tls } = outcome;
  const word = outcome.ok ? null : WORDS[outcome.failure](outcome.at);
  if (tls === null || tls.isExpectedRoot) return word;
  return `TLS is inspected by “${tls.issuer}”${word === null ? '' : ` (${word})`}`;
}

type Word = (at: string) => string;

const WORDS: Readonly<Record<NetworkFailure, Word>> = {
  'name-not-resolved': () => 'name resolution fails',
  refused: (at) => (at === 'proxy' ? 'the proxy is not there' : 'the connection is refused'),
  unreachable: () => 'unreachable: there is no route',
  'timed-out': (at) =>
    at === 'connect' ? 'blocked: the connection is never answered' : `no answer (${at})`,
  reset: (at) => `the connection is reset (${at})`,
  closed: (at) => `the connection is closed (${at})`,
  'certificate-untrusted': () => 'the certificate is not trusted',
  'certificate-expired': () => 'the certificate has expired',
  'certificate-not-yet-valid': () => 'the certificate is not valid yet',
  'certificate-wrong-name': () => 'the certificate is for another name',
  'certificate-wrong-usage': () => 'the certificate is not one of a server',
  'client-certificate-rejected': () => 'a client certificate is asked for',
  'protocol-version': () => 'no common version of TLS (1.2 is needed)',
  'no-common-cipher': () => 'no common cipher',
  'proxy-authentication-required': () => 'the proxy asks for credentials',
  'proxy-refused': () => 'the proxy refuses',
  'upgrade-refused': () => 'web sockets are refused',
  'malformed-answer': () => 'what answers does not speak the protocol',
};

const PROXY_WORDS: Readonly<Record<string, string>> = {
  'broken-pac': 'the proxy file that WPAD names cannot be read',
  'asks-for-credentials': 'the proxy asks for credentials, which an agent has none of',
  refuses: 'the proxy refuses',
  'proxy-down': 'the proxy is not there',
};

function describeProxy(problem: string): string {
  return PROXY_WORDS[problem] ?? `the proxy: ${problem}`;
}

/** That no record names them breaks a logon as well as that none answers. */
function brokenControllers({
  srv,
  reaches,
  rootDse,
}: PreflightObservation['controllers']): string[] {
  const ldaps = reaches.filter(({ outcome }) => outcome.tls !== null || !outcome.ok);
  const failed = ldaps.filter(({ port, outcome }) => !outcome.ok && port !== 88 && port !== 389);
  const silent = rootDse.filter(
    ({ host, failure }) => failure !== null && !failed.some((reach) => reach.host === host),
  );
  return [
    ...(srv.ok || rootDse.length === 0
      ? []
      : [`no SRV record names a controller (${srv.failure})`]),
    ...group(failed),
    ...silent.map(({ host, failure }) => `${host} does not say who it is (${failure})`),
  ];
}

function offClocks({ clockOffsetMs: { cloud, controllers } }: PreflightObservation): string[] {
  const limitMs = TIMINGS.kerberosSkewMs.value;
  const isOff = (offsetMs: number | null): offsetMs is number =>
    offsetMs !== null && Math.abs(offsetMs) > limitMs;
  return [
    ...(isOff(cloud) ? [`the clock is off by ${describeOffset(cloud)} against the cloud`] : []),
    ...(isOff(controllers)
      ? [`the clock is off by ${describeOffset(controllers)} against a controller`]
      : []),
  ];
}

function describeOffset(offsetMs: number): string {
  const seconds = Math.round(Math.abs(offsetMs) / 1000);
  return seconds < 120 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
}
