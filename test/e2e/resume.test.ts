/** @file A training that a reload cuts short goes on to the very same run, and studies wait for their turn. */
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { launch, visit, type Visit } from './browser.ts';
import { alert, finding, go, main, quickSample, whenIdle } from './steps.ts';

let browser: Browser;
let at: Visit;
let page: Page;
beforeAll(async () => {
  browser = await launch();
  at = await visit(browser, inject('address'));
  page = at.page;
  await quickSample(page, 'loan');
  await go(page, 'Train');
});
afterAll(() => browser.close());

const button = (name: string) => main(page).getByRole('button', { name, exact: true });
const running = () => page.getByRole('group', { name: 'What is running' });
async function fill(label: RegExp, value: string): Promise<void> {
  const box = main(page).getByLabel(label).first();
  await box.fill(value);
  await box.blur();
}

test('what a reload cuts short goes on to the same weights, scores and metrics', async () => {
  await main(page)
    .getByRole('radio', { name: /^Neural network/ })
    .check();
  await fill(/^Most epochs/, '900');
  await fill(/^Patience/, '1000');
  await fill(/^Dropout/, '0.2');
  await main(page).getByLabel('Schedule').selectOption('cosine');
  await button('Train and judge').click();
  await page.getByText('Trained and saved.').waitFor({ timeout: 90_000 });
  await whenIdle(page);
  await button('Train and judge').click();
  await running().waitFor();
  const kept = () =>
    page.evaluate(
      () =>
        new Promise<string | null>((resolve) => {
          const asked = indexedDB.open('plumb');
          asked.onsuccess = () => {
            const read = asked.result.transaction('interrupted').objectStore('interrupted').get('run');
            read.onsuccess = () => {
              asked.result.close();
              resolve((read.result as { told: string } | undefined)?.told ?? null);
            };
          };
        }),
    );
  await expect.poll(kept, { timeout: 30_000 }).toMatch(/^step \d+$/);
  await page.reload();
  await finding(page).first().waitFor();
  await main(page)
    .getByText(/was cut short at step \d+\. It goes on from there/)
    .waitFor();
  await button('Go on').click();
  // The store knows the run by the hashes of all its stages: the model's weights, the scores and the metrics among them.
  await page.getByText('Trained again: it came out the same.').waitFor({ timeout: 90_000 });
  await whenIdle(page);
  expect(await kept()).toBeNull();
  expect(await button('Go on').count()).toBe(0);
  expect(await alert(page).count()).toBe(0);
});

test('studies wait for their turn, also over a reload', async () => {
  await button('Train and judge').click();
  await running().getByRole('button', { name: 'Pause' }).click();
  const waiting = main(page).getByRole('region', { name: 'Waiting for their turn' });
  for (const name of [/^Naive Bayes/, /^One rule/]) {
    await main(page).getByRole('radio', { name }).check();
    await button('Train it after this').click();
  }
  await expect.poll(() => waiting.getByRole('listitem').count()).toBe(2);
  await button('Take out number 1').click();
  await page.reload();
  await finding(page).first().waitFor();
  await waiting.getByText('One rule').waitFor();
  await button('Start them').click();
  await page.getByText('Trained and saved.').waitFor({ timeout: 60_000 });
  await whenIdle(page);
  await go(page, 'Runs');
  await expect.poll(() => main(page).getByRole('cell', { name: 'one-rule' }).count()).toBe(1);
  expect(at.problems).toEqual([]);
});
