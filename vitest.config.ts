/**
 * Which tests run where. The suffix of a test file says what it needs; `unit` opens no socket, and
 * the rest runs after it, file by file, because the machines we aim at have two cores.
 */
import { configDefaults, defineConfig } from 'vitest/config';

/**
 * Long virtual runs, planted bugs, real controllers, the search: no version of Node can change what
 * they say, so CI runs them on one. What sockets and TLS may change is run on both.
 */
const ONCE = [
  ...['catalogue.e2e', 'search.e2e', 'planted-invariants.e2e', 'planted-bug.e2e', 'samba.e2e'],
  ...['long-life.e2e', 'catalogue', 'catalogue-path', 'ready', 'run-comparison', 'network-virtual'],
  // Processes of our own, one after the other: what differs between versions shows in the rest.
  ...['agent.e2e', 'estate.e2e', 'faults.e2e', 'partial.e2e', 'trust.e2e'],
  ...['k6-scripts.e2e', 'install-k6.e2e', 'kubernetes.e2e', 'load-document.e2e', 'build.e2e'],
  // The model of the agents' capacity, whatever runs it.
  ...['knee.e2e', 'predicts.e2e', 'weigh-payloads.e2e'],
].map((name) => `**/${name}.test.ts`);

const onSecondNode = process.env.PTA_LAB_SECOND_NODE === '1';
const exclude = [
  ...configDefaults.exclude,
  '.pta-lab/**',
  'dist/**',
  ...(onSecondNode ? ONCE : []),
];
const needing = ['e2e', 'browser', 'container'] as const;

export default defineConfig({
  test: {
    // Unit tests never wait: one worker a core, where the default leaves one idle.
    maxWorkers: '100%',
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
      ...needing.map((what, index) => ({
        test: {
          name: what,
          include: [`**/*.${what}.test.ts`],
          exclude,
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          ...(what === 'container' && { setupFiles: ['test/containers/wait-for-build.ts'] }),
          sequence: { groupOrder: index + 1 },
        },
      })),
    ],
  },
});
