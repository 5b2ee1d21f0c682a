/**
 * The report in a real browser: readable on a wall and on a phone, light and dark, with nothing
 * loaded.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from 'vitest';
import { loadScenario } from '../scenarios/catalogue.ts';
import { runScenario } from '../scenarios/run/run.ts';
import { launchChromium } from '../test/chromium.ts';
import { needs } from '../test/needs.ts';
import { renderReport } from './report.ts';

const SCREENS = [
  { width: 1400, height: 900, colorScheme: 'light' },
  { width: 390, height: 844, colorScheme: 'dark' },
] as const;

needs('chromium')('a real rehearsal reads well on a wall and on a phone', async () => {
  const { journal } = await runScenario(loadScenario('blocked-443'), { seed: '7' });
  const folder = mkdtempSync(join(tmpdir(), 'pta-lab-report-'));
  const file = join(folder, 'report.html');
  writeFileSync(file, renderReport(journal));
  const browser = await launchChromium();
  try {
    for (const { colorScheme, ...viewport } of SCREENS) {
      const page = await browser.newPage({ viewport, colorScheme });
      const requests: string[] = [];
      const complaints: string[] = [];
      page.on('request', (request) => requests.push(request.url()));
      page.on('console', (message) => complaints.push(message.text()));
      page.on('pageerror', (error) => complaints.push(error.message));
      await page.goto(pathToFileURL(file).href);
      expect(await page.locator('h1').textContent()).toContain(journal.experiment.title);
      expect(await page.locator('body').textContent()).toMatch(/pass/i);
      expect(await page.locator('svg').count()).toBeGreaterThan(0);
      const wide = await page.evaluate<number>('document.documentElement.scrollWidth');
      expect(wide).toBeLessThanOrEqual(viewport.width);
      expect(requests).toEqual([pathToFileURL(file).href]);
      expect(complaints).toEqual([]);
      await page.close();
    }
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true });
  }
});
