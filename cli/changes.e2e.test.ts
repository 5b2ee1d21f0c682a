/** `pta-lab changes`, without a lab: what there is, and the sentences for what cannot be. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CHANGES } from '../lab/changes/index.ts';
import { createDesk, type Desk } from './spawn-program.ts';

let desk: Desk;
beforeAll(() => {
  desk = createDesk();
});
afterAll(() => desk[Symbol.asyncDispose]());

test('ls lists every change with its places and parameters', async () => {
  const { code, stdout } = await desk.run('changes', 'ls');
  expect(code).toBe(0);
  for (const id of Object.keys(CHANGES)) expect(stdout).toContain(`${id}: `);
  expect(stdout).toMatch(/method +pta \| phs\* \| federated/);
});

test.each<[string, string[], string]>([
  [
    'a value that is none',
    ['apply', 'set-smart-lockout', '--with', 'threshold=many'],
    '--with threshold: expected a number from 1 to 50 (attempts), got "many"',
  ],
  ['neither a key nor all', ['undo', '--control', 'http://127.0.0.1:9'], 'expected the key of a'],
])('%s is a sentence and the exit code of a usage error', async (_, args, sentence) => {
  const { code, stderr } = await desk.run('changes', ...args);
  expect(stderr).toContain(sentence);
  expect(code).toBe(2);
});
