/**
 * The contract of a change: something an administrator does, on purpose, to the estate or the
 * tenant. Rehearsals call it by id (`do: uninstall-agent`); a fault of the family `change-mistake`
 * is a change made at the wrong time. What `apply` gives back takes the change back.
 */
import type { SourceId } from '../../protocol/sources.ts';
import type { Basis } from '../../protocol/timings.ts';
import type { Parameter, ParameterValues, Where } from '../faults/fault.ts';
import type { Lab } from '../lab.ts';

export interface Change {
  /** The file's name, and the word in a scenario. */
  id: string;
  title: string;
  /** What the administrator does, in a sentence. */
  about: string;
  where: readonly (keyof Where)[];
  parameters: Readonly<Record<string, Parameter>>;
  /**
   * Resolves when it is done; a reboot that takes ten minutes of lab time goes on by itself. It
   * drives the clock itself (`lab.drive`) for what needs lab time, as its undo does: nobody drives
   * them a second time.
   *
   * @throws LabError `CHANGE_REFUSED` with a sentence, if the product or the tenant refuses.
   */
  apply(lab: ChangeWorld, where: Where, values: ParameterValues): Promise<Undo>;
  basis: Basis;
  sources: readonly SourceId[];
}

/** The lab without its control of faults and changes: a change does not make another. */
export type ChangeWorld = Omit<Lab, 'faults' | 'changes'>;

/**
 * Takes one change back as an administrator would. Undone latest first; a change that cannot be
 * taken back in the real world (a deleted certificate) is repaired instead.
 */
export type Undo = () => Promise<void>;

export interface ChangeControl {
  /** Parameters left out take their defaults. @throws LabError `CHANGE_…` */
  apply(id: string, where?: Where, parameters?: Partial<ParameterValues>): Promise<AppliedChange>;
  undo(key: string): Promise<void>;
  /** All of them, latest first. */
  undoAll(): Promise<void>;
  list(): readonly AppliedChange[];
}

export interface AppliedChange {
  /** Handle for `undo`, for example `uninstall-agent#1`. */
  key: string;
  id: string;
  where: Where;
  parameters: ParameterValues;
  atMs: number;
}
