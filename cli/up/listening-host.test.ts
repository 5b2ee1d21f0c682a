/** Where the doors of `up`, `replica` and `controllers` may stand. */
import { expect, test } from 'vitest';
import { readHost } from './listening-host.ts';

test('beyond loopback the front door opens in a container only', () => {
  expect(readHost('0.0.0.0', true)).toEqual({ host: '0.0.0.0' });
  expect(readHost('127.0.0.1', false)).toEqual({ host: '127.0.0.1' });
  expect(readHost(undefined, false)).toEqual({});
  expect(() => readHost('0.0.0.0', false)).toThrow('got a machine that others can reach');
  expect(() => readHost('192.0.2.7', true)).toThrow('got "192.0.2.7"');
});
