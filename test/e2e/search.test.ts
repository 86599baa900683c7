/** @file Searching: families side by side, trials that a reload does not lose, and one click to train the best. */
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { launch, visit, type Visit } from './browser.ts';
import { alert, drawn, finding, go, main, quickSample, whenIdle } from './steps.ts';

let browser: Browser;
let at: Visit;
let page: Page;
beforeAll(async () => {
  browser = await launch();
  at = await visit(browser, inject('address'));
  page = at.page;
  await quickSample(page, 'penguins');
  await go(page, 'Train');
});
afterAll(() => browser.close());

const button = (name: string) => main(page).getByRole('button', { name, exact: true });
const board = (name: string) => main(page).getByRole('region', { name, exact: true });
const rows = (name: string) => board(name).getByRole('row');
const texts = async (name: string) => (await rows(name).allInnerTexts()).map((text) => text.replace(/\s+/g, ' '));

test('families are compared on the same folds, come back after a reload, and the best is trained at a click', async () => {
  const families = main(page).getByRole('group', { name: 'Families', exact: true });
  for (const box of await families.getByRole('checkbox').all()) await box.uncheck();
  expect(await button('Compare families').isDisabled()).toBe(true);
  for (const name of ['One rule', 'Naive Bayes', 'Logistic regression']) await families.getByLabel(name).check();
  await button('Compare families').click();
  await button('Train the best').waitFor({ timeout: 60_000 });
  await whenIdle(page);
  expect(await rows('Families, the best first').count()).toBe(4);
  const before = await texts('Families, the best first');
  await main(page).getByText('Is it really better than the simplest, one rule').waitFor();
  await drawn(page, /^3 trials over family/);
  await page.reload();
  await finding(page).first().waitFor();
  await expect.poll(() => texts('Families, the best first')).toEqual(before);
  const best = before[1]!;
  await button('Train the best').click();
  await page.getByText('Trained and saved.').or(page.getByText('it came out the same')).waitFor({ timeout: 60_000 });
  const chosen = main(page).getByRole('radiogroup', { name: 'Model' }).getByRole('radio', { checked: true });
  const kind = { logistic: 'Logistic', 'naive-bayes': 'Naive', 'one-rule': 'One' }[await chosen.inputValue()]!;
  expect(best.startsWith(kind)).toBe(true);
  expect(await alert(page).count()).toBe(0);
});

test('a search that is cancelled goes on after a reload, and no trial is made twice', async () => {
  await whenIdle(page);
  await main(page)
    .getByRole('radio', { name: /^Random forest/ })
    .check();
  const started: string[] = [];
  page.on('worker', (worker) => started.push(worker.url()));
  const trials = main(page).getByLabel('Trials', { exact: true });
  await trials.fill('16');
  await trials.blur();
  await button('Search').click();
  const name = 'Trials, the best first';
  // The heading and two trials.
  await expect.poll(() => rows(name).count(), { timeout: 60_000 }).toBeGreaterThanOrEqual(3);
  await page.getByRole('group', { name: 'What is running' }).getByRole('button', { name: 'Cancel' }).click();
  await whenIdle(page);
  const before = (await texts(name)).slice(1).sort();
  expect(before.length).toBeLessThan(16);
  await page.reload();
  await finding(page).first().waitFor();
  await main(page)
    .getByText(/It was cut short after \d+ trials?\./)
    .waitFor();
  // The form is as it was, and the times of the trials made before are those of before: they were not made again.
  expect(await main(page).getByLabel('Trials', { exact: true }).inputValue()).toBe('16');
  await button('Search').click();
  await main(page).getByText('Best log loss').nth(1).waitFor({ timeout: 60_000 });
  await whenIdle(page);
  expect(await rows(name).count()).toBe(17);
  const withoutChance = (lines: string[]) =>
    lines.map((line) => line.replace(/(the best|<?>?[\d.]+ %) (?=[\d.]+ m?s)/, ''));
  const after = withoutChance((await texts(name)).slice(1));
  for (const line of withoutChance(before)) expect(after).toContain(line);
  // The compute worker shares folds with workers of its own.
  const cores = Math.min(4, await page.evaluate(() => navigator.hardwareConcurrency));
  if (cores > 1) expect(started.filter((url) => url.includes('pool-worker')).length).toBeGreaterThanOrEqual(cores);
  expect(at.problems).toEqual([]);
  expect(at.foreign).toEqual([]);
});

test('a backup within a budget is trained beside the model, and runs stand against what they cost', async () => {
  await main(page)
    .getByRole('radio', { name: /^Logistic/ })
    .check();
  await main(page).getByLabel('Backup model').selectOption('one-rule');
  const budget = main(page).getByLabel('Latency budget (ms)');
  await budget.fill('-1');
  await budget.blur();
  await main(page).getByText('Latency budget must be a number of milliseconds above 0, or empty: -1').waitFor();
  await budget.fill('60000');
  await budget.blur();
  await button('Train and judge').click();
  await main(page).getByText('keeps to the budget of 60000 ms').waitFor({ timeout: 60_000 });
  await whenIdle(page);
  // A heading and a row a metric.
  expect(await rows('Model and backup').count()).toBeGreaterThan(3);
  await main(page)
    .getByText(/One row takes .* the model is/)
    .waitFor();
  await go(page, 'Runs');
  await drawn(page, /against time for one row, median \(ms\)/);
  await main(page).getByLabel('Cost of the picture').selectOption('bytes');
  await drawn(page, /against size of the model \(bytes\)/);
  await main(page).getByRole('button', { name: 'Size', exact: true }).click();
  expect(at.problems).toEqual([]);
});
