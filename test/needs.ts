/**
 * Tests that need a part which not every machine has. A missing part skips the test and says why;
 * with PTA_LAB_REQUIRE=all (as in .ci/run) it fails instead, so that nothing is skipped unseen.
 */
import { test } from 'vitest';
import { findPart, type PartId } from '../cli/parts.ts';

type TestBody = () => Promise<void> | void;

/** What becomes of a test that needs this part: `undefined` means that it runs. */
export function decideSkip(
  part: { title: string; found: boolean; howToGet: string },
  require: string | undefined,
): { action: 'skip' | 'fail'; because: string } | undefined {
  if (part.found) return undefined;
  const because = `not here: ${part.title}. ${part.howToGet}`;
  return { action: require === 'all' ? 'fail' : 'skip', because };
}

/** `needs('chromium')('shows the report', async () => { … })` */
export function needs(...ids: readonly PartId[]): (name: string, body: TestBody) => void {
  const [decision] = ids.flatMap((id) => {
    const skip = decideSkip(findPart(id), process.env.PTA_LAB_REQUIRE);
    return skip ? [skip] : [];
  });
  if (!decision) return (name, body) => test(name, body);
  const { action, because } = decision;
  if (action === 'skip') return (name) => test(name, ({ skip }) => skip(because));
  return (name) =>
    test(name, () => {
      throw new Error(because);
    });
}
