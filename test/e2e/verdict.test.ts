/** @file From a trained model to who pays for it and to what its groups get, as a person judges it. */
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { Browser } from 'playwright-core';
import { launch, visit } from './browser.ts';
import { drawn, go, main, part, quickSample } from './steps.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

test('prices move the cutoffs, a limit has a price, and groups are held against chance', async () => {
  const { page, context } = await visit(browser, inject('address'));
  await quickSample(page, 'loan');
  const can = main(page).getByRole('region', { name: 'It can', exact: true });
  await can.getByText(/^It finds .* of 649 rows that are yes\.$/).waitFor();
  await part(page, 'Cutoff and cost');
  expect(new URL(page.url()).hash).toBe('#evaluate/cost');
  const stakes = main(page).getByRole('region', { name: 'Who pays, and where each would decide' });
  await drawn(page, /^Cost per 1,000 test rows against threshold for/);
  await stakes.getByLabel('who decides: price of one missed').fill('1000');
  await stakes.getByLabel('who decides: price of one missed').press('Tab');
  await stakes.getByText(/On the same scores who decides would decide at .* and who is decided on at/).waitFor();
  await stakes.getByLabel('It must hold that').selectOption('precision');
  await stakes.getByText(/(It can be kept for|already keeps it|No cutoff)/).waitFor();
  await stakes.getByLabel('It must hold that').selectOption('letThrough');
  await stakes.getByText(/(It can be kept for|already keeps it|No cutoff)/).waitFor();
  await drawn(page, /^Expected profit per 1,000 test rows .* for who decides, who is decided on/);
  await drawn(page, /^Share of .* found against the share of rows acted on/);
  await main(page).screenshot({
    path: process.env['VERDICT_SHOT'] ? `${process.env['VERDICT_SHOT']}-evaluate.png` : undefined,
  });
  // What was written stays while parts come and go.
  await part(page, 'Verdict');
  await part(page, 'Cutoff and cost');
  expect(await stakes.getByLabel('who decides: price of one missed').inputValue()).toBe('1000');
  await go(page, 'Fairness');
  await part(page, 'Gaps and chance');
  await drawn(page, /^Gaps by .* beside the band in which 95 % of chance gaps fall/);
  await part(page, 'Impossibility');
  const forced = main(page).getByRole('region', { name: 'Why these cannot all be equal by district' });
  await forced.getByText(/the false positive rate has to be/).waitFor();
  await forced.getByLabel('Make equal').selectOption('predictive');
  await forced.getByText(/the precision has to be/).waitFor();
  await part(page, 'Mitigation lab');
  const lab = main(page)
    .getByRole('region', { name: /^A cutoff for each group by/ })
    .first();
  await lab
    .getByText(/(On test rows|no cutoff of their own)/)
    .first()
    .waitFor({ timeout: 30_000 });
  await main(page).screenshot({
    path: process.env['VERDICT_SHOT'] ? `${process.env['VERDICT_SHOT']}-fairness.png` : undefined,
  });
  await page.setViewportSize({ width: 390, height: 844 });
  for (const stage of ['Evaluate', 'Fairness'] as const) {
    await go(page, stage);
    const parts = main(page).getByRole('navigation', { name: `Parts of ${stage}` });
    for (const name of await parts.getByRole('link').allInnerTexts()) {
      await part(page, name);
      // Nothing is wider than the page.
      expect({ name, wide: await page.evaluate(() => document.documentElement.scrollWidth) }).toEqual({
        name,
        wide: 390,
      });
    }
  }
  await context.close();
});
