/**
 * One run of one probe. The only place that turns harness trouble into a verdict: what the machine
 * ran out of is `inconclusive`, never a symptom of the target.
 */
import { LabError } from '../runtime/lab-error.ts';
import type { Probe, ProbeContext, ProbeResult } from './probe.ts';

export async function runProbe<Observation, Expectation>(
  probe: Probe<Observation, Expectation>,
  context: ProbeContext,
  expectation: Expectation,
): Promise<ProbeResult> {
  try {
    const observation = await probe.observe(context);
    return { probe: probe.id, judgement: probe.judge(observation, expectation), observation };
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    return {
      probe: probe.id,
      judgement: {
        verdict: 'inconclusive',
        summary: `the harness could not tell: ${error.message} (${error.code})`,
      },
      observation: null,
    };
  }
}
