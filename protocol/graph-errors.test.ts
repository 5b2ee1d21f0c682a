import { expect, test } from 'vitest';
import { GRAPH_ERRORS } from './graph-errors.ts';
import { SOURCES } from './sources.ts';

test.each(Object.entries(GRAPH_ERRORS))('%s names its sources and says a sentence', (_, row) => {
  for (const id of row.sources) expect(SOURCES).toHaveProperty([id]);
  expect(row.text).toMatch(/^[A-Z].*\.$/);
  expect(row.basis === 'assumed').toBe(row.sources.every((id) => id === 'lab'));
});
