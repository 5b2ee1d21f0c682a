/** The page of a plan in a real browser: readable on a wall and on a phone, with nothing loaded. */
import { expect } from 'vitest';
import { planWithChanges } from '../load/plan/plan-change.ts';
import { restOn } from '../load/plan/rest-on.ts';
import { DOCUMENTED_AGENT } from '../protocol/capacity.ts';
import { timingsWith } from '../protocol/timings.ts';
import { needs } from '../test/needs.ts';
import { proves } from '../test/parity/proves.ts';
import { shareChromium } from '../test/shared-chromium.ts';
import { showOffline } from '../test/show-offline.ts';
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

const chromium = shareChromium();

needs('chromium')(proves('plan.page', 'a plan reads well on a wall and on a phone'), async () => {
  const markup = makePage();
  for (const screen of SCREENS) {
    await showOffline(await chromium(), markup, screen, async (page) => {
      expect(await page.locator('h1').textContent()).toBe(
        'Do 4 agents carry 900/s, and with 1 fewer?',
      );
      expect(await page.locator('svg.figure:visible').count()).toBe(3);
      expect(await page.locator('th', { hasText: '<b>branch</b>' }).count()).toBeGreaterThan(0);
    });
  }
});
