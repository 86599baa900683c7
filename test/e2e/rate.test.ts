/** @file The learning rate is looked for, shown, and taken with one press. */
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { launch, visit, type Visit } from './browser.ts';
import { alert, go, main, quickSample, whenIdle } from './steps.ts';

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

const button = (name: string | RegExp) => main(page).getByRole('button', { name });

test('a rate is found in one pass and taken into the study', async () => {
  expect(await button('Try learning rates').count()).toBe(0);
  await main(page)
    .getByRole('radio', { name: /^Neural network/ })
    .check();
  await button('Try learning rates').click();
  const said = main(page).getByText(/^A rate of [\d.e-]+ is where the loss falls fastest\./);
  await said.waitFor({ timeout: 60_000 });
  await whenIdle(page);
  const rate = /^A rate of ([\d.e-]+) is/.exec(await said.innerText())![1]!;
  // The default is no rate worth taking everywhere: what was found is another one, of the range tried.
  expect(Number(rate)).toBeGreaterThan(1e-6);
  expect(Number(rate)).toBeLessThan(10);
  await main(page)
    .getByRole('img', { name: /^Loss against learning rate/ })
    .waitFor();
  await button('Show Which learning rate? as a table').click();
  await main(page).getByRole('columnheader', { name: 'loss of the batch' }).waitFor();
  await button(`Take ${rate}`).click();
  await expect
    .poll(() =>
      main(page)
        .getByLabel(/^Learning rate/)
        .first()
        .inputValue(),
    )
    .toBe(rate);
  // What was found stays, as it does not depend on the rate that the study has.
  await main(page).getByText(`The study has ${rate}.`).waitFor();
  // It does on the batch size.
  const box = main(page)
    .getByLabel(/^Batch size/)
    .first();
  await box.fill('64');
  await box.blur();
  await button('Try learning rates').waitFor();
  expect(await alert(page).count()).toBe(0);
  expect(at.problems).toEqual([]);
});
