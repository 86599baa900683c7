/** @file Where a model is wrong, as a person finds it: weak spots, rows to read, more rows, prices of rows, another run. */
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { Browser } from 'playwright-core';
import { launch, visit } from './browser.ts';
import { drawn, finding, go, main, part, quickSample, train, upload, whenIdle } from './steps.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

/** The answer is `yes` from x = 0 on, but the other way round in the south; rows 0 to 5 are like rows 6 to 11, answered otherwise. */
const planted = [
  'x,town,fee,answer',
  ...Array.from({ length: 6 }, (_, i) => `${40 + i},north,5,no`),
  ...Array.from({ length: 6 }, (_, i) => `${40 + i},north,5,yes`),
  ...Array.from({ length: 1200 }, (_, i) => {
    const x = ((i * 37) % 101) - 50;
    const isSouth = (i * 7) % 4 === 0;
    return `${x + (i % 10) / 10},${isSouth ? 'south' : 'north'},${1 + (i % 9)},${x > 0 !== isSouth ? 'yes' : 'no'}`;
  }),
].join('\n');

test('the planted weak spot is told and leads to its rows; contradictions and hard rows are there to read', async () => {
  const { page, context } = await visit(browser, inject('address'));
  await upload(page, { name: 'planted.csv', text: planted });
  await go(page, 'Frame');
  await main(page).getByLabel('Target', { exact: true }).selectOption('answer');
  await train(page);
  await go(page, 'Evaluate');
  await part(page, 'Mistakes');
  const spots = main(page).getByRole('region', { name: 'Weak spots' });
  await spots
    .getByRole('row', { name: /^town south/ })
    .first()
    .waitFor();
  const alike = main(page).getByRole('region', { name: 'Rows alike', exact: true });
  // Twelve rows in six conflicts, ten of them shown at first, under a line of headings.
  expect(await alike.getByRole('row').count()).toBe(11);
  await main(page).getByRole('button', { name: 'Show more of Rows alike' }).click();
  expect(await main(page).getByRole('region', { name: 'Hardest rows', exact: true }).getByRole('row').count()).toBe(11);
  await part(page, 'Cutoff and cost');
  await main(page).getByLabel('Price of an error').selectOption('fee');
  await main(page)
    .getByText(/^At \.50 its errors cost/)
    .waitFor();
  await part(page, 'Mistakes');
  await spots.getByRole('button', { name: 'Explore town south', exact: true }).click();
  await page.waitForURL('**/*#explore');
  await finding(page).first().waitFor();
  await main(page).getByText('town south').first().waitFor();
  await context.close();
});

test('more rows and another run', async () => {
  const { page, context } = await visit(browser, inject('address'));
  await quickSample(page, 'penguins');
  await part(page, 'Curves and calibration');
  await main(page).getByRole('region', { name: 'Calibration by part' }).waitFor();
  await part(page, 'Cutoff and cost');
  await main(page).getByLabel('Price of Adelie called Gentoo', { exact: true }).fill('20');
  await main(page).getByLabel('Price of Adelie called Gentoo', { exact: true }).press('Tab');
  await main(page)
    .getByText(/^At these prices the decisions cost/)
    .waitFor();
  await part(page, 'Compare');
  await main(page).getByRole('button', { name: 'Learn from fewer rows' }).click();
  await drawn(page, /^Log loss of rows left out against rows learned from/);
  await whenIdle(page);
  await main(page)
    .getByText(/^More rows/)
    .first()
    .waitFor();
  await part(page, 'Mistakes');
  await main(page).getByRole('button', { name: 'Check training labels too' }).click();
  await main(page)
    .getByText(/training and validation rows scored out of fold/)
    .waitFor();
  await whenIdle(page);
  await go(page, 'Train');
  await main(page)
    .getByRole('radio', { name: /^Decision tree/ })
    .click();
  await train(page);
  await go(page, 'Evaluate');
  await part(page, 'Compare');
  await main(page).getByRole('button', { name: 'Compare on test rows' }).click();
  await main(page)
    .getByText(/^On the same \d+ test rows|^It and .* the same/)
    .waitFor();
  await page.setViewportSize({ width: 390, height: 844 });
  // Nothing is wider than the page.
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await context.close();
});
