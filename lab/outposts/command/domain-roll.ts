/**
 * Which controllers have the domain by now: each that was started and has not gone away since. A
 * connection that is lost is a database that is lost, whether the container lives or not.
 */
import { randomBytes } from 'node:crypto';
import { untouched } from '../../time/watch-timings.ts';
import type { Asking } from '../link/asking.ts';
import type { Member } from '../link/member.ts';
import type { MirroredAccount } from '../outposts.ts';
import type { ControllersOptions } from './command-controllers.ts';

export interface DomainRoll {
  /** In the order of the estate. */
  holders(): readonly string[];
  /** By joining at that one; undefined: by founding the domain. */
  enter(name: string, at: string | undefined): Promise<void>;
  /** The others copy from it at once, and not when they come to it: that takes minutes. */
  introduce(name: string): Promise<void>;
  /** At the first that is fit, and the others have it at once where they can. */
  write(accounts: readonly MirroredAccount[], isFit: (name: string) => boolean): Promise<void>;
  /** Of those that were written to: what they had told the others, nobody knows. True: any. */
  forgetGone(): boolean;
}

/** Samba makes itself a domain, or copies one. */
const START_MS_MAX = 240_000;

export function createDomainRoll(
  options: ControllersOptions,
  asking: Asking,
  domain: string,
): DomainRoll {
  const { member, ask, askIfThere } = asking;
  const shared = describeShared(options, domain);
  const { holders, holds, present } = createPresence(options, asking);
  const writtenAt = new Set<Member>();
  /** Does what in a domain one of them does for all. */
  let leader = '';

  return {
    holders,
    async enter(name, at) {
      if (at !== undefined && !holds(leader)) {
        await ask('controller', at, { type: 'controller-lead' });
        leader = at;
      }
      if (at === undefined) leader = name;
      const there = member('controller', name);
      const own = { ...describeAt(asking, name), identity: await options.controller(name) };
      const start = { ...shared, ...own, ...(at && { joinAt: describeAt(asking, at) }) };
      await ask('controller', name, { type: 'controller-start', start }, START_MS_MAX);
      if (there) present.set(name, there);
    },
    async introduce(name) {
      const meet = (other: string) => askIfThere('controller', other, { type: 'controller-meet' });
      const others = holders().filter((other) => other !== name);
      await Promise.all(others.map(meet));
    },
    async write(accounts, isFit) {
      const at = await writeAtOne(asking, accounts, () => {
        const name = holders().find(isFit) ?? holders()[0];
        const one = present.get(name ?? '');
        if (one) writtenAt.add(one);
        return name;
      });
      // At once, as in the embedded directory: seconds of replication are minutes of lab time while
      // the clock is moved.
      const others = holders().filter((name) => name !== at && isFit(name));
      await Promise.all(others.map((name) => askIfThere('controller', name, PULL)));
    },
    forgetGone() {
      const gone = [...writtenAt].filter(({ isAlive }) => !isAlive);
      for (const one of gone) writtenAt.delete(one);
      return gone.length > 0;
    },
  };
}

const PULL = { type: 'controller-accounts', accounts: [] } as const;

function describeAt({ member }: Asking, name: string): { name: string; address: string } {
  return { name, address: member('controller', name)?.who.address ?? '' };
}

/** Who was started, as the connection that it was started on. */
function createPresence({ sites }: ControllersOptions, { member }: Asking) {
  const names = sites.flatMap(({ controllers }) => controllers);
  const present = new Map<string, Member>();
  const holds = (name: string): boolean => {
    const one = present.get(name);
    return one?.isAlive === true && one === member('controller', name);
  };
  return { present, holds, holders: () => names.filter(holds) };
}

/** Where one goes away before it is done, the next has it; none: whoever founds anew gets all. */
async function writeAtOne(
  { askIfThere }: Asking,
  accounts: readonly MirroredAccount[],
  choose: () => string | undefined,
): Promise<string | undefined> {
  const question = { type: 'controller-accounts', accounts } as const;
  let at = choose();
  while (at !== undefined && !(await askIfThere('controller', at, question))) at = choose();
  return at;
}

function describeShared({ caPem, timings }: ControllersOptions, domain: string) {
  const { adLockoutThreshold, adLockoutDurationMs, adLockoutWindowMs } = untouched(timings);
  return {
    ...{ domain, caPem, joinPassword: `Aa1${randomBytes(18).toString('base64url')}` },
    lockout: { adLockoutThreshold, adLockoutDurationMs, adLockoutWindowMs },
  };
}
