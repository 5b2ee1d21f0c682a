/**
 * Background sign-ins: people going about their day. The rate is open: the next one starts on time
 * whether or not the last one was answered, as people do.
 */
import { LabError } from '../../runtime/lab-error.ts';
import type { Clock, Dice, Network, Vantage } from '../../runtime/ports.ts';
import type { Account } from '../estate.ts';
import type { History } from '../history.ts';
import type { Timeline, UserGroup } from '../timeline.ts';
import { attemptSignIn } from './sign-in.ts';

export interface TrafficOptions {
  clock: Clock;
  dice: Dice;
  network: Network;
  from: Vantage;
  authority: string;
  clientId: string;
  groups: Readonly<Record<UserGroup, readonly Account[]>>;
  everyMs: number;
  timeoutMs: number;
  timeline: Timeline;
  /** Name of the agent that answered the sign-in with this correlation id, where one did. */
  answeredBy(correlationId: string): string | undefined;
  /** Name of the agent that took it and never answered. */
  handedTo(correlationId: string): string | undefined;
  onTrouble(error: unknown): void;
  history?: History;
}

/** Of ten sign-ins one has a wrong password and one is a cloud-only user's. */
const MIX: readonly UserGroup[] = [
  ...Array<UserGroup>(8).fill('right-password'),
  'wrong-password',
  'cloud-only',
];

export interface TrafficControl {
  /** Undefined while nobody signs in. */
  readonly everyMs: number | undefined;
  /** From now on; `undefined` until it is set again. */
  setEvery(everyMs: number | undefined): void;
}

export function startTraffic(options: TrafficOptions): TrafficControl & Disposable {
  const { clock } = options;
  let everyMs: number | undefined = options.everyMs;
  const pick = createPicker(options);
  // Ids have a stream of their own, so that they do not move the choices.
  const ids = options.dice.fork('correlation');
  let next: Disposable | undefined;

  function schedule(dueMs: number, intervalMs: number): void {
    next = clock.at(dueMs, () => {
      schedule(dueMs + intervalMs, intervalMs);
      signIn(options, pick(), ids.guid()).catch(options.onTrouble);
    });
  }
  function begin(): void {
    // Half an interval off the round times at which scenarios act: none is caught in the act.
    if (everyMs !== undefined) schedule(clock.nowMs() + everyMs / 2, everyMs);
  }
  begin();
  return {
    get everyMs() {
      return everyMs;
    },
    setEvery(chosenMs) {
      next?.[Symbol.dispose]();
      next = undefined;
      everyMs = chosenMs;
      begin();
    },
    [Symbol.dispose]: () => next?.[Symbol.dispose](),
  };
}

interface Person {
  group: UserGroup;
  account: Account;
}

/**
 * A wrong password is followed by a right one, so that the background alone never locks an account.
 */
function createPicker({ dice, groups }: TrafficOptions): () => Person {
  const choices = dice.fork('choices');
  const recovering = new Set<Account>();
  // Not every tenant has users of each group.
  const mix = MIX.filter((group) => groups[group].length > 0);
  return () => {
    const group = mix[choices.below(mix.length)] ?? 'right-password';
    const account = groups[group][choices.below(groups[group].length)];
    if (!account) throw new LabError('ESTATE_INVALID', `There are no users in group ${group}.`);
    if (group !== 'wrong-password') return { group, account };
    if (recovering.delete(account)) return { group: 'right-password', account };
    recovering.add(account);
    return { group, account };
  };
}

async function signIn(
  options: TrafficOptions,
  { group, account }: Person,
  correlationId: string,
): Promise<void> {
  const { clock, timeline, network, from, authority, clientId, timeoutMs, history } = options;
  const startedMs = clock.nowMs();
  const { userName, password } = account;
  const own = { f: 'sign-in', correlationId } as const;
  history?.add({ ...own, type: 'invoke', atMs: startedMs, userName, group });
  const { result, text } = await attemptSignIn({
    ...{ network, from, authority, clientId, timeoutMs },
    scope: 'openid profile',
    userName,
    password: group === 'wrong-password' ? `${password}!` : password,
    correlationId,
  });
  history?.add({ ...own, type: 'return', atMs: clock.nowMs(), result });
  const agent = options.answeredBy(correlationId);
  const handedTo = options.handedTo(correlationId);
  timeline.add({
    ...{ kind: 'sign-in', atMs: clock.nowMs(), startedMs, group, userName, result, correlationId },
    ...(agent && { agent }),
    ...(handedTo && { handedTo }),
    ...(text && { text }),
  });
}
