/**
 * Validation where agents may hang at any replica: the one that was asked seals and waits, the
 * queue chooses. See `sharing.ts` for the way of a request.
 */
import { VALIDATION_FAILURES } from '../../protocol/aadsts.ts';
import type { ValidationRequest } from '../../protocol/messages.ts';
import type { HandOffs, ValidationOutcome } from '../agents/hand-offs.ts';
import type { ValidationOptions } from '../agents/validation.ts';
import type { Sharing } from './sharing.ts';

export async function validateShared(
  { clock, timings }: Pick<ValidationOptions, 'clock' | 'timings'>,
  sharing: Sharing,
  handOffs: Pick<HandOffs, 'wait'>,
  request: ValidationRequest,
): Promise<ValidationOutcome> {
  const startedMs = clock.nowMs();
  const asked = await sharing.ask(request);
  if (asked === 'nobody') return { code: VALIDATION_FAILURES.noAgentAvailable };
  if (asked === 'lost') {
    // Its replica died with it: to the user that is an agent that says nothing.
    await clock.sleep(startedMs + timings.signInDeadlineMs - clock.nowMs());
    return { code: VALIDATION_FAILURES.agentSilent, note: LOST };
  }
  return handOffs.wait(request.UserPrincipalName, asked.agentId, request.RequestId);
}

const LOST = 'The replica that held the agent’s connection did not say that it took the request.';
