/** The worst that a sign-in service can do; asked of the person, of the log and of the agents. */
import type { Invariant } from './invariant.ts';

export const wrongPasswordAccepted: Invariant = {
  id: 'wrong-password-accepted',
  rule: 'No wrong password is ever accepted.',
  broken: ({ signIns }) =>
    signIns
      .filter(({ invoke }) => invoke.group === 'wrong-password')
      .flatMap(({ invoke: { userName, correlationId }, returns, rows, verdicts }) => {
        const who = `a wrong password of ${userName} (${correlationId})`;
        return [
          ...returns
            .filter(({ result }) => result === 0)
            .map(({ atMs }) => ({ atMs, sentence: `${who} was given tokens` })),
          ...rows
            .filter(({ code }) => code === 0)
            .map(({ atMs }) => ({ atMs, sentence: `${who} is in the log as a success` })),
          ...verdicts
            .filter(({ answer }) => 'win32' in answer && answer.win32 === 0)
            .map(({ atMs, agentId }) => {
              return { atMs, sentence: `${who} was called right by agent ${agentId}` };
            }),
        ];
      }),
};
