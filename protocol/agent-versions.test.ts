import { expect, test } from 'vitest';
import {
  AGENT_VERSIONS,
  isOlder,
  isPreview,
  LATEST_AGENT_VERSION,
  MINIMUM_VERSIONS,
  PREVIEW_AGENT_VERSION,
} from './agent-versions.ts';
import { SOURCES } from './sources.ts';

test('the history is in order of versions and of dates, and ends with the latest', () => {
  for (const [at, row] of AGENT_VERSIONS.entries()) {
    const before = AGENT_VERSIONS[at - 1];
    if (before) expect(isOlder(before.version, row.version), row.version).toBe(true);
    if (before) expect(before.released < row.released, row.version).toBe(true);
    for (const id of row.sources) expect(SOURCES).toHaveProperty([id]);
  }
  expect(AGENT_VERSIONS.at(-1)?.version).toBe(LATEST_AGENT_VERSION);
});

test('versions are compared as numbers, part by part', () => {
  expect(isOlder('1.5.405.0', '1.5.1742.0')).toBe(true);
  expect(isOlder('1.5.1742.0', '1.5.405.0')).toBe(false);
  expect(isOlder('1.5', '1.5.0.0')).toBe(false);
  expect(isOlder('1.5.2482.0', '1.6')).toBe(true);
});

test('what came before general availability is a preview, and below the minimum', () => {
  expect(isPreview(PREVIEW_AGENT_VERSION)).toBe(true);
  expect(isOlder(PREVIEW_AGENT_VERSION, MINIMUM_VERSIONS.public.version)).toBe(true);
  expect(isPreview('1.5.261.0')).toBe(false);
});
