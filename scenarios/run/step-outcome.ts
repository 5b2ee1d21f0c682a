/** From a finding, or a look of a probe, to what a step's record says. */
import type { ProbeRecord, StepRecord } from '../journal/journal.ts';
import type { Finding } from '../judge/judge.ts';

type Outcome = Pick<StepRecord, 'status' | 'evidence'>;

export const DONE: Outcome = { status: 'succeeded' };

export function outcomeOf(finding: Finding, stop: AbortSignal): Outcome {
  const { evidence } = finding;
  switch (finding.state) {
    case 'holds':
      return { status: 'succeeded', evidence };
    case 'broken':
      return { status: 'failed', evidence };
    case 'pending': {
      const untold = stop.aborted || finding.ifNever === 'inconclusive';
      return { status: untold ? 'inconclusive' : 'failed', evidence };
    }
  }
}

export function recorded({ verdict, summary }: ProbeRecord): Outcome {
  const status = verdict === 'pass' ? 'succeeded' : verdict === 'fail' ? 'failed' : 'inconclusive';
  return { status, evidence: summary };
}
