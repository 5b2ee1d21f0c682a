/**
 * Probe `directory`: one account at one domain controller after the other. The first answer that
 * says wrong password ends the round, so that one round never counts twice against the account.
 */
import { ERROR, ldapSubCodeForWin32, WIN32 } from '../protocol/win32.ts';
import type { BindResult, Outcome } from '../runtime/ports.ts';
import type { DirectoryObservation } from './observations.ts';
import type { Judgement, Probe, ProbeContext } from './probe.ts';
import {
  type ControllerPlace,
  controllersOf,
  resolveControllers,
} from './reach/find-controllers.ts';
import { strangerCall } from './reach/reach.ts';

export interface DirectoryExpectation {
  /** Win32 code that every controller must answer. Default 0. */
  result?: number;
}

export const directory: Probe<DirectoryObservation, DirectoryExpectation> = {
  id: 'directory',
  about: 'Every domain controller accepts the probe account, one after the other',
  signsInAs: 'healthy',
  standsOn: 'agent-server',
  usual: () => ({}),
  observe: observeDirectory,
  judge: judgeDirectory,
};

type Asked = DirectoryObservation['controllers'][number];

async function observeDirectory(context: ProbeContext): Promise<DirectoryObservation> {
  const srv = await resolveControllers(context);
  const places = controllersOf(context, srv);
  const problem = problemOf(context, places);
  if (problem !== null) return { controllers: [], srv, stoppedEarly: false, problem };
  const controllers: Asked[] = [];
  for (const place of places) {
    const answer = await askController(context, place);
    controllers.push(answer.asked);
    if (answer.mayHaveCounted) break;
  }
  const stoppedEarly = controllers.length < places.length;
  return { controllers, srv, stoppedEarly, problem: null };
}

function problemOf(
  { account: { userName, password } }: ProbeContext,
  places: readonly ControllerPlace[],
): string | null {
  if (places.length === 0)
    return 'no controller is known: neither an SRV record nor a list has one';
  // A bind without a password is a success to LDAP, of nobody in particular (RFC 4513, 5.1.2).
  const isNobody = userName === '' || password.reveal() === '';
  return isNobody ? 'the probe account has no name or no password' : null;
}

/** Answers that say nothing of the password, so that the next controller may be asked. */
const GOES_ON: readonly number[] = [
  ...[ERROR.SUCCESS, ERROR.TIME_SKEW, ERROR.NO_LOGON_SERVERS],
  ...[ERROR.RPC_SERVER_UNAVAILABLE, ERROR.TRUSTED_DOMAIN_FAILURE],
];

/** Whoever took the question and fell silent may have counted it too. */
function mayHaveCounted(outcome: Outcome<BindResult>): boolean {
  return outcome.ok ? !GOES_ON.includes(outcome.value.win32) : outcome.at === 'exchange';
}

async function askController(context: ProbeContext, { host, port }: ControllerPlace) {
  const { network, clock, account } = context;
  const startMs = clock.nowMs();
  const outcome = await network.bind(
    `ldaps://${host}:${port}`,
    { userPrincipalName: account.userName, password: account.password },
    strangerCall(context),
  );
  const tookMs = Math.round(clock.nowMs() - startMs);
  const asked: Asked = outcome.ok
    ? { host, result: outcome.value.win32, subCode: subCodeOf(outcome.value), tookMs }
    : { host, result: `network:${outcome.failure}`, subCode: null, tookMs };
  return { asked, mayHaveCounted: mayHaveCounted(outcome) };
}

function subCodeOf({ win32, subCode }: BindResult): string | null {
  if (subCode !== undefined) return subCode;
  if (win32 === ERROR.SUCCESS) return null;
  return ldapSubCodeForWin32(win32) ?? (win32 >>> 0).toString(16);
}

function judgeDirectory(
  { controllers, stoppedEarly, problem }: DirectoryObservation,
  { result = ERROR.SUCCESS }: DirectoryExpectation,
): Judgement {
  if (problem !== null) return { verdict: 'inconclusive', summary: problem };
  const said = controllers.map((one) => `${one.host} ${describeResult(one)}`).join(', ');
  const early = stoppedEarly ? '; stopped there, the others were not asked' : '';
  const isAsWanted = controllers.every((one) => one.result === result);
  // Whoever has locked the account says nothing about the others, nor about the chain.
  const isLocked = controllers.some((one) => one.result === ERROR.ACCOUNT_LOCKED_OUT);
  if (!isAsWanted && isLocked) {
    return { verdict: 'inconclusive', summary: `the probe account is locked out: ${said}${early}` };
  }
  return { verdict: isAsWanted ? 'pass' : 'fail', summary: `${said}${early}` };
}

function describeResult({ result, subCode, tookMs }: Asked): string {
  if (typeof result === 'string') return `${result.replace('network:', '')} after ${tookMs} ms`;
  if (result === ERROR.SUCCESS) return `accepts it in ${tookMs} ms`;
  const row = Object.values(WIN32).find(({ code }) => code === result);
  const code = subCode === null ? '' : `, data ${subCode}`;
  return `answers ${result}${row ? ` ${row.name}` : ''}${code}`;
}
