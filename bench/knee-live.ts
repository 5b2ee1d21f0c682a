/**
 * The knee of modelled agents on real sockets, each agent in a process of its own: with RSA at a
 * tenth of the documented rate, which every machine's RSA carries, and at the documented rate with
 * `--crypto fast`. A machine that gives way before its agents do meets no goal here.
 */
import { findKnee } from '../load/knee/find-knee.ts';
import { type LiveRamp, rampLive } from '../load/knee/ramp-live.ts';
import { CAPACITY, DOCUMENTED_AGENT } from '../protocol/capacity.ts';
import { type Figure, type Row, row } from './figure.ts';

interface Setting {
  agents: number;
  /** How many times as slow as the documented server. */
  slower: number;
  crypto: LiveRamp['crypto'];
}

const SETTINGS: readonly Setting[] = [
  ...[1, 2, 3, 5].map((agents) => ({ agents, slower: 10, crypto: 'rsa' }) as const),
  ...[1, 3].map((agents) => ({ agents, slower: 1, crypto: 'fast' }) as const),
];

const [FROM, TO] = [CAPACITY.bandFromPerSecond.value, CAPACITY.bandToPerSecond.value];

export const kneeLive: Figure = {
  name: 'knee-live',
  about: 'the same on real sockets: RSA at a tenth of the rate, fast crypto at the documented one',
  async measure(progress) {
    const rows: Row[] = [];
    for (const setting of SETTINGS) {
      const { agents, slower, crypto } = setting;
      progress(`${agents} agents, ${crypto}, 1/${slower} of the documented rate`);
      const value = await kneePerAgent(setting);
      const figure = { name: `knee-live-${crypto}-${agents}`, value, unit: 'sign-ins/s per agent' };
      const [from, to] = [FROM / slower, TO / slower];
      rows.push(row(figure, { what: 'lower end of the band', value: from }, { atLeast: 1 }));
      rows.push(row(figure, { what: 'upper end of the band', value: to }, { atMost: 1 }));
    }
    return rows;
  },
};

async function kneePerAgent({ agents, slower, crypto }: Setting): Promise<number> {
  const capacity = { ...DOCUMENTED_AGENT, serviceMs: DOCUMENTED_AGENT.serviceMs * slower };
  const rate = (perAgent: number) => Math.round((agents * perAgent) / slower);
  const { seconds } = await rampLive({
    ...{ agents, capacity, crypto },
    ...{ from: rate(FROM - 50), to: rate(TO + 60), forSeconds: 6 },
  });
  return (findKnee(seconds)?.perSecond ?? Number.NaN) / agents;
}
