/**
 * Collects now and then what a watch left behind: it allocates so little that V8 would keep what
 * starting up took for days. A collection takes some 30 ms.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { MINUTE_MS, SECOND_MS } from '../../protocol/time-units.ts';

/** By then every row that is due soon has run once, and all that it needs is loaded. */
const STARTED_MS = 30 * SECOND_MS;
const EVERY_MS = 10 * MINUTE_MS;

export function settleMemory(): Disposable {
  let timer = setTimeout(function collectLater() {
    setFlagsFromString('--expose-gc');
    const collect: unknown = runInNewContext('gc');
    if (typeof collect === 'function') collect();
    timer = setTimeout(collectLater, EVERY_MS).unref();
  }, STARTED_MS).unref();
  return { [Symbol.dispose]: () => clearTimeout(timer) };
}
