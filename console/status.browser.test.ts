/** The status page in a real browser: on a wall and on a phone, with nothing loaded. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from 'vitest';
import { needs } from '../test/needs.ts';
import { shareChromium } from '../test/shared-chromium.ts';
import { composeStatus } from './status/compose-status.ts';
import { FACTS, NOW_MS } from './status/fixture-status.ts';
import { renderStatus } from './status.ts';

const SCREENS = [
  { width: 1920, height: 1080, colorScheme: 'light' },
  { width: 390, height: 844, colorScheme: 'dark' },
] as const;

const chromium = shareChromium();

needs('chromium')('the status page reads well on a wall and on a phone', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'pta-lab-status-'));
  const file = join(folder, 'status.html');
  const url = pathToFileURL(file).href;
  writeFileSync(file, renderStatus(composeStatus(FACTS, NOW_MS)));
  const browser = await chromium();
  for (const { colorScheme, ...viewport } of SCREENS) {
    const page = await browser.newPage({ viewport, colorScheme });
    const seen: string[] = [];
    page.on('request', (request) => seen.push(request.url()));
    page.on('console', (message) => seen.push(message.text()));
    page.on('pageerror', (error) => seen.push(error.message));
    await page.goto(url);
    expect(await page.locator('h1').textContent()).toBe('2 of 6 fail');
    // A word beside each sign: nobody has to know a colour.
    const words = await page.locator('.card .state').allTextContents();
    expect(words.map((word) => word.trim())).toEqual([
      ...['Fail', 'Inconclusive', 'Fail', 'Pass', 'Pass', 'Stale'],
    ]);
    const wide = await page.evaluate<number>('document.documentElement.scrollWidth');
    expect(wide).toBeLessThanOrEqual(viewport.width);
    expect(seen).toEqual([url]);
    await page.close();
  }
  rmSync(folder, { recursive: true });
});
