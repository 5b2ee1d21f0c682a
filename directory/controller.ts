/**
 * Domain controllers as the network sees them: each serves LDAP binds under its own names and
 * carries the effects aimed at it. One that hangs still accepts connections; only a stopped one
 * refuses them.
 */
import type { ControllerEffect } from '../protocol/effects.ts';
import { ERROR } from '../protocol/win32.ts';
import type {
  BindRequest,
  BindResult,
  Clock,
  Dice,
  Network,
  RootDse,
  Service,
} from '../runtime/ports.ts';
import { type Condition, conditionUnder } from './condition.ts';
import type { Replica } from './replica.ts';

export interface Controller extends AsyncDisposable {
  readonly name: string;
  readonly host: string;
  /** Neither stopped nor hung: somebody inside the network would find it working. */
  readonly answering: boolean;
  readonly stopped: boolean;
  /** Its SRV records are there. */
  readonly listed: boolean;
  /** The effects that hold from now on, in place of the ones before. */
  apply(effects: readonly ControllerEffect[]): Promise<void>;
  /** A logon that another controller passes on; it never settles while this one hangs. */
  validate(request: BindRequest): Promise<BindResult>;
}

export interface ControllerOptions {
  name: string;
  host: string;
  replica: Replica;
  clock: Pick<Clock, 'sleep' | 'nowMs'>;
  network: Pick<Network, 'serve'>;
  /** For those that are slow now and then. */
  dice: Dice;
  /** Clocks may differ by this much. */
  kerberosSkewMs: number;
  /** Whose the user is, before this controller's own accounts are asked. */
  route(request: BindRequest): 'here' | Promise<BindResult>;
}

export async function startController(options: ControllerOptions): Promise<Controller> {
  const { name, host, network, replica } = options;
  let condition = conditionUnder([]);
  let disposed = false;
  let listening: AsyncDisposable | undefined;
  const answer = answerLogons(options, () => condition);
  const service = serviceOf(options, answer, () => condition);
  const settle = async (): Promise<void> => {
    const wanted = !disposed && !condition.stopped;
    if (wanted && !listening) {
      listening = await network.serve([host], service);
    } else if (!wanted && listening) {
      const stopping = listening;
      listening = undefined;
      await stopping[Symbol.asyncDispose]();
    }
  };
  // Changes wait for one another: two at once could serve the same names twice.
  let turn = settle();
  const takeTurn = (): Promise<void> => {
    turn = turn.then(settle, settle);
    return turn;
  };
  await turn;
  return {
    ...{ name, host },
    get answering() {
      return !disposed && !condition.stopped && !condition.hung;
    },
    get stopped() {
      return disposed || condition.stopped;
    },
    get listed() {
      return condition.listed;
    },
    validate: (request) => answer(request, () => 'here'),
    apply(effects) {
      condition = conditionUnder(effects);
      replica.hear(!condition.stale);
      return takeTurn();
    },
    [Symbol.asyncDispose]() {
      disposed = true;
      return takeTurn();
    },
  };
}

/** Kerberos and LDAP without TLS: open, as on every controller; the lab says nothing on them. */
const SILENT_PORTS = [88, 389];

/** To anybody, without a bind. A time in whole seconds is what LDAP carries. */
async function describeRoot(
  { host, clock, dice }: ControllerOptions,
  condition: () => Condition,
): Promise<RootDse> {
  const delayMs = delayOf(condition(), dice);
  if (delayMs > 0) await clock.sleep(delayMs);
  const { hung, stopped, offsetMs } = condition();
  if (hung || stopped) return new Promise<never>(() => {});
  return { timeMs: Math.floor((clock.nowMs() + offsetMs) / 1000) * 1000, hostName: host };
}

function serviceOf(
  options: ControllerOptions,
  answer: Answer,
  condition: () => Condition,
): Service {
  return {
    ...{ clientCertificate: 'none', plain: SILENT_PORTS },
    bind: (request) => answer(request, options.route),
    rootDse: () => describeRoot(options, condition),
  };
}

type Answer = (request: BindRequest, route: ControllerOptions['route']) => Promise<BindResult>;

function answerLogons(options: ControllerOptions, condition: () => Condition): Answer {
  const { clock, replica, kerberosSkewMs, dice } = options;
  return async (request, route) => {
    const delayMs = delayOf(condition(), dice);
    if (delayMs > 0) await clock.sleep(delayMs);
    // Looked at after the delay: one that hung or stopped meanwhile answers and counts nothing.
    const { hung, stopped, offsetMs } = condition();
    if (hung || stopped) return new Promise<never>(() => {});
    // Before the password, so that right and wrong ones show the same: assumed.
    if (Math.abs(offsetMs) > kerberosSkewMs) return { win32: ERROR.TIME_SKEW };
    const elsewhere = route(request);
    if (elsewhere !== 'here') return elsewhere;
    const { userPrincipalName, password, workstation } = request;
    const logon = { userPrincipalName, password, workstation };
    return { win32: replica.logon(logon, clock.nowMs() + offsetMs) };
  };
}

const SHARES = 1_000_000;

/** Chance is asked only where a share is less than all: other runs draw nothing. */
function delayOf({ delays }: Condition, dice: Dice): number {
  return delays
    .filter(({ share }) => share >= 1 || dice.below(SHARES) < share * SHARES)
    .reduce((sum, { delayMs }) => sum + delayMs, 0);
}
