/** Says at the end of a run why tests were skipped: vitest's own reporter only counts them. */
import type { Reporter } from 'vitest/node';

export function createSkipTeller(say: (line: string) => void): Reporter {
  return {
    onTestRunEnd(modules) {
      const counts = new Map<string, number>();
      for (const test of modules.flatMap(({ children }) => [...children.allTests('skipped')])) {
        const result = test.result();
        const note = result.state === 'skipped' ? result.note : undefined;
        // Without one it is the command line that left it out.
        if (note !== undefined) counts.set(note, (counts.get(note) ?? 0) + 1);
      }
      for (const [note, count] of counts) say(`${count} skipped: ${note}`);
    },
  };
}
