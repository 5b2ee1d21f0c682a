/** The report of a load run in a real browser: on a wall and on a phone, with nothing loaded. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from 'vitest';
import { fortyAgentsRun, runWithAnAgentLeaving } from '../load/report/fixture-load-result.ts';
import { needs } from '../test/needs.ts';
import { shareChromium } from '../test/shared-chromium.ts';
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
  const folder = mkdtempSync(join(tmpdir(), 'pta-lab-load-report-'));
  const file = join(folder, 'report.html');
  const url = pathToFileURL(file).href;
  const browser = await chromium();
  for (const { screen, result } of LOOKS) {
    const { colorScheme, ...viewport } = screen;
    writeFileSync(file, renderLoadReport(result));
    const page = await browser.newPage({ viewport, colorScheme });
    const seen: string[] = [];
    page.on('request', (request) => seen.push(request.url()));
    page.on('console', (message) => seen.push(message.text()));
    page.on('pageerror', (error) => seen.push(error.message));
    await page.goto(url);
    expect(await page.locator('h1').textContent()).toBe(result.test.question);
    const wide = await page.evaluate<number>('document.documentElement.scrollWidth');
    expect(wide).toBeLessThanOrEqual(viewport.width);
    expect(await page.evaluate<string[]>(OVERLAPS)).toEqual([]);
    // Folded numbers open without a pointer.
    await page.locator('summary').first().press('Enter');
    expect(await page.locator('table.seconds').first().isVisible()).toBe(true);
    expect(seen).toEqual([url]);
    await page.close();
  }
  rmSync(folder, { recursive: true });
});
