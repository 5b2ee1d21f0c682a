/**
 * Failures that smart lockout has counted are never fewer later on, unless the person got in or an
 * administrator said so: a counter that slips back hands an attacker free guesses.
 */
import type { HistoryView, Of } from '../history-view.ts';
import type { Breach, Invariant } from './invariant.ts';

export const lockoutBackwards: Invariant = {
  id: 'lockout-backwards',
  rule: 'Lockout counters never run backwards.',
  broken: (view) => {
    const counters = new Map<string, Of<'lockout'>>();
    return view.operations.flatMap((one): Breach[] => {
      if (one.f !== 'lockout') return [];
      const before = counters.get(one.key);
      counters.set(one.key, one);
      const { failures = 0, locks = 0, atMs, userName } = one;
      const fewer = failures < (before?.failures ?? 0) || locks < (before?.locks ?? 0);
      if (!fewer || mayEnd(view, one)) return [];
      const sentence = `the failures of ${userName} went from ${before?.failures} to ${failures}`;
      return [{ atMs, sentence }];
    });
  },
};

/** Only all of it may go, and only while the person signs in with a right password. */
function mayEnd(view: HistoryView, { userName, atMs, failures }: Of<'lockout'>): boolean {
  if (failures !== undefined) return false;
  if (view.touched('accounts', atMs, atMs)) return true;
  return view.signIns.some(
    ({ invoke, returns }) =>
      invoke.userName.toLowerCase() === userName.toLowerCase() &&
      invoke.group !== 'wrong-password' &&
      invoke.atMs <= atMs &&
      (returns[0]?.atMs ?? view.endMs) >= atMs,
  );
}
