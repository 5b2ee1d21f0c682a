/** What a page needs before it can be shown: a number to tap, and a note of where the flow is. */
import type { Cloud } from '../cloud.ts';
import { createNumberChallenge, readChallenge } from '../sign-in/second-factor.ts';
import type { Step } from './next-step.ts';
import { progressed, type Visit } from './visit.ts';

export function prepareStep(cloud: Cloud, visit: Visit, step: Step): Visit {
  const shown = progressed(visit, { shown: step.kind });
  if (step.kind !== 'mfa' || step.account.user.secondFactor?.numberMatching !== true) return shown;
  const { challenge } = visit.flow.record.progress;
  // One that was answered or ran out is never shown again.
  if (challenge && readChallenge(cloud, challenge.id) === 'waiting') return shown;
  return progressed(shown, { challenge: createNumberChallenge(cloud, step.account.user) });
}
