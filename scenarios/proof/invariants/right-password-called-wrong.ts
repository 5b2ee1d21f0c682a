/**
 * A right password may fail for a hundred reasons, but the person must not be told that it is
 * wrong: they would change it, and lock themselves out.
 */
import type { SignInView } from '../history-view.ts';
import type { Invariant } from './invariant.ts';

const WRONG_PASSWORD = 50126;
const LOCKED = 50053;

export const rightPasswordCalledWrong: Invariant = {
  id: 'right-password-called-wrong',
  rule: 'No right password of a healthy account is ever called wrong.',
  broken: (view) =>
    view.signIns
      .filter(({ invoke }) => invoke.group !== 'wrong-password')
      .filter(({ invoke, returns }) => !view.touched('accounts', invoke.atMs, lastMs(returns)))
      .flatMap(({ invoke: { userName, correlationId }, returns }) => {
        const isLocked = () =>
          view.operations.some(
            (one) => one.f === 'lockout' && one.userName === userName && (one.locks ?? 0) > 0,
          );
        return returns
          .filter(({ result }) => result === WRONG_PASSWORD || (result === LOCKED && !isLocked()))
          .map(({ atMs, result }) => {
            const sentence = `the right password of ${userName} (${correlationId}) ended as ${result}`;
            return { atMs, sentence };
          });
      }),
};

function lastMs(returns: SignInView['returns']): number {
  return Math.max(0, ...returns.map(({ atMs }) => atMs));
}
