import { connect, createServer } from 'node:net';
import { expect, test } from 'vitest';

test('a unit test that opens a socket is told which suffix it needs', () => {
  expect(() => connect(9, '127.0.0.1')).toThrow('name it .e2e.test.ts');
  expect(() => createServer().listen(0)).toThrow('name it .e2e.test.ts');
});
