/**
 * The contract of an invariant: what must hold in every history, whatever was broken on purpose.
 */
import type { HistoryView } from '../history-view.ts';

export interface Invariant {
  /** The file's name. */
  id: string;
  /** What must hold, in a sentence. */
  rule: string;
  /** Pure. Empty: it holds. */
  broken(view: HistoryView): readonly Breach[];
}

export interface Breach {
  atMs: number;
  /** What was seen, with the ids to look it up by. */
  sentence: string;
}
