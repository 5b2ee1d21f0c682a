/**
 * How late TCP makes what it has to send again: each loss doubles the wait. One message counts as
 * one packet, in both networks, so that the same share of loss looks the same.
 */
import { TCP } from '../protocol/tcp.ts';
import { isDrawn } from './path.ts';
import type { Dice } from './ports.ts';

type Draw = Pick<Dice, 'below'>;

/** Until a SYN and the answer to it both got through. `Infinity`: given up. */
export function connectLatenessMs(dice: Draw, lossShare: number): number {
  const lost = 1 - (1 - lossShare) ** 2;
  return latenessMs(dice, lost, TCP.connectRetryMs.value, TCP.connectRetriesMax.value);
}

/** Until one message got through. `Infinity`: it never does, nor does anything behind it. */
export function dataLatenessMs(dice: Draw, lossShare: number): number {
  return latenessMs(dice, lossShare, TCP.dataRetryMs.value, TCP.dataRetriesMax.value);
}

function latenessMs(dice: Draw, lost: number, firstMs: number, retriesMax: number): number {
  if (lost <= 0) return 0;
  let lateMs = 0;
  for (let tries = 0; isDrawn(dice, lost); tries++) {
    if (tries === retriesMax) return Number.POSITIVE_INFINITY;
    lateMs += Math.min(firstMs * 2 ** tries, TCP.retryMsMax.value);
  }
  return lateMs;
}
