/** @file After one visit the whole app works with the network off, and it never talks to anyone but its own origin. */
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { Browser } from 'playwright-core';
import { launch, visit, whenOfflineReady, type Visit } from './browser.ts';
import { drawn, finding, go, quickSample, stageNames } from './steps.ts';

let browser: Browser;
let at: Visit;
beforeAll(async () => {
  browser = await launch();
  at = await visit(browser, inject('address'));
});
afterAll(() => browser.close());

test('after one visit it says that it is ready for offline', async () => {
  await whenOfflineReady(at.page);
  await at.page.getByText('Ready for offline').waitFor();
});

test('with the network off, a reload, a sample, its plots and its curves all work', async () => {
  const { page, context } = at;
  await context.setOffline(true);
  await page.reload();
  await finding(page).first().waitFor();
  await quickSample(page, 'loan');
  await drawn(page, /^ROC curve/);
  await go(page, 'Explain');
  await drawn(page, /income/);
  for (const stage of stageNames) await go(page, stage);
  await page.reload();
  await finding(page).first().waitFor();
});

test('no request left the own origin, and nothing was complained about', () => {
  expect(at.foreign).toEqual([]);
  expect(at.problems).toEqual([]);
});
