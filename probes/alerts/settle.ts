/**
 * From what was found to what is told: once when it begins, again after a while, once at its end.
 */
import { type AlertRules, SEVERITIES } from './alert-rules.ts';
import type { AlertState, Finding, Notice, OpenAlert } from './alert-state.ts';

export interface Settled {
  state: AlertState;
  notices: readonly Notice[];
}

export function settle(
  state: AlertState,
  findings: readonly Finding[],
  { repeatMs }: Pick<AlertRules, 'repeatMs'>,
  nowMs: number,
): Settled {
  const open: Record<string, OpenAlert> = { ...state.open };
  const notices: Notice[] = [];
  for (const finding of findings) {
    const key = keyOf(finding);
    const known = open[key];
    const next = stateOf(finding, known, repeatMs, nowMs);
    if (next === undefined) continue;
    const sinceMs = known?.sinceMs ?? nowMs;
    const { isFiring: _, ...told } = finding;
    const severity = SEVERITIES[finding.kind];
    notices.push({ ...told, key, state: next, severity, sinceMs, atMs: nowMs });
    if (next === 'resolved') delete open[key];
    else open[key] = { sinceMs, toldMs: nowMs };
  }
  return { state: { ...state, open }, notices };
}

export function keyOf({ kind, target, subject }: Pick<Finding, 'kind' | 'target' | 'subject'>) {
  return [kind, target, subject].map(encodeURIComponent).join('/');
}

export function subjectOf(key: string): string {
  return decodeURIComponent(key.split('/')[2] ?? '');
}

function stateOf(
  { isFiring }: Finding,
  known: OpenAlert | undefined,
  repeatMs: number,
  nowMs: number,
): Notice['state'] | undefined {
  if (isFiring === undefined) return undefined;
  if (!isFiring) return known && 'resolved';
  if (known === undefined) return 'firing';
  return nowMs - known.toldMs >= repeatMs ? 'repeated' : undefined;
}
