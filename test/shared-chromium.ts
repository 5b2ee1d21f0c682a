/**
 * One Chromium for the tests of a file, started by the first that needs it: on a machine without
 * one, tests skip and nothing fails before they can.
 */
import type { Browser } from 'playwright-core';
import { afterAll } from 'vitest';
import { launchChromium } from './chromium.ts';

export function shareChromium(): () => Promise<Browser> {
  let browser: Promise<Browser> | undefined;
  afterAll(async () => {
    await (await browser)?.close();
  });
  return () => {
    browser ??= launchChromium();
    return browser;
  };
}
