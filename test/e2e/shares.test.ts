/** @file Scores shared out among the columns, and a model that is read. */
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { launch, visit, type Visit } from './browser.ts';
import { drawn, go, main, quickSample, whenIdle } from './steps.ts';

let browser: Browser;
let at: Visit;
let page: Page;
beforeAll(async () => {
  browser = await launch();
  at = await visit(browser, inject('address'));
  page = at.page;
  await quickSample(page, 'loan');
  await go(page, 'Explain');
});
afterAll(() => browser.close());

test('the coefficients of logistic regression are read', async () => {
  await drawn(page, /^Coefficients for yes, by deviation: /);
  await main(page).getByText(/^A deviation of .* moves the score most/).waitFor(); // prettier-ignore
});

test('curves are drawn in log-odds, single rows coloured by another column', async () => {
  await main(page).getByRole('group', { name: 'Raw columns' }).getByRole('checkbox', { name: 'income' }).check();
  await main(page).getByLabel('Scale', { exact: true }).selectOption('logit');
  await main(page).getByRole('button', { name: 'Compute one curve' }).click();
  const plot = await drawn(page, /^Mean log-odds for yes by income/);
  await whenIdle(page);
  await main(page).getByLabel('Colour rows by').selectOption('district');
  await plot.getByText('East', { exact: true }).waitFor();
});

test('the scores of many rows are shared out, and one column is looked at by another', async () => {
  await main(page).getByRole('button', { name: 'Share out the scores' }).click();
  await drawn(page, /^Mean size of what each column adds to the log-odds for yes/);
  await whenIdle(page);
  await drawn(page, /^What each column adds to the log-odds for yes, a dot a row/);
  await main(page).getByLabel('Shares of column').selectOption('income');
  await main(page).getByLabel('coloured by').selectOption('district');
  await drawn(page, /^What income adds to the log-odds for yes, by its cells, coloured by district/);
});

test('nothing left the own origin, and the console stayed quiet', () => {
  expect(at.foreign).toEqual([]);
  expect(at.problems).toEqual([]);
});
