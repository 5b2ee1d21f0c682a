/** The status page in a real browser: on a wall and on a phone, with nothing loaded. */
import { expect } from 'vitest';
import { needs } from '../test/needs.ts';
import { shareChromium } from '../test/shared-chromium.ts';
import { showOffline } from '../test/show-offline.ts';
import { composeStatus } from './status/compose-status.ts';
import { FACTS, NOW_MS } from './status/fixture-status.ts';
import { renderStatus } from './status.ts';

const SCREENS = [
  { width: 1920, height: 1080, colorScheme: 'light' },
  { width: 390, height: 844, colorScheme: 'dark' },
] as const;

const chromium = shareChromium();

needs('chromium')('the status page reads well on a wall and on a phone', async () => {
  const markup = renderStatus(composeStatus(FACTS, NOW_MS));
  for (const screen of SCREENS) {
    await showOffline(await chromium(), markup, screen, async (page) => {
      expect(await page.locator('h1').textContent()).toBe('2 of 6 fail');
      // A word beside each sign: nobody has to know a colour.
      const words = await page.locator('.card .state').allTextContents();
      expect(words.map((word) => word.trim())).toEqual([
        ...['Fail', 'Inconclusive', 'Fail', 'Pass', 'Pass', 'Stale'],
      ]);
    });
  }
});
