/**
 * What the egresses are told: at the start every name that there is, then, whenever it changes,
 * what happens on their site's paths. An effect is new to an egress if the object is new here.
 */
import type { PathEffect } from '../../../protocol/effects.ts';
import { controllerHost } from '../../../protocol/hosts.ts';
import { createTurns } from '../../../runtime/turns.ts';
import type { Site } from '../../estate.ts';
import type { Asking } from '../link/asking.ts';
import type { EgressStart } from '../link/messages.ts';
import type { Outposts } from '../outposts.ts';

export interface EgressesOptions {
  sites: readonly Site[];
  seed: string;
  /** Where the sites find the cloud. */
  cloudAddress: string;
  egress(site: string): Promise<Pick<EgressStart, 'inspection' | 'elsewhere' | 'upstreamTrustPem'>>;
}

interface Commands extends Pick<Outposts, 'addNames' | 'publish' | 'open' | 'applyPath'> {
  /** The egress of that site has dialled in again, and knows nothing. */
  comeBack(site: string): Promise<void>;
}

/** Of LDAP, as controllers list it: whoever wants TLS knows where. */
const LDAP_PORT = 389;

export function commandEgresses(
  options: EgressesOptions,
  asking: Asking,
  onTrouble: (error: unknown) => void,
): Commands {
  const { sites } = options;
  const names = new Set<string>();
  const services: Services = new Map();
  let effects: readonly PathEffect[] = [];
  let isOpen = false;
  const takeTurn = createTurns();
  const everywhere = async (tell: (site: Site) => Promise<unknown>) => {
    if (isOpen) await takeTurn(() => Promise.all(sites.map(tell)));
  };

  async function begin(site: Site): Promise<void> {
    const start = await describeStart(options, asking, site, { names, services });
    // One that is away just now begins when it comes back.
    await asking.askIfThere('egress', site.name, { type: 'egress-start', start });
    await tellEffects(asking, site, effects, 'nothing yet');
  }

  return {
    addNames(further) {
      for (const name of further) names.add(name.toLowerCase());
    },
    publish(name, hosts) {
      const before = services.get(name.toLowerCase())?.map(({ target }) => target);
      const records = hosts.map((target) => ({ target, port: LDAP_PORT }));
      services.set(name.toLowerCase(), records);
      if (before?.join() === hosts.join()) return;
      const tell = ({ name: site }: Site) =>
        asking.askIfThere('egress', site, { type: 'egress-services', services });
      everywhere(tell).catch(onTrouble);
    },
    open() {
      isOpen = true;
      return everywhere(begin);
    },
    async comeBack(name) {
      const site = sites.find((one) => one.name === name);
      if (isOpen && site) await takeTurn(() => begin(site));
    },
    applyPath(next) {
      const before = effects;
      effects = next;
      return everywhere((site) => tellEffects(asking, site, next, before));
    },
  };
}

type Services = Map<string, readonly { target: string; port: number }[]>;

async function describeStart(
  options: EgressesOptions,
  asking: Asking,
  { name: site, proxy }: Site,
  { names, services }: { names: ReadonlySet<string>; services: Services },
): Promise<EgressStart> {
  return {
    ...{ site, seed: options.seed, services },
    addresses: addressesOf(options, names, asking),
    components: componentsOf(options.sites, asking),
    ...(await options.egress(site)),
    ...(proxy && { proxy: { directToo: proxy.directToo ?? false } }),
  };
}

/** One that is away is told when it comes back. */
async function tellEffects(
  { askIfThere }: Asking,
  { name: site }: Site,
  now: readonly PathEffect[],
  before: readonly PathEffect[] | 'nothing yet',
): Promise<void> {
  const isHere = ({ scope }: PathEffect) => scope.sites?.includes(site) ?? true;
  const effects = now.filter(isHere);
  const known = before === 'nothing yet' ? [] : before.filter(isHere);
  const added = effects.flatMap((effect, at) => (known.includes(effect) ? [] : [at]));
  const isSame = added.length === 0 && effects.length === known.length;
  if (isSame && before !== 'nothing yet') return;
  await askIfThere('egress', site, { type: 'egress-apply', effects, added });
}

function addressesOf(
  { sites, cloudAddress }: EgressesOptions,
  cloudNames: ReadonlySet<string>,
  { member }: Asking,
): ReadonlyMap<string, string> {
  const addresses = new Map([...cloudNames].map((name) => [name, cloudAddress]));
  for (const name of sites.flatMap(({ controllers }) => controllers)) {
    const address = member('controller', name)?.who.address;
    if (address !== undefined) addresses.set(controllerHost(name), address);
  }
  return addresses;
}

function componentsOf(sites: readonly Site[], { member }: Asking): ReadonlyMap<string, string> {
  const components = new Map<string, string>();
  for (const name of sites.flatMap(({ agents }) => agents)) {
    const address = member('agent', name)?.who.address;
    if (address !== undefined) components.set(name, address);
  }
  return components;
}
