/**
 * Two hundred days on real sockets, every heartbeat and every renewal a real handshake. Only the
 * signalling keep-alive is stretched, from 10 seconds to the bootstrap interval: 1.7 million of
 * them prove nothing more.
 */
import { startLab } from '../lab/start-lab.ts';
import { type Figure, row } from './figure.ts';

const DAY_MS = 86_400_000;
const DAYS = 200;

export const live200Days: Figure = {
  name: 'live-200-days',
  about: 'agents that stay Active through 200 days of live lab time, against all agents',
  async measure(progress) {
    const lab = await startLab({
      mode: 'live',
      traffic: false,
      timings: { keepAliveIntervalMs: 600_000, keepAliveTimeoutMs: 1_300_000 },
    });
    const startMs = performance.now();
    for (let day = 1; day <= DAYS; day++) {
      await lab.advance(DAY_MS);
      if (day % 20 === 0) progress(`day ${day} after ${seconds(startMs)} s`);
    }
    const renewals = lab.timeline.entries.filter(
      (entry) => entry.kind === 'event' && entry.id === 60_006,
    );
    progress(`${renewals.length} renewals in ${seconds(startMs)} s`);
    const last = new Map<string, string>();
    for (const entry of lab.timeline.entries) {
      if (entry.kind === 'agent-status') last.set(entry.agent, entry.to);
    }
    const active = [...last.values()].filter((status) => status === 'Active').length;
    await lab[Symbol.asyncDispose]();
    return [
      row(
        { name: 'live-200-days', value: active, unit: 'agents Active' },
        { what: 'agents', value: lab.agents.size },
        { atLeast: 1 },
      ),
    ];
  },
};

function seconds(sinceMs: number): string {
  return ((performance.now() - sinceMs) / 1000).toFixed(0);
}
