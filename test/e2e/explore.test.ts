/** @file The Explore stage on a table with gaps: what is said, drawn, overlaid, and shown by its rows. */
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { launch, visit, type Visit } from './browser.ts';
import { drawn, finding, go, main, quickSample, upload } from './steps.ts';

let browser: Browser;
let at: Visit;
let page: Page;
beforeAll(async () => {
  browser = await launch();
  at = await visit(browser, inject('address'));
  page = at.page;
  await quickSample(page, 'penguins');
  await go(page, 'Explore');
});
afterAll(() => browser.close());

test('the column that tells most is named, and all the pictures are there', async () => {
  await main(page)
    .getByText(/of what there is to know\. 5 columns have gaps/)
    .waitFor();
  expect(await finding(page).innerText()).toMatch(/^flipper_length_mm says most about species: 6\d %/);
  for (const name of [/^Associations of 7 columns/, /^share of species explained alone/, /^share of cells missing/])
    await drawn(page, name);
});

test('a column is overlaid by the target, by a group and by the split', async () => {
  await main(page).getByLabel('Column', { exact: true }).selectOption('body_mass_g');
  await drawn(page, /^body_mass_g by species/);
  const quantiles = main(page).getByRole('region', { name: 'Quantiles of body_mass_g' }).last();
  // 342 of 344 birds were weighed; the lightest 2,700 g, the heaviest 6,300 g (Horst et al. 2020).
  expect(await quantiles.getByRole('row', { name: /^all rows/ }).innerText()).toMatch(/342\s+2,700\s.*\s6,300$/s);
  await main(page).getByLabel('Overlaid by').selectOption('(split)');
  await drawn(page, /^body_mass_g by \(split\)/);
  await main(page).getByLabel('Overlaid by').selectOption('');
  await drawn(page, /^body_mass_g: \d+ bins/);
});

test('a column can be taken from the ranking', async () => {
  await main(page).getByLabel('Look at a column').selectOption('island');
  await drawn(page, /^island: 3 levels/);
});

test('ranks are another picture than straight lines', async () => {
  await main(page)
    .getByRole('switch', { name: /^By ranks/ })
    .click();
  await main(page)
    .getByText(/^Numbers by Spearman correlation/)
    .waitFor();
  await drawn(page, /^Associations of 7 columns/);
});

test('outliers are shown by their rows, and dates by their course', async () => {
  const days = Array.from({ length: 60 }, (_, i) => new Date(Date.UTC(2024, 0, 1 + i)).toISOString().slice(0, 10));
  const lines = days.map((day, i) => `${day},${i === 30 ? 900 : 10 + (i % 7)},${i % 3 ? 'no' : 'yes'}`);
  await upload(page, { name: 'days.csv', text: ['day,amount,late', ...lines].join('\n') });
  await go(page, 'Explore');
  await main(page).getByLabel('Column', { exact: true }).selectOption('amount');
  await main(page).getByText('1 value lies more than 1.5 interquartile ranges outside').waitFor();
  await main(page).getByRole('button', { name: 'Show it' }).click();
  await main(page).getByRole('region', { name: 'Outlying rows' }).getByText('900').waitFor();
  await main(page).getByLabel('Column', { exact: true }).selectOption('day');
  await drawn(page, /^rows by (day|week) of day/);
});

test('the console stayed quiet', () => {
  expect({ foreign: at.foreign, problems: at.problems }).toEqual({ foreign: [], problems: [] });
});
