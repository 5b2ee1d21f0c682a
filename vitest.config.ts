/**
 * Which tests run where. The suffix of a test file says what it needs; `unit` opens no socket. The
 * rest runs after it, file by file, because the machines we aim at have two cores; but for the
 * files that test/named-tests.ts lets run beside it.
 */
import { configDefaults, defineConfig } from 'vitest/config';
import { ABREAST, ONCE } from './test/named-tests.ts';
import { createSkipTeller } from './test/tell-skipped.ts';

const filesOf = (names: readonly string[]) => names.map((name) => `${name}.test.ts`);
const onSecondNode = process.env.PTA_LAB_SECOND_NODE === '1';
const exclude = [
  ...configDefaults.exclude,
  '.pta-lab/**',
  'dist/**',
  ...(onSecondNode ? filesOf(ONCE) : []),
];
const needing = ['e2e', 'browser', 'container'] as const;

export default defineConfig({
  test: {
    // Unit tests never wait: one worker a core, where the default leaves one idle.
    maxWorkers: '100%',
    reporters: ['default', createSkipTeller((line) => process.stdout.write(`${line}\n`))],
    projects: [
      {
        test: {
          name: 'unit',
          include: ['**/*.test.ts'],
          exclude: [...exclude, ...needing.map((what) => `**/*.${what}.test.ts`)],
          setupFiles: ['test/unit-setup.ts'],
          testTimeout: 20_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          // By their names they come before the unit tests, which are short and fill the gap.
          name: 'e2e-abreast',
          include: filesOf(ABREAST),
          exclude,
          testTimeout: 240_000,
          hookTimeout: 240_000,
          sequence: { groupOrder: 0 },
        },
      },
      ...needing.map((what, index) => ({
        test: {
          name: what,
          include: [`**/*.${what}.test.ts`],
          exclude: [...exclude, ...filesOf(ABREAST)],
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: index + 1 },
        },
      })),
    ],
  },
});
