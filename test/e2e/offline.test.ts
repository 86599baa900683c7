/** @file After one visit the whole app works with the network off, and it never talks to anyone but its own origin. */
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { Browser } from 'playwright-core';
import { sampleBytes } from '../../datasets/node.ts';
import { launch, visit, whenOfflineReady, type Visit } from './browser.ts';
import { drawn, finding, go, main, part, quickSample, stageNames, start, whenIdle } from './steps.ts';

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
  await part(page, 'Curves and calibration');
  await drawn(page, /^ROC curve/);
  await go(page, 'Explain');
  await drawn(page, /income/);
  for (const stage of stageNames) await go(page, stage);
  await page.reload();
  await finding(page).first().waitFor();
});

test('a large sample is there with the network off once it was opened', async () => {
  const { page, context } = await visit(browser, inject('address'));
  const look = () => main(page).getByRole('button', { name: 'Look first at Diamonds' }).click();
  const opened = () => page.waitForURL('**/*#frame', { timeout: 60_000 });
  await whenOfflineReady(page);
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  await look();
  await opened();
  await whenIdle(page);
  await context.setOffline(true);
  await start(page);
  await look();
  await opened();
  await whenIdle(page);
  expect(await finding(page).first().innerText()).not.toBe('');
  await page
    .evaluate(() => fetch('datasets/diamonds.csv').then((answer) => answer.text()))
    .then((text) => expect(text.length).toBe(sampleBytes('diamonds').length));
  await context.close();
});

test('no request left the own origin, and nothing was complained about', () => {
  expect(at.foreign).toEqual([]);
  expect(at.problems).toEqual([]);
});
