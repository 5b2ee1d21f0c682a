import { expect, test } from 'vitest';
import { DOCUMENTED_AGENT } from '../protocol/capacity.ts';
import { parseCapacityOption } from './parse-capacity.ts';

test('a capacity on the command line is the documented server, or none, or one that differs', () => {
  expect(parseCapacityOption('documented')).toEqual(DOCUMENTED_AGENT);
  expect(parseCapacityOption('host')).toBe('host');
  expect(parseCapacityOption('cores=2')).toEqual({ ...DOCUMENTED_AGENT, cores: 2 });
});

test('what no server can have is refused in a sentence', () => {
  expect(() => parseCapacityOption('cores=0')).toThrow(
    'Expected a whole number from 1 to 256 for cores, got 0 in "cores=0".',
  );
});
