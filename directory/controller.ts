/**
 * Domain controllers as the network sees them: each serves LDAP binds under its own names and
 * carries the effects aimed at it. One that hangs still accepts connections; only a stopped one
 * refuses them.
 */
import type { ControllerEffect } from '../protocol/effects.ts';
import type { BindRequest, BindResult, Clock, Network } from '../runtime/ports.ts';
import type { Domain } from './domain.ts';

export interface Controller extends AsyncDisposable {
  readonly name: string;
  /** Neither stopped nor hung: somebody inside the network would find it working. */
  readonly answering: boolean;
  /** The effects that hold from now on, in place of the ones before. */
  apply(effects: readonly ControllerEffect[]): Promise<void>;
}

export interface ControllerOptions {
  name: string;
  hosts: readonly string[];
  domain: Domain;
  clock: Pick<Clock, 'sleep'>;
  network: Pick<Network, 'serve'>;
}

interface Condition {
  stopped: boolean;
  hung: boolean;
  delayMs: number;
}

/** The one place that says what a controller effect does. Delays of several effects add up. */
function conditionUnder(effects: readonly ControllerEffect[]): Condition {
  const condition: Condition = { stopped: false, hung: false, delayMs: 0 };
  for (const effect of effects) {
    switch (effect.kind) {
      case 'stop':
        condition.stopped = true;
        break;
      case 'hang':
        condition.hung = true;
        break;
      case 'slow':
        condition.delayMs += effect.delayMs;
        break;
      default:
        effect satisfies never;
    }
  }
  return condition;
}

export async function startController(options: ControllerOptions): Promise<Controller> {
  const { name, hosts, network } = options;
  let condition = conditionUnder([]);
  let disposed = false;
  let listening: AsyncDisposable | undefined;
  const bind = answerBinds(options, () => condition);

  const settle = async (): Promise<void> => {
    const wanted = !disposed && !condition.stopped;
    if (wanted && !listening) {
      listening = await network.serve(hosts, { clientCertificate: 'none', bind });
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
    name,
    get answering() {
      return !disposed && !condition.stopped && !condition.hung;
    },
    apply(effects) {
      condition = conditionUnder(effects);
      return takeTurn();
    },
    [Symbol.asyncDispose]() {
      disposed = true;
      return takeTurn();
    },
  };
}

function answerBinds(options: ControllerOptions, condition: () => Condition) {
  const { clock, domain } = options;
  return async (request: BindRequest): Promise<BindResult> => {
    const { delayMs } = condition();
    if (delayMs > 0) await clock.sleep(delayMs);
    // Looked at after the delay: one that hung or stopped meanwhile answers and counts nothing.
    const { hung, stopped } = condition();
    if (hung || stopped) return new Promise<never>(() => {});
    return {
      win32: domain.logon(request.userPrincipalName, request.password, request.workstation),
    };
  };
}

export interface Directory extends AsyncDisposable {
  readonly controllers: readonly Controller[];
  /** The effects that hold from now on; each controller takes those that name it or `*`. */
  apply(effects: readonly ControllerEffect[]): Promise<void>;
}

export interface DirectoryOptions extends Omit<ControllerOptions, 'name' | 'hosts'> {
  controllers: readonly { name: string; host: string }[];
}

export async function startDirectory(options: DirectoryOptions): Promise<Directory> {
  const { controllers: declared, ...shared } = options;
  const starts = await Promise.allSettled(
    declared.map(({ name, host }) => startController({ ...shared, name, hosts: [host] })),
  );
  const controllers = starts.flatMap((start) => (start.status === 'fulfilled' ? start.value : []));
  const stopAll = async (): Promise<void> => {
    await Promise.all(controllers.map((controller) => controller[Symbol.asyncDispose]()));
  };
  const failed = starts.find((start) => start.status === 'rejected');
  if (failed) {
    await stopAll();
    throw failed.reason;
  }
  return {
    controllers,
    async apply(effects) {
      await Promise.all(
        controllers.map((controller) =>
          controller.apply(effects.filter((effect) => isAimedAt(effect, controller.name))),
        ),
      );
    },
    [Symbol.asyncDispose]: stopAll,
  };
}

function isAimedAt({ controllers }: ControllerEffect, name: string): boolean {
  return controllers.includes('*') || controllers.includes(name);
}
