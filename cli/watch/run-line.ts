/**
 * One run on one line, for a log that people read: nothing of what the probe saw but its summary.
 */
import type { ProbeRun } from '../../probes/probe-run.ts';

export function renderRunLine({ target, module, verdict, tookMs, summary }: ProbeRun): string {
  const oneLine = summary.replaceAll(/\s+/g, ' ');
  return `${target}/${module} ${verdict} ${Math.round(tookMs)} ms: ${oneLine}`;
}
