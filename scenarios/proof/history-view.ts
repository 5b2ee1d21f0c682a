/**
 * A history arranged for invariants: what each side said of one sign-in, side by side. Nothing is
 * judged here.
 */
import type { History, Operation, Touched } from '../../lab/history.ts';

export type Of<F extends Operation['f']> = Extract<Operation, { f: F }>;
type Invoke = Extract<Of<'sign-in'>, { type: 'invoke' }>;
type Return = Extract<Of<'sign-in'>, { type: 'return' }>;

export interface SignInView {
  invoke: Invoke;
  /** Exactly one, if all is well. */
  returns: readonly Return[];
  rows: readonly Of<'log'>[];
  /** What agents say that they answered to the request of this sign-in. */
  verdicts: readonly Of<'verdict'>[];
}

export interface HistoryView {
  operations: readonly Operation[];
  signIns: readonly SignInView[];
  endMs: number;
  limits: HistoryLimits;
  /** Whether somebody had bent what `kind` names at any moment between the two. */
  touched(kind: Touch, fromMs: number, toMs: number): boolean;
}

export interface HistoryLimits {
  /** How long a person waits. */
  probeTimeoutMs: number;
}

type Touch = Touched[number];

export function viewHistory(
  { operations }: Pick<History, 'operations'>,
  endMs: number,
  limits: HistoryLimits,
): HistoryView {
  const returns = groupBy(operations, (one) =>
    one.f === 'sign-in' && one.type === 'return' ? [one.correlationId, one] : undefined,
  );
  const rows = groupBy(operations, (one) =>
    one.f === 'log' ? [one.correlationId, one] : undefined,
  );
  const verdicts = groupBy(operations, (one) =>
    one.f === 'verdict' ? [one.requestId, one] : undefined,
  );
  const signIns = operations.flatMap((invoke): SignInView[] => {
    if (invoke.f !== 'sign-in' || invoke.type !== 'invoke') return [];
    const ownRows = rows.get(invoke.correlationId) ?? [];
    return [
      {
        invoke,
        returns: returns.get(invoke.correlationId) ?? [],
        rows: ownRows,
        verdicts: ownRows.flatMap(({ requestId }) => verdicts.get(requestId ?? '') ?? []),
      },
    ];
  });
  const spans = spansOf(operations, endMs);
  return {
    ...{ operations, signIns, endMs, limits },
    touched: (kind, fromMs, toMs) =>
      spans.some((span) => span.kind === kind && span.fromMs <= toMs && span.toMs >= fromMs),
  };
}

interface Span {
  kind: Touch;
  fromMs: number;
  toMs: number;
}

/** From an injection or change to the matching healing or undoing, or to the end. */
function spansOf(operations: readonly Operation[], endMs: number): Span[] {
  const ends: Readonly<Partial<Record<Operation['f'], Operation['f']>>> = {
    inject: 'heal',
    change: 'undo',
  };
  return operations.flatMap((begin, at): Span[] => {
    if (begin.f !== 'inject' && begin.f !== 'change') return [];
    const end = operations
      .slice(at)
      .find((one) => one.f === ends[begin.f] && 'what' in one && one.what === begin.what);
    const toMs = (end?.atMs ?? endMs) + AFTERMATH_MS;
    return begin.touches.map((kind) => ({ kind, fromMs: begin.atMs, toMs }));
  });
}

/** What was under way when it was healed may still end as if it had not been. */
const AFTERMATH_MS = 60_000;

function groupBy<T>(
  operations: readonly Operation[],
  pick: (operation: Operation) => readonly [string, T] | undefined,
): ReadonlyMap<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const operation of operations) {
    const picked = pick(operation);
    if (picked === undefined) continue;
    const group = groups.get(picked[0]);
    if (group) group.push(picked[1]);
    else groups.set(picked[0], [picked[1]]);
  }
  return groups;
}
