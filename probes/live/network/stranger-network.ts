/**
 * The network as a stranger has it: this machine's names, sockets and roots. One attempt per call,
 * each on a connection of its own; a password goes over TLS that holds, or not at all.
 */

import type { NetworkFailure, NetworkPhase } from '../../../protocol/network-failure.ts';
import { ERROR } from '../../../protocol/win32.ts';
import { LabError } from '../../../runtime/lab-error.ts';
import type { Call, HttpRequest, Network, Outcome } from '../../../runtime/ports.ts';
import { exchangeHttp } from './http-exchange.ts';
import { bindOn, readRoot } from './ldap-exchange.ts';
import { openWay, type Way, type WayWorld } from './open-way.ts';
import { type Patience, withPatience } from './patience.ts';
import { isExcepted, type ProxySetting } from './proxy-setting.ts';
import { MACHINE_NAMES, type Names } from './resolver.ts';
import { rootsOf } from './roots.ts';
import { tells } from './tells.ts';

export interface StrangerOptions {
  /** PEM: the only authority for HTTPS. Default: Node's and the machine's. */
  ca?: string;
  /** PEM: the only authority for LDAPS. Default: as `ca`. */
  directoryCa?: string;
  /** For calls whose vantage is `proxied`. Default: there is none. */
  proxy?: ProxySetting;
  /** Longer answers are not read to their end. Default 8 MiB. */
  answerBytesMax?: number;
  names?: Names;
}

export type StrangerNetwork = Pick<
  Network,
  'request' | 'examine' | 'bind' | 'resolveService' | 'rootDse'
> &
  AsyncDisposable;

const ANSWER_BYTES_MAX = 8 * 1024 * 1024;

export function createStrangerNetwork(options: StrangerOptions = {}): StrangerNetwork {
  const { answerBytesMax = ANSWER_BYTES_MAX, names = MACHINE_NAMES } = options;
  const open = new Set<Way['socket']>();
  const run: Run = (address, call, ask, isPlainRequest = false) =>
    withPatience(call, async (patience) => {
      const url = new URL(address);
      const world = worldFor(options, names, url);
      const opened = await openWay(world, url, call, patience, isPlainRequest);
      if (!opened.ok) return opened;
      const { socket, peer } = opened.value;
      open.add(socket);
      socket.once('close', () => open.delete(socket));
      patience.connected();
      const answer = await ask(opened.value, patience);
      if (typeof answer === 'string') return patience.fail(answer, phaseOf(answer), peer);
      return { ok: true, value: answer, phaseMs: patience.phaseMs, peer };
    });
  return {
    async request(asked, call) {
      refuseOpenSecrets(asked);
      const ask = (way: Way, patience: Patience) =>
        exchangeHttp(way, asked, answerBytesMax, patience);
      return run(asked.url, call, ask, asked.url.startsWith('http:'));
    },
    examine: (url, call) => run(url, call, async ({ peer }) => peer),
    async bind(url, asked, call) {
      refuseOther(url);
      // A bind without a password is a success to LDAP, of nobody in particular (RFC 4513, 5.1.2).
      if (asked.password.reveal() === '') {
        return { ok: true, value: { win32: ERROR.ACCOUNT_RESTRICTION }, phaseMs: {} };
      }
      return run(url, call, (way, patience) => patience.step('processing', bindOn(way, asked)));
    },
    async rootDse(url, call) {
      refuseOther(url);
      return run(url, call, (way, patience) => patience.step('processing', readRoot(way)));
    },
    resolveService: (name, call) => resolveService(names, name, call),
    async [Symbol.asyncDispose]() {
      for (const socket of open) socket.destroy();
    },
  };
}

function phaseOf(failure: NetworkFailure): NetworkPhase {
  return failure.startsWith('proxy-') ? 'proxy' : 'exchange';
}

type Run = <T extends object>(
  url: string,
  call: Call,
  ask: (way: Way, patience: Patience) => Promise<T | NetworkFailure>,
  isPlainRequest?: boolean,
) => Promise<Outcome<T>>;

function worldFor({ ca, directoryCa = ca, proxy }: StrangerOptions, names: Names, url: URL) {
  const world: WayWorld = {
    names,
    rootsFor: (protocol) => rootsOf(protocol === 'ldaps:' ? directoryCa : ca),
    ...(proxy && !isExcepted(url, proxy.except) && { proxy: proxy.proxy }),
  };
  return world;
}

function resolveService(
  names: Names,
  name: string,
  call: Call,
): Promise<Outcome<readonly string[]>> {
  return withPatience(call, async (patience) => {
    const found = await patience.step('resolve', names.service(name, call.timeoutMs));
    if (typeof found === 'string') return patience.fail(found, 'resolve');
    return { ok: true, value: found, phaseMs: patience.phaseMs };
  });
}

/** Over plain HTTP there are revocation lists to fetch, and nothing to tell. */
function refuseOpenSecrets(asked: HttpRequest): void {
  if (!asked.url.startsWith('http:') || !tells(asked)) return;
  throw new LabError(
    'PROBE_UNENCRYPTED',
    'expected https for a request that carries something, got plain http: nothing was sent',
  );
}

function refuseOther(url: string): void {
  if (url.startsWith('ldaps:')) return;
  const sentence = `expected ldaps://host for a controller, got "${url}": nothing was sent`;
  throw new LabError('PROBE_UNENCRYPTED', sentence);
}
