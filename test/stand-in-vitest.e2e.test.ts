/** The fixture as a test of somebody else uses it. */
import { expect } from 'vitest';
import type { MockEntra } from '../index.ts';
import { test } from '../lab/stand-in/vitest.ts';
import { proves } from './parity/proves.ts';

const seen: MockEntra[] = [];

test(proves('stand-in.vitest', 'each test has an Entra of its own'), async ({ entra }) => {
  seen.push(entra);
  const answer = await entra.handle(new Request(`${entra.authority}/discovery/v2.0/keys`));
  expect(answer.status).toBe(200);
});

test('the next test has another one', async ({ entra }) => {
  expect(seen).toHaveLength(1);
  expect(seen).not.toContain(entra);
});

test('what a file shares is made once', async ({ sharedEntra }) => {
  seen.push(sharedEntra);
});

test('and handed to every test that asks for it', async ({ sharedEntra }) => {
  expect(seen.at(-1)).toBe(sharedEntra);
});
