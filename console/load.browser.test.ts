/** The report of a load run in a real browser: on a wall and on a phone, with nothing loaded. */
import { expect } from 'vitest';
import { fortyAgentsRun, runWithAnAgentLeaving } from '../load/report/fixture-load-result.ts';
import { needs } from '../test/needs.ts';
import { shareChromium } from '../test/shared-chromium.ts';
import { showOffline } from '../test/show-offline.ts';
import { renderLoadReport } from './load.ts';

const WALL = { width: 1280, height: 900, colorScheme: 'light' } as const;
const PHONE = { width: 320, height: 640, colorScheme: 'dark' } as const;
const LOOKS = [
  { screen: WALL, result: runWithAnAgentLeaving() },
  { screen: PHONE, result: runWithAnAgentLeaving() },
  { screen: PHONE, result: fortyAgentsRun() },
];

/** Words of the figure that lie on one another, as a reader sees them. */
const OVERLAPS = `[...document.querySelectorAll('svg.figure')]
  .filter((figure) => figure.getBoundingClientRect().width > 0)
  .flatMap((figure) => {
    const words = [...figure.querySelectorAll('text')].map((text) => {
      return { name: text.textContent, box: text.getBoundingClientRect() };
    });
    return words.flatMap(({ name, box }, at) =>
      words.slice(at + 1)
        .filter((other) => box.left < other.box.right - 1 && other.box.left < box.right - 1
          && box.top < other.box.bottom - 3 && other.box.top < box.bottom - 3)
        .map((other) => name + ' on ' + other.name));
  })`;

const chromium = shareChromium();

needs('chromium')('a load report reads well on a wall and on a phone', async () => {
  for (const { screen, result } of LOOKS) {
    await showOffline(await chromium(), renderLoadReport(result), screen, async (page) => {
      expect(await page.locator('h1').textContent()).toBe(result.test.question);
      expect(await page.evaluate<string[]>(OVERLAPS)).toEqual([]);
      // Folded numbers open without a pointer.
      await page.locator('summary').first().press('Enter');
      expect(await page.locator('table.seconds').first().isVisible()).toBe(true);
    });
  }
});
