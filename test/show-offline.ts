/**
 * A page that people open from a file, in Chromium on one screen: it has to fit that screen, to be
 * quiet, and to load nothing but itself.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { expect } from 'vitest';

export interface Screen {
  width: number;
  height: number;
  colorScheme: 'light' | 'dark';
}

export async function showOffline(
  browser: Browser,
  markup: string,
  { colorScheme, ...viewport }: Screen,
  look: (page: Page) => Promise<void>,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'pta-lab-page-'));
  const page = await browser.newPage({ viewport, colorScheme });
  try {
    const file = join(folder, 'page.html');
    writeFileSync(file, markup);
    const url = pathToFileURL(file).href;
    const seen: string[] = [];
    page.on('request', (request) => seen.push(request.url()));
    page.on('console', (message) => seen.push(message.text()));
    page.on('pageerror', (error) => seen.push(error.message));
    await page.goto(url);
    await look(page);
    const wide = await page.evaluate<number>('document.documentElement.scrollWidth');
    expect(wide).toBeLessThanOrEqual(viewport.width);
    expect(seen).toEqual([url]);
  } finally {
    await page.close();
    rmSync(folder, { recursive: true });
  }
}
