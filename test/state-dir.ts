/** A state folder of its own for live labs in tests, shared within one file and gone afterwards. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

export function freshStateDir(): string {
  const folder = mkdtempSync(join(tmpdir(), 'pta-lab-test-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
