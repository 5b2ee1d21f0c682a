/** The page of a plan in a real browser: readable on a wall and on a phone, with nothing loaded. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from 'vitest';
import { planWithChanges } from '../load/plan/plan-change.ts';
import { restOn } from '../load/plan/rest-on.ts';
import { DOCUMENTED_AGENT } from '../protocol/capacity.ts';
import { timingsWith } from '../protocol/timings.ts';
import { launchChromium } from '../test/chromium.ts';
import { needs } from '../test/needs.ts';
import { proves } from '../test/parity/proves.ts';
import { renderPlan } from './plan.ts';

const SCREENS = [
  { width: 1280, height: 900, colorScheme: 'light' },
  { width: 320, height: 700, colorScheme: 'dark' },
] as const;

function makePage(): string {
  const site = (name: string, agents: readonly string[]) => {
    return { name, agents, controllerLatencyMs: 1, capacity: DOCUMENTED_AGENT };
  };
  const hour = { users: 36_000, logonsPerHour: 1, peakFactor: 2 };
  const options = {
    ...{ demand: { peakPerSecond: 900, hour }, given: true, inactive: 0, tolerateLoss: 1, skew: 0 },
    sites: [site('hq', ['agt-1', 'agt-2']), site('<b>branch</b>', ['agt-3'])],
    ...{ seed: '1', timings: timingsWith(), cloudTripMs: 20, restMs: 0, durationMs: 5_000 },
    p95WithinMs: 1_000,
  };
  return renderPlan(planWithChanges(options, ['add:1'], restOn(options)));
}

needs('chromium')(proves('plan.page', 'a plan reads well on a wall and on a phone'), async () => {
  const folder = mkdtempSync(join(tmpdir(), 'pta-lab-plan-'));
  const file = join(folder, 'plan.html');
  writeFileSync(file, makePage());
  const browser = await launchChromium();
  try {
    for (const { colorScheme, ...viewport } of SCREENS) {
      const page = await browser.newPage({ viewport, colorScheme });
      const requests: string[] = [];
      const complaints: string[] = [];
      page.on('request', (request) => requests.push(request.url()));
      page.on('console', (message) => complaints.push(message.text()));
      await page.goto(pathToFileURL(file).href);
      expect(await page.locator('h1').textContent()).toBe(
        'Do 4 agents carry 900/s, and with 1 fewer?',
      );
      expect(await page.locator('svg.figure:visible').count()).toBe(3);
      expect(await page.locator('th', { hasText: '<b>branch</b>' }).count()).toBeGreaterThan(0);
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
