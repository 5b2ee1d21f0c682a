/**
 * Probe `wrong-password`: a password that cannot be right must be refused with exactly 50126. That
 * alone proves little, because the cloud says so too; the chain is proven end to end where the
 * sign-in log names the on-premises agent that was asked. Needs a licence and the right to read the
 * log, and the row comes late: without it, inconclusive. The account's own password stays at home.
 */
import { chainAnswerOf } from '../protocol/chain-answers.ts';
import { createDice } from '../runtime/dice.ts';
import { Secret } from '../runtime/secret.ts';
import type { WrongPasswordObservation } from './observations.ts';
import type { Judgement, Probe, ProbeContext } from './probe.ts';
import { describeGrant } from './wire/grant-seen.ts';
import { openGraph } from './wire/graph.ts';
import { PROBE_HEADERS } from './wire/headers.ts';
import { cameText } from './wire/judge-chain.ts';
import { awaitOwnRow } from './wire/own-row.ts';
import { sendPasswordGrant } from './wire/password-grant.ts';

/** Nothing to choose: the refusal is the same everywhere. */
export type WrongPasswordExpectation = Readonly<Record<string, never>>;

const REFUSED = 50126;

export const wrongPassword: Probe<WrongPasswordObservation, WrongPasswordExpectation> = {
  id: 'wrong-password',
  about: 'A wrong password is refused by an on-premises agent, as the sign-in log says',
  signsInAs: 'healthy',
  failsOnPurpose: true,
  usual: () => ({}),
  async observe(context) {
    const account = { ...context.account, password: wrongOnPurpose(context) };
    const answer = await sendPasswordGrant({ ...context, account }, 'openid', PROBE_HEADERS);
    const seen = describeGrant(answer, context.correlationId);
    const row = seen.result === REFUSED ? await findRow(context) : { row: null, rowProblem: null };
    return { ...seen, ...row };
  },
  judge(observation) {
    const { result } = observation;
    if (result === REFUSED) return judgeRow(observation);
    const came = cameText(observation);
    if (result === 0) {
      return { verdict: 'fail', summary: 'a password made up for this attempt was accepted' };
    }
    const answer = typeof result === 'number' ? chainAnswerOf(result)?.answer : undefined;
    const silent = answer === 'locked' || answer === 'not-asked' || answer === 'set-up';
    return silent
      ? { verdict: 'inconclusive', summary: `no password was judged (${came})` }
      : { verdict: 'fail', summary: `expected AADSTS${REFUSED}, got ${came}` };
  },
};

/** Marked, so that whoever finds it somewhere knows what it was; new with every attempt. */
function wrongOnPurpose({ correlationId }: ProbeContext): Secret {
  return new Secret(`pta-lab-wrong-on-purpose-${correlationId}`);
}

type Row = Pick<WrongPasswordObservation, 'row' | 'rowProblem'>;

async function findRow(context: ProbeContext): Promise<Row> {
  // Whoever reads the log signs in as well: under the same id, that row could be taken for ours.
  const ownId = createDice(`${context.correlationId}/administrator`).guid();
  const opened = await openGraph({ ...context, correlationId: ownId });
  if (!opened.ok) return { row: null, rowProblem: opened.problem.text };
  const found = await awaitOwnRow(context, opened.graph, REFUSED);
  if (found.row !== null) return { row: found.row, rowProblem: null };
  const late = 'the sign-in log has no row of it yet';
  return { row: null, rowProblem: found.problem?.text ?? late };
}

function judgeRow({ row, rowProblem }: WrongPasswordObservation): Judgement {
  const refused = `AADSTS${REFUSED} as expected`;
  const unproven = (why: string): Judgement => ({
    verdict: 'inconclusive',
    summary: `${refused}, but nothing says that an agent was asked: ${why}`,
  });
  if (row === null) return unproven(rowProblem ?? 'nobody looked');
  if (row.method === 'cloud') return unproven('the log says that the cloud judged the password');
  if (row.agentId === null) return unproven('the log names no agent');
  return { verdict: 'pass', summary: `${refused}, by agent ${row.agentId}` };
}
