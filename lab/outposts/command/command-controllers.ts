/**
 * What the controllers are told. The first makes the domain, the others join it. Whoever goes away
 * comes back without its database: it joins one that has the domain, and founds it only where none
 * is left, because two domains of one name would know nothing of each other.
 */
import type { ControllerEffect } from '../../../protocol/effects.ts';
import type { Timings } from '../../../protocol/timings.ts';
import { LabError } from '../../../runtime/lab-error.ts';
import { createTurns } from '../../../runtime/turns.ts';
import type { Site } from '../../estate.ts';
import type { Asking } from '../link/asking.ts';
import type { PackedIdentity } from '../link/messages.ts';
import type { Outposts } from '../outposts.ts';
import { createDomainRoll, type DomainRoll } from './domain-roll.ts';

export interface ControllersOptions {
  sites: readonly Site[];
  timings: Timings;
  caPem: string;
  /** Under its lab name. */
  controller(name: string): Promise<PackedIdentity>;
}

type Told = 'founded' | 'applyControllers' | 'tellTime' | 'writeAccounts' | 'onAccountsLost';

interface Commands extends Pick<Outposts, Told> {
  start(domain: string): Promise<void>;
  /** It has dialled in again; says in a sentence what comes of it. */
  comeBack(name: string, say: Say): Promise<void>;
}

type Say = (sentence: string) => void;

export function commandControllers(options: ControllersOptions, asking: Asking): Commands {
  const founded = Promise.withResolvers<DomainRoll>();
  // Who needs it waits for it; until then nobody has to.
  founded.promise.catch(() => {});
  const takeTurn = createTurns();
  const inForce = createInForce(asking, async () => (await founded.promise).holders());
  let writeAgain = async (): Promise<void> => {};

  /** False: there is a domain, and nobody to join it at. */
  async function rejoin(domain: DomainRoll, name: string, say: Say): Promise<boolean> {
    const others = domain.holders();
    if (others.includes(name)) return true;
    const at = others.find(inForce.isFit);
    if (at === undefined && others.length > 0) return false;
    await domain.enter(name, at);
    await Promise.all([inForce.tell(name), domain.introduce(name)]);
    const isLacking = domain.forgetGone() || at === undefined;
    if (isLacking) await writeAgain();
    say(renderReturn(name, at));
    return true;
  }

  return {
    start(suffix) {
      const domain = createDomainRoll(options, asking, suffix);
      const founding = takeTurn(() => enterAll(domain, options));
      founded.resolve(founding.then(() => domain));
      return founding;
    },
    founded: async () => void (await founded.promise),
    async comeBack(name, say) {
      const domain = await founded.promise;
      let next = inForce.next();
      while (!(await takeTurn(() => rejoin(domain, name, say)))) {
        say(`controller ${name} is empty, and waits for another to answer`);
        await next;
        next = inForce.next();
      }
    },
    onAccountsLost(listener) {
      writeAgain = listener;
    },
    applyControllers: inForce.replace,
    tellTime: inForce.keepTime,
    writeAccounts: async (accounts) => (await founded.promise).write(accounts, inForce.isFit),
  };
}

async function enterAll(domain: DomainRoll, { sites }: ControllersOptions): Promise<void> {
  for (const name of sites.flatMap(({ controllers }) => controllers)) {
    await domain.enter(name, domain.holders()[0]).catch((error: unknown) => {
      throw error instanceof LabError ? atController(name, error) : error;
    });
  }
}

/** The effects on controllers, and who waits for others. */
function createInForce({ askIfThere }: Asking, holders: () => Promise<readonly string[]>) {
  let effects: readonly ControllerEffect[] = [];
  let labMs = 0;
  let changed = Promise.withResolvers<void>();
  const at = (name: string) =>
    effects.filter(({ controllers }) => controllers.includes('*') || controllers.includes(name));
  const tell = (name: string) =>
    askIfThere('controller', name, { type: 'controller-apply', effects: at(name), labMs });
  return {
    tell,
    isFit: (name: string) => !at(name).some(({ kind }) => UNFIT.includes(kind)),
    next: () => changed.promise,
    /** Anything to them while one of them is slow only. */
    async keepTime(nowMs: number): Promise<void> {
      labMs = nowMs;
      if (!effects.some(({ kind }) => kind === 'slow')) return;
      await Promise.all((await holders()).map(tell));
    },
    async replace(next: readonly ControllerEffect[], nowMs: number): Promise<void> {
      const all = await holders();
      effects = next;
      labMs = nowMs;
      changed.resolve();
      changed = Promise.withResolvers();
      await Promise.all(all.map(tell));
    },
  };
}

const UNFIT: readonly ControllerEffect['kind'][] = ['stop', 'hang', 'stale'];

/** Whose log is to be looked at. */
function atController(name: string, { code, message }: LabError): LabError {
  return new LabError(code, `controller ${name}: ${message}`);
}

function renderReturn(name: string, at: string | undefined): string {
  if (at !== undefined) return `controller ${name} has joined the domain again, at ${at}`;
  return `controller ${name} has founded the domain anew, because none had it any more, and everybody is in it`;
}
