/** @file Training that is paused, cancelled, reloaded away, run off the rails or overtaken by an update: nothing is lost. */
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { launch, visit, whenOfflineReady, type Visit } from './browser.ts';
import { alert, drawn, go, main, part, quickSample, start, train, whenIdle } from './steps.ts';

let browser: Browser;
let at: Visit;
let page: Page;
beforeAll(async () => {
  browser = await launch();
  at = await visit(browser, inject('address'));
  page = at.page;
  await quickSample(page, 'loan');
});
afterAll(() => browser.close());

const running = () => page.getByRole('group', { name: 'What is running' });
const live = (name: string) =>
  main(page).getByText(name, { exact: true }).locator('..').getByRole('definition').innerText();
const fit = (options: Record<string, string>) => setNetwork(page, options);

async function setNetwork(page: Page, options: Record<string, string>): Promise<void> {
  await go(page, 'Train');
  await main(page)
    .getByRole('radio', { name: /^Neural network/ })
    .check();
  for (const [label, value] of Object.entries(options)) {
    const box = main(page)
      .getByLabel(new RegExp(`^${label}`))
      .first();
    await box.fill(value);
    await box.blur();
  }
}
const begin = () => main(page).getByRole('button', { name: 'Train and judge', exact: true }).click();

test('a network is paused, stands still, goes on, and is cancelled at once', async () => {
  await fit({ 'Most epochs': '5000', Patience: '1000', 'Batch size': '64' });
  await begin();
  await running().waitFor();
  await expect.poll(() => live('Step')).toMatch(/^\d/);
  await drawn(page, /^Loss against step/);
  await running().getByRole('button', { name: 'Pause' }).click();
  await running()
    .getByText(/paused/)
    .waitFor();
  // What was under way when the pause arrived is said within a moment.
  await page.waitForTimeout(500);
  const step = await live('Step');
  await page.waitForTimeout(1000);
  expect(await live('Step')).toBe(step);
  // One epoch more, and it stands still again.
  await main(page).getByRole('button', { name: 'One epoch' }).click();
  const after = (n: number) => Number(step.replaceAll(',', '')) + n;
  const now = async () => Number((await live('Step')).replaceAll(',', ''));
  await expect.poll(now).toBeGreaterThanOrEqual(after(0));
  await page.waitForTimeout(1000);
  const still = await now();
  expect(still).toBeLessThanOrEqual(after(1));
  await main(page).getByRole('button', { name: 'One batch' }).click();
  await page.waitForTimeout(500);
  expect(await now()).toBeLessThanOrEqual(still + 1);
  await running().getByRole('button', { name: 'Resume' }).click();
  await expect.poll(() => live('Step')).not.toBe(step);
  await running().getByRole('button', { name: 'Cancel' }).click();
  await whenIdle(page, 3000);
  expect(await alert(page).count()).toBe(0);
  await go(page, 'Evaluate');
  // The run of before is still the one on the table.
  await part(page, 'Curves and calibration');
  await drawn(page, /^ROC curve/);
});

test('the page answers while the network trains', async () => {
  await fit({});
  await begin();
  await expect.poll(() => live('Step')).toMatch(/^\d/);
  const longest = await page.evaluate(async () => {
    let longest = 0;
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) longest = Math.max(longest, duration);
    }).observe({ type: 'longtask' });
    await new Promise((resolve) => setTimeout(resolve, 3000));
    return longest;
  });
  // Redrawing the live curve is the longest thing the page itself does; a worker's work would be seconds.
  expect(longest).toBeLessThan(500);
  await running().getByRole('button', { name: 'Cancel' }).click();
  await whenIdle(page);
});

test('a reload in the middle of training asks first, and keeps the study and the run of before', async () => {
  await fit({});
  await begin();
  await expect.poll(() => live('Step')).toMatch(/^\d/);
  let asked = '';
  page.once('dialog', (dialog) => {
    asked = dialog.type();
    void dialog.accept();
  });
  await page.reload();
  await main(page)
    .getByRole('radio', { name: /^Neural network/ })
    .waitFor();
  expect(asked).toBe('beforeunload');
  expect(
    await main(page)
      .getByRole('radio', { name: /^Neural network/ })
      .isChecked(),
  ).toBe(true);
  expect(
    await main(page)
      .getByLabel(/^Most epochs/)
      .inputValue(),
  ).toBe('5000');
  await go(page, 'Evaluate');
  await part(page, 'Curves and calibration');
  await drawn(page, /^ROC curve/);
});

test('a loss that is no longer a number ends in words, not in a broken run', async () => {
  await fit({ 'Learning rate': '1e30', 'Most epochs': '20' });
  await begin();
  await alert(page).waitFor({ timeout: 60_000 });
  expect(await alert(page).innerText()).toMatch(/no longer a number|not a number/);
  expect(await alert(page).innerText()).toMatch(/[Ll]ower the learning rate/);
  await whenIdle(page);
  await page.getByRole('button', { name: 'Dismiss the error' }).click();
  await go(page, 'Evaluate');
  expect(await main(page).innerText()).not.toMatch(/NaN/);
});

test('an update waits while the network trains, never reloads by itself, and loses nothing', async () => {
  await whenOfflineReady(page);
  await fit({ 'Learning rate': '0.001', 'Most epochs': '5000' });
  await begin();
  await expect.poll(() => live('Step')).toMatch(/^\d/);
  // Chromium installs a service worker only when the training worker leaves it the time.
  await running().getByRole('button', { name: 'Pause' }).click();
  const file = join(inject('folder'), 'sw.js');
  const before = readFileSync(file);
  try {
    appendFileSync(file, '\n// a newer build\n');
    await page.evaluate(async () => {
      const registration = await navigator.serviceWorker.ready;
      await registration.update();
    });
    await page.getByText(/A newer Plumb is ready\. It waits/).waitFor({ timeout: 60_000 });
    expect(await page.getByRole('button', { name: 'Update' }).isDisabled()).toBe(true);
    await running().getByRole('button', { name: 'Resume' }).click();
    const step = await live('Step');
    await expect.poll(() => live('Step')).not.toBe(step);
    await running().getByRole('button', { name: 'Cancel' }).click();
    await whenIdle(page);
    const loaded = page.waitForEvent('load');
    await page.getByRole('button', { name: 'Update' }).click();
    await loaded;
    await main(page)
      .getByRole('radio', { name: /^Neural network/ })
      .waitFor();
    expect(
      await main(page)
        .getByLabel(/^Most epochs/)
        .inputValue(),
    ).toBe('5000');
  } finally {
    writeFileSync(file, before);
  }
});

test('after all of it a model trains as ever', async () => {
  await go(page, 'Train');
  await main(page)
    .getByRole('radio', { name: /^Baseline/ })
    .check();
  await train(page);
  await start(page);
  expect(at.problems).toEqual([]);
});
