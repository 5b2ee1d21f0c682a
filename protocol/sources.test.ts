/** The list of sources. */
import { expect, test } from 'vitest';
import { SOURCES } from './sources.ts';

test('each address is https, and each source says when it was read', () => {
  for (const [id, source] of Object.entries(SOURCES)) {
    expect(source.read, id).toMatch(/^\d{4}-\d{2}$/);
    if (source.url !== undefined) expect(new URL(source.url).protocol, id).toBe('https:');
  }
});

test('no document stands under two ids', () => {
  const urls = Object.values(SOURCES).flatMap(({ url }) => url ?? []);
  expect(new Set(urls).size).toBe(urls.length);
});
