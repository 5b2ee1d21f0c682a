/** One agent of three stays healthy: what share of sign-ins still succeeds, in either mode. */

import type { LabOptions } from '../lab/estate.ts';
import { startLab } from '../lab/start-lab.ts';

const AFFECTED = ['agt-1', 'agt-2'];
const NOTICE_MS = 60_000;
const MEASURE_MS = 300_000;

export interface PartialOutage {
  /** Result → how many, of right passwords started after the outage was noticed. */
  results: Record<string, number>;
  /** Last known status of the affected agents. */
  status: string[];
}

export async function measurePartialOutage(
  fault: string,
  options: LabOptions,
): Promise<PartialOutage> {
  const lab = await startLab({ ...options, traffic: { everyMs: 1_000 } });
  try {
    await lab.advance(10_000);
    await lab.drive(lab.faults.on(fault, { agents: AFFECTED }));
    await lab.advance(NOTICE_MS);
    const fromMs = lab.clock.nowMs();
    await lab.advance(MEASURE_MS);
    const results: Record<string, number> = {};
    const status = new Map<string, string>();
    for (const entry of lab.timeline.entries) {
      if (entry.kind === 'agent-status') status.set(entry.agent, entry.to);
      if (entry.kind !== 'sign-in' || entry.startedMs < fromMs) continue;
      if (entry.group !== 'right-password') continue;
      results[entry.result] = (results[entry.result] ?? 0) + 1;
    }
    return { results, status: AFFECTED.map((agent) => status.get(agent) ?? 'none') };
  } finally {
    await lab[Symbol.asyncDispose]();
  }
}
