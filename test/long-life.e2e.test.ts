/**
 * Live time is real: heartbeats and renewals on real sockets over the life of more than one
 * certificate. Certificate life, renewal window and intervals are 72 times shorter than documented
 * (2.5 days instead of 180); `npm run bench -- live-200-days` runs the full length.
 */

import { expect, test } from 'vitest';
import { startLab } from '../lab/start-lab.ts';
import { HOUR_MS } from '../protocol/time-units.ts';
import { proves } from './parity/proves.ts';
import { freshStateDir } from './state-dir.ts';

const SCALED = {
  certificateLifetimeMs: 60 * HOUR_MS,
  renewalWindowMs: 10 * HOUR_MS,
  renewalCheckIntervalMs: 2 * HOUR_MS,
  bootstrapIntervalMs: 600_000,
  keepAliveIntervalMs: 300_000,
  keepAliveTimeoutMs: 700_000,
  updaterIntervalMs: 12 * HOUR_MS,
  revocationCheckIntervalMs: 12 * HOUR_MS,
};
const SCALED_200_DAYS_MS = (200 / 72) * 24 * HOUR_MS;

test(
  proves(
    ['agents.renewal', 'time.months'],
    'live, healthy agents stay Active and renew; one that cannot reach the cloud expires',
  ),
  async () => {
    const lab = await startLab({
      mode: 'live',
      seed: '9',
      stateDir: freshStateDir(),
      traffic: false,
      timings: SCALED,
    });
    await lab.faults.on('block-443', { agents: ['agt-3'] }, {}, { forMs: SCALED_200_DAYS_MS });
    await lab.advance(SCALED_200_DAYS_MS);
    const changes = (agent: string) =>
      lab.timeline.entries.flatMap((entry) =>
        entry.kind === 'agent-status' && entry.agent === agent ? [entry.to] : [],
      );
    const renewals = (agent: string) =>
      lab.timeline.entries.filter(
        (entry) => entry.kind === 'event' && entry.agent === agent && entry.id === 60_006,
      ).length;
    const ends = ['agt-1', 'agt-2'].map((agent) => lab.agents.get(agent)?.certificateEndsMs ?? 0);
    const nowMs = lab.clock.nowMs();
    await lab[Symbol.asyncDispose]();

    for (const agent of ['agt-1', 'agt-2']) {
      expect(changes(agent)).toEqual(['Inactive', 'Active']);
      expect(renewals(agent)).toBe(1);
    }
    for (const endMs of ends) expect(endMs).toBeGreaterThan(nowMs);
    expect(changes('agt-3')).toEqual(['Inactive', 'Active', 'Inactive', 'Removed']);
    expect(renewals('agt-3')).toBe(0);
  },
);
