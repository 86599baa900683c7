/** @file Pictures of every stage, light and dark, wide and narrow, empty and full: `npm run screens`, then look at them. */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { launch, visit } from './browser.ts';
import { buildAndServe } from './site.ts';
import { go, quickSample, stageNames } from './steps.ts';

const folder = join(import.meta.dirname, '../../test-results/screens');
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });

async function pictures(page: Page, what: string): Promise<void> {
  for (const [width, height] of [
    [1440, 900],
    [390, 844],
  ] as const) {
    await page.setViewportSize({ width, height });
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      for (const stage of stageNames) {
        await go(page, stage);
        // Plots are redrawn for a new width after a frame or two.
        await page.waitForTimeout(700);
        const name = `${what}-${stage.toLowerCase()}-${colorScheme}-${width}.png`;
        await page.screenshot({ path: join(folder, name), fullPage: true });
      }
    }
  }
}

const site = await buildAndServe();
const browser = await launch();
try {
  const { page } = await visit(browser, site.address);
  await pictures(page, 'empty');
  await quickSample(page, 'loan');
  await pictures(page, 'binary');
  await quickSample(page, 'penguins');
  await pictures(page, 'multiclass');
  console.log(folder);
} finally {
  await browser.close();
  await site.close();
}
