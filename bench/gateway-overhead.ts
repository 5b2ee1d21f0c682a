/**
 * What the gateway of a site adds to one small exchange while no effect is on: the same request,
 * one at a time, over connections that stay open, through the gateway and directly in turn.
 */

import { get, startRig } from '../runtime/live/rig.ts';
import type { Vantage } from '../runtime/ports.ts';
import { type Figure, row } from './figure.ts';

const WARM_UP = 500;
const EXCHANGES = 4_000;
const TIMEOUT_MS = 5_000;
const GOAL_US = 150;

export const gatewayOverhead: Figure = {
  name: 'gateway-overhead',
  about: 'p50 of an exchange through an idle gateway less p50 of a direct one, against 150 µs',
  async measure(progress) {
    const rig = await startRig();
    const through = rig.agent;
    // Another component: connections are pooled by who calls, not by where.
    const direct: Vantage = { ...rig.agent, component: 'outsider', site: 'internet' };
    const exchange = async (from: Vantage): Promise<number> => {
      const startMs = performance.now();
      const { ok } = await rig.network.request(get(), { from, timeoutMs: TIMEOUT_MS });
      if (!ok) throw new Error('an exchange failed: the figure would mean nothing');
      return (performance.now() - startMs) * 1000;
    };
    const tookUs = { through: [] as number[], direct: [] as number[] };
    for (let at = 0; at < WARM_UP + EXCHANGES; at++) {
      const [one, other] = [await exchange(through), await exchange(direct)];
      if (at < WARM_UP) continue;
      tookUs.through.push(one);
      tookUs.direct.push(other);
    }
    await rig[Symbol.asyncDispose]();
    const [throughUs, directUs] = [median(tookUs.through), median(tookUs.direct)];
    progress(
      `p50 through the gateway ${throughUs.toFixed(0)} µs, direct ${directUs.toFixed(0)} µs`,
    );
    const overhead = { name: 'gateway-overhead', value: throughUs - directUs, unit: 'µs' };
    return [row(overhead, { what: 'goal in µs', value: GOAL_US }, { atMost: 1 })];
  },
};

function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
