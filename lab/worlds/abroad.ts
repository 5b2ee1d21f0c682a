/**
 * What is different in a live world whose sites, agents and controllers stand on other hosts: names
 * and paths are told to the egresses, controllers are not served here, and the cloud has a front
 * door of its own.
 */
import path from 'node:path';
import type { PathEffect } from '../../protocol/effects.ts';
import { CLOUD_PORTS, HOSTS, SIGN_IN_ALIASES } from '../../protocol/hosts.ts';
import type { LiveNetwork } from '../../runtime/live/network.ts';
import type { Clock, Handle, Network, Outcome, RootDse } from '../../runtime/ports.ts';
import { CA_FILE } from '../outposts/link/run-folder.ts';
import type { Outposts } from '../outposts/outposts.ts';
import { findAddressNear } from '../outposts/own-address.ts';
import type { UnderWay } from '../remote/under-way.ts';
import { openFrontDoor } from './front-door.ts';
import { type OpenOutpostsOptions, openOutposts } from './open-outposts.ts';
import { createRunAuthority } from './run-authority.ts';
import type { World } from './world.ts';

export interface Abroad extends AsyncDisposable {
  outposts: Outposts;
  /** Of the lab's own CA, and the run's behind it. */
  caFile: string;
  /** Of the front door, once it is open. */
  readonly frontPort: number | undefined;
  telling(standing: readonly PathEffect[]): {
    apply: World['applyPath'];
    publish: LiveNetwork['publish'];
  };
  serving(serve: LiveNetwork['serve']): Network['serve'];
  openFront(
    network: Pick<LiveNetwork, 'resolve'>,
    hosts: readonly string[],
    handle: Handle,
  ): Promise<AsyncDisposable>;
}

export type AbroadOptions = Omit<OpenOutpostsOptions, 'runAuthority'>;

const { https, revocation: http, status } = CLOUD_PORTS;
const USUAL_DOORS = { https, http, status };
/** Where nobody says which of its addresses is the cloud's. */
const EVERYWHERE = '0.0.0.0';

/** @throws LabError `OUTPOSTS_MISSING`, `PORT_BUSY` */
export async function goAbroad(options: AbroadOptions): Promise<Abroad> {
  const { crypto, activity, runFolder, cloudAddress, doors = USUAL_DOORS } = options;
  const realNames = [...SIGN_IN_ALIASES, HOSTS.graph];
  const name = 'pta-lab containers CA (one run)';
  const runAuthority = await createRunAuthority(crypto, name, realNames);
  const outposts = await openOutposts({ ...options, runAuthority });
  let frontPort: number | undefined;
  return {
    outposts,
    caFile: path.join(runFolder, CA_FILE),
    get frontPort() {
      return frontPort;
    },
    telling: (standing) => {
      const apply = (effects: readonly PathEffect[]) =>
        outposts.applyPath([...standing, ...effects]);
      void apply([]);
      return { apply, publish: outposts.publish };
    },
    serving: (serve) => async (names, service) => {
      // A controller stands beside its own outpost.
      if (service.bind) return { async [Symbol.asyncDispose]() {} };
      outposts.addNames(names.filter((one) => one !== 'localhost'));
      return serve(names, service);
    },
    async openFront(network, hosts, handle) {
      const service = { clientCertificate: 'none', handle } as const;
      const door = await openFrontDoor({
        ...{ network, crypto, activity, runAuthority, hosts, service },
        // On the network of the link it would be a way around a site's egress.
        host: cloudAddress === undefined ? EVERYWHERE : findAddressNear(cloudAddress),
        ports: doors,
      });
      frontPort = door.ports.https;
      outposts.addNames(hosts.filter((one) => one !== 'localhost'));
      return door;
    },
    [Symbol.asyncDispose]: () => outposts[Symbol.asyncDispose](),
  };
}

/**
 * Calls from the sites end on other hosts, and a sign-in waits for an agent on one: they are seen
 * by their answers.
 */
export function countCalls(
  network: Network,
  { count }: UnderWay,
  clock: Pick<Clock, 'nowMs'>,
): Pick<Network, 'request' | 'bind' | 'rootDse' | 'open' | 'examine' | 'resolveService'> {
  return {
    request: (request, call) => count(network.request(request, call)),
    bind: (url, request, call) => count(network.bind(url, request, call)),
    rootDse: (url, call) => count(network.rootDse(url, call).then(inLabTime(clock))),
    open: (url, protocol, listener, call) => count(network.open(url, protocol, listener, call)),
    examine: (url, call) => count(network.examine(url, call)),
    resolveService: (name, call) => count(network.resolveService(name, call)),
  };
}

/** Real controllers keep the machine's time, from which an advance has moved the lab's away. */
function inLabTime(clock: Pick<Clock, 'nowMs'>) {
  return (outcome: Outcome<RootDse>): Outcome<RootDse> => {
    if (!outcome.ok || outcome.value.timeMs === null) return outcome;
    const timeMs = outcome.value.timeMs + clock.nowMs() - Date.now();
    return { ...outcome, value: { ...outcome.value, timeMs } };
  };
}
