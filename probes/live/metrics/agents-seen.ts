/**
 * What metrics remember of agents between runs: which sign-ins of the log were counted already
 * (every look at the log overlaps the one before), and what the agents are called. Both are
 * bounded.
 */
import type { SignInLogObservation, SignInRow } from '../../observations.ts';

/** A tenant has 40 at most (`protocol/limits.ts`); renewed and reinstalled ones come on top. */
const AGENTS_MAX = 100;
const ROWS_MAX = 50_000;

export const OTHER = 'other';

export class AgentsSeen {
  readonly #counted = new Map<string, number>();
  readonly #names = new Map<string, string>();
  readonly #labels = new Set<string>();

  /** Machine name where one is known; what comes after the first hundred is “other”. */
  labelOf(agent: string): string {
    const name = this.#names.get(agent) ?? agent;
    if (!this.#labels.has(name) && this.#labels.size >= AGENTS_MAX) return OTHER;
    this.#labels.add(name);
    return name;
  }

  learn(id: string, machineName: string): void {
    if (id === '' || (this.#names.size >= 10 * AGENTS_MAX && !this.#names.has(id))) return;
    this.#names.set(id, machineName);
  }

  /** The rows that no look before has shown. */
  uncounted({ rows, fromMs }: SignInLogObservation): readonly SignInRow[] {
    const fresh = (rows ?? []).filter((row) => !this.#counted.has(keyOf(row)));
    for (const row of fresh.toReversed()) this.#counted.set(keyOf(row), row.createdMs);
    this.#forgetBefore(fromMs);
    return fresh;
  }

  /** A look never goes further back than the one before: what lies before it cannot come again. */
  #forgetBefore(fromMs: number): void {
    for (const [key, createdMs] of this.#counted) {
      if (createdMs < fromMs || this.#counted.size > ROWS_MAX) this.#counted.delete(key);
    }
  }
}

function keyOf({ correlationId, createdMs, errorCode }: SignInRow): string {
  return `${correlationId} ${createdMs} ${errorCode}`;
}
