/**
 * The report in a real browser: readable on a wall and on a phone, light and dark, with nothing
 * loaded.
 */
import { expect } from 'vitest';
import { loadScenario } from '../scenarios/catalogue.ts';
import { runScenario } from '../scenarios/run/run.ts';
import { needs } from '../test/needs.ts';
import { shareChromium } from '../test/shared-chromium.ts';
import { showOffline } from '../test/show-offline.ts';
import { renderReport } from './report.ts';

const SCREENS = [
  { width: 1400, height: 900, colorScheme: 'light' },
  { width: 390, height: 844, colorScheme: 'dark' },
] as const;

const chromium = shareChromium();

needs('chromium')('a real rehearsal reads well on a wall and on a phone', async () => {
  const { journal } = await runScenario(loadScenario('blocked-443'), { seed: '7' });
  for (const screen of SCREENS) {
    await showOffline(await chromium(), renderReport(journal), screen, async (page) => {
      expect(await page.locator('h1').textContent()).toContain(journal.experiment.title);
      expect(await page.locator('body').textContent()).toMatch(/pass/i);
      expect(await page.locator('svg').count()).toBeGreaterThan(0);
    });
  }
});
