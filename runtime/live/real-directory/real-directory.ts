/**
 * Real domain controllers behind the port `bind`: simple binds over LDAPS on pooled connections,
 * one controller after the other. Only one that cannot be reached leads to the next: any answer
 * about the account ends the round, so that a wrong password is never sent twice.
 */
import { ERROR } from '../../../protocol/win32.ts';
import type { BindRequest, BindResult, Call, Outcome } from '../../ports.ts';
import { createPool, type PoolOptions } from '../pool.ts';
import { type DialOptions, openController } from './controller-connection.ts';
import {
  type ControllerAddress,
  findControllers,
  type LookUp,
  parseControllerUrl,
} from './find-controllers.ts';

export interface RealDirectory extends Disposable {
  bind(request: BindRequest, call: Call): Promise<Outcome<BindResult>>;
  /** DNS, TCP and TLS only: the first one that can be reached, or how the last one failed. */
  examine(call: Call): Promise<Outcome<ControllerAddress>>;
}

export interface RealDirectoryOptions extends PoolOptions, DialOptions {
  urls: readonly string[];
  lookUp?: LookUp;
}

/** @throws LabError `ESTATE_INVALID` */
export function createRealDirectory(options: RealDirectoryOptions): RealDirectory {
  const urls = options.urls.map(parseControllerUrl);
  const pool = createPool<BindRequest, BindResult>(options);

  async function firstOf<T>(
    call: Call,
    ask: (address: ControllerAddress, left: Call) => Promise<Outcome<T>>,
  ): Promise<Outcome<T>> {
    const dueMs = options.clock.nowMs() + call.timeoutMs;
    let last: Outcome<T> = {
      ...{ ok: false, failure: 'name-not-resolved', at: 'resolve', phaseMs: {} },
    };
    for (const address of await findControllers(urls, options.lookUp)) {
      const leftMs = dueMs - options.clock.nowMs();
      if (leftMs <= 0) break;
      last = await ask(address, { ...call, timeoutMs: leftMs });
      // One that took the question and fell silent may have counted it.
      if (last.ok || (last.failure === 'timed-out' && last.at === 'exchange')) break;
    }
    return last;
  }

  return {
    async bind(request, call) {
      // A bind without a password is a success to LDAP, of nobody in particular (RFC 4513, 5.1.2).
      if (request.password.reveal() === '') {
        return { ok: true, value: { win32: ERROR.ACCOUNT_RESTRICTION }, phaseMs: {} };
      }
      return firstOf(call, (address, left) =>
        pool.exchange(`${address.host}:${address.port}`, request, left, (rest) =>
          openController(options, address, rest),
        ),
      );
    },
    examine: (call) =>
      firstOf(call, async (address, left) => {
        const opened = await openController(options, address, left);
        if (!opened.ok) return opened;
        opened.value.destroy();
        return { ...opened, value: address };
      }),
    [Symbol.dispose]: () => pool[Symbol.dispose](),
  };
}
