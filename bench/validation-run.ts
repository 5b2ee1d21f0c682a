/**
 * One run that the plan is compared with: two agents of a modelled server under an even rate, in
 * virtual time or on live sockets.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { LoadResult } from '../load/load-result.ts';
import { runLoad } from '../load/run/run-load.ts';
import { type AgentCapacity, saturationPerSecond } from '../protocol/capacity.ts';
import { TIMINGS } from '../protocol/timings.ts';

export const AGENTS = 2;
/** Short, so that an overload of half a minute shows whom it loses. */
export const DEADLINE_MS = 3_000;

export interface Setting {
  name: string;
  virtual: boolean;
  seconds: number;
  capacity: AgentCapacity;
}

/** Round trips of virtual mode; live they are near nothing, and in what is measured. */
export function tripsOf({ virtual }: Setting): { roundTripMs: number; cloudTripMs: number } {
  if (!virtual) return { roundTripMs: 0, cloudTripMs: 0 };
  const { lanLatencyMs, wanLatencyMs } = TIMINGS;
  return { roundTripMs: 2 * lanLatencyMs.value, cloudTripMs: 2 * wanLatencyMs.value };
}

function kneeOf(setting: Setting): number {
  return AGENTS * saturationPerSecond(setting.capacity, tripsOf(setting).roundTripMs);
}

export async function measure(setting: Setting, load: number): Promise<LoadResult> {
  const folder = mkdtempSync(path.join(tmpdir(), 'planner-validated-'));
  try {
    const estateFile = path.join(folder, 'estate.yaml');
    writeFileSync(
      estateFile,
      'sites: [{ name: hq, agents: [agt-1, agt-2], controllers: [dc-1, dc-2] }]\n' +
        `timings: { signInDeadlineMs: ${DEADLINE_MS} }\n`,
    );
    const rate = Math.round(kneeOf(setting) * load);
    const constant = { executor: 'constant-arrival-rate', exec: 'signIn', timeUnit: '1s' } as const;
    const scenario = { ...constant, rate, duration: `${setting.seconds}s`, preAllocatedVUs: rate };
    const options = { scenarios: { load: { ...scenario, maxVUs: 10 * rate } }, thresholds: {} };
    return await runLoad({
      ...{ virtual: setting.virtual, capacity: setting.capacity, agents: AGENTS, skew: 0 },
      ...{ seed: 'validated', crypto: 'rsa', estateFile, version: 'bench' },
      test: { id: 'validated', question: 'Does the plan predict this?', file: '', options },
      settings: { peak: rate, agents: AGENTS },
      stop: new AbortController().signal,
      onProgress: () => {},
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}
