/**
 * `pta-lab/vitest`: a `test` whose `entra` is an Entra of its own for each test, taken down after
 * it. `sharedEntra` is one for the whole file: quicker, but lockouts, sessions and faults stay.
 */
import { test as plain } from 'vitest';
import { createMockEntra, type MockEntraOptions } from './create-mock-entra.ts';

/** What both are made with: `test.override('entraOptions', { timings: { … } })`. */
const DEFAULTS: MockEntraOptions = {};

export const test = plain
  .extend('entraOptions', { scope: 'file' }, DEFAULTS)
  .extend('entra', async ({ entraOptions }, { onCleanup }) => {
    const entra = await createMockEntra(entraOptions);
    onCleanup(() => entra[Symbol.asyncDispose]());
    return entra;
  })
  .extend('sharedEntra', { scope: 'file' }, async ({ entraOptions }, { onCleanup }) => {
    const entra = await createMockEntra(entraOptions);
    onCleanup(() => entra[Symbol.asyncDispose]());
    return entra;
  });
