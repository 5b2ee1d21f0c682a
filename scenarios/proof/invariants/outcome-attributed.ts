/**
 * An outcome that an agent decided is the one that very agent gave: the agent says so itself, under
 * the same request id. A hand-off to a second agent would show here (ED-SEC: there is none).
 */
import { VALIDATION_FAILURES } from '../../../protocol/aadsts.ts';
import { DECRYPTION_FAILED, ENCRYPTION_DATA_NOT_FOUND } from '../../../protocol/messages.ts';
import { aadstsForWin32 } from '../../../protocol/win32.ts';
import type { HistoryView, Of, SignInView } from '../history-view.ts';
import type { Breach, Invariant } from './invariant.ts';

export const outcomeAttributed: Invariant = {
  id: 'outcome-attributed',
  rule: 'Every outcome is attributed to the agent that gave it.',
  broken: (view) => view.signIns.flatMap((signIn) => judge(view, signIn)),
};

function judge(view: HistoryView, { invoke, rows, verdicts }: SignInView): Breach[] {
  return rows
    .filter(({ answeredMs }) => answeredMs !== undefined)
    .flatMap(({ atMs, startedMs, agentId, requestId, code }) => {
      const what = `request ${requestId} of ${invoke.userName}`;
      const own = verdicts.find((verdict) => verdict.agentId === agentId);
      if (own === undefined) {
        const others = verdicts.map((verdict) => verdict.agentId).join(', ') || 'nobody';
        const sentence = `the log says that agent ${agentId} answered ${what}; ${others} did`;
        return [{ atMs, sentence }];
      }
      if (view.touched('answers', startedMs, atMs) || fits(own, code)) return [];
      const answer = JSON.stringify(own.answer);
      return [
        { atMs, sentence: `agent ${agentId} answered ${answer} to ${what}; it became ${code}` },
      ];
    });
}

/** After a right password the cloud may still ask for more, but it does not blame the chain. */
function fits({ answer }: Of<'verdict'>, code: number): boolean {
  if ('reason' in answer) {
    if (answer.reason === ENCRYPTION_DATA_NOT_FOUND)
      return code === VALIDATION_FAILURES.keyNotFound;
    if (answer.reason === DECRYPTION_FAILED) return code === VALIDATION_FAILURES.undecryptable;
    return code === VALIDATION_FAILURES.agentFailed;
  }
  if (answer.win32 !== 0) return code === aadstsForWin32(answer.win32);
  return code !== WRONG_PASSWORD && !Object.values<number>(VALIDATION_FAILURES).includes(code);
}

const WRONG_PASSWORD = 50126;
