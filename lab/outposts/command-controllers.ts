/**
 * What the controllers are told. The first makes the domain and holds the accounts that the lab
 * writes; the others join it, and hear of everything from it, as replicas do.
 */
import { randomBytes } from 'node:crypto';
import type { ControllerEffect } from '../../protocol/effects.ts';
import type { Timings } from '../../protocol/timings.ts';
import type { Site } from '../estate.ts';
import { untouched } from '../time/watch-timings.ts';
import type { Asking } from './link/asking.ts';
import type { ControllerStart, PackedIdentity } from './link/messages.ts';
import type { Outposts } from './outposts.ts';

export interface ControllersOptions {
  sites: readonly Site[];
  timings: Timings;
  caPem: string;
  /** Under its lab name. */
  controller(name: string): Promise<PackedIdentity>;
}

/** Samba makes itself a domain, or copies one. */
const START_MS_MAX = 240_000;

export function commandControllers(
  options: ControllersOptions,
  asking: Asking,
): Pick<Outposts, 'founded' | 'applyControllers' | 'writeAccounts'> & {
  start(domain: string): Promise<void>;
} {
  const names = options.sites.flatMap(({ controllers }) => controllers);
  const [first = ''] = names;
  const founded = Promise.withResolvers<void>();
  // Who needs it waits for it; until then nobody has to.
  founded.promise.catch(() => {});
  let unfit: ReadonlySet<string> = new Set();
  const pull = (name: string) =>
    asking.ask('controller', name, { type: 'controller-accounts', accounts: [] });

  return {
    async start(domain) {
      await startAll(options, asking, domain).then(founded.resolve, founded.reject);
      await founded.promise;
    },
    founded: () => founded.promise,
    async applyControllers(effects) {
      await founded.promise;
      unfit = new Set(names.filter((name) => isUnfit(name, effects)));
      const tell = (name: string) => {
        const here = effects.filter(({ controllers }) => isAimedAt(controllers, name));
        return asking.ask('controller', name, { type: 'controller-apply', effects: here });
      };
      await Promise.all(names.map(tell));
    },
    async writeAccounts(accounts) {
      await founded.promise;
      // Any of them takes a change: one that is down or deaf is not the one to make it at.
      const [at = first, ...others] = names.filter((name) => !unfit.has(name));
      await asking.ask('controller', at, { type: 'controller-accounts', accounts });
      // At once, as in the embedded directory: seconds of replication are minutes of lab time while
      // the clock is moved.
      await Promise.all(others.map(pull));
    },
  };
}

async function startAll(
  options: ControllersOptions,
  { member, ask }: Asking,
  domain: string,
): Promise<void> {
  const [first = '', ...replicas] = options.sites.flatMap(({ controllers }) => controllers);
  const shared = await describeShared(options, domain);
  const addressOf = (name: string) => member('controller', name)?.who.address ?? '';
  const begin = async (name: string, role: Pick<ControllerStart, 'role' | 'firstAddress'>) => {
    const identity = await options.controller(name);
    const start = { ...shared, name, identity, address: addressOf(name), ...role };
    await ask('controller', name, { type: 'controller-start', start }, START_MS_MAX);
  };
  await begin(first, { role: 'first' });
  for (const name of replicas) {
    await begin(name, { role: 'replica', firstAddress: addressOf(first) });
  }
}

async function describeShared({ caPem, timings }: ControllersOptions, domain: string) {
  const { adLockoutThreshold, adLockoutDurationMs, adLockoutWindowMs } = untouched(timings);
  return {
    ...{ domain, caPem, joinPassword: `Aa1${randomBytes(18).toString('base64url')}` },
    lockout: { adLockoutThreshold, adLockoutDurationMs, adLockoutWindowMs },
  };
}

const UNFIT: readonly ControllerEffect['kind'][] = ['stop', 'hang', 'stale'];

function isUnfit(name: string, effects: readonly ControllerEffect[]): boolean {
  return effects.some(
    ({ kind, controllers }) => UNFIT.includes(kind) && isAimedAt(controllers, name),
  );
}

function isAimedAt(controllers: ControllerEffect['controllers'], name: string): boolean {
  return controllers.includes('*') || controllers.includes(name);
}
