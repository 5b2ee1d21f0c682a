/** How the lab reaches one of its outposts by name. */
import { LabError } from '../../../runtime/lab-error.ts';
import type { OutpostKind } from '../outposts.ts';
import type { Link } from './link.ts';
import { type Member, type OutpostQuestion, renderName } from './member.ts';

export interface Asking {
  member(kind: OutpostKind, name: string): Member | undefined;
  /** @throws LabError `HARNESS_OUTPOST` or what the outpost answered. */
  ask(kind: OutpostKind, name: string, question: OutpostQuestion, withinMs?: number): Promise<void>;
  /** False: it is not there, or went away before it was done. Else as `ask`. */
  askIfThere(kind: OutpostKind, name: string, question: OutpostQuestion): Promise<boolean>;
}

const ASK_MS_MAX = 120_000;

export function createAsking({ member }: Pick<Link, 'member'>): Asking {
  return {
    member,
    async ask(kind, name, question, withinMs = ASK_MS_MAX) {
      const there = member(kind, name);
      if (there) return there.ask(question, withinMs);
      const sentence = `expected the outpost ${renderName({ kind, name })} to be connected for ${question.type}, but it is not: look at the log of its container`;
      throw new LabError('HARNESS_OUTPOST', sentence);
    },
    async askIfThere(kind, name, question) {
      const there = member(kind, name);
      if (!there?.isAlive) return false;
      try {
        await there.ask(question, ASK_MS_MAX);
        return true;
      } catch (error) {
        if (there.isAlive) throw error;
        return false;
      }
    },
  };
}
