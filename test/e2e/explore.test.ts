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

test('ranks are another picture than straight lines, and shared information a third', async () => {
  await main(page).getByLabel('Measured by').selectOption('information');
  await main(page)
    .getByText(/^Mutual information in parts of the smaller entropy/)
    .waitFor();
  await main(page).getByLabel('Measured by').selectOption('spearman');
  await main(page)
    .getByText(/^Numbers by Spearman correlation/)
    .waitFor();
  await drawn(page, /^Associations of 7 columns/);
});

test('two columns against each other: points, a number by level, levels by levels', async () => {
  const [one, other] = [main(page).getByLabel('One column'), main(page).getByLabel('Against another')];
  await one.selectOption('flipper_length_mm');
  await other.selectOption('body_mass_g');
  await drawn(page, /^body_mass_g against flipper_length_mm: 342 rows/);
  // scipy.stats.pearsonr of the 342 complete rows: 0.8712.
  await main(page)
    .getByText(/^Pearson correlation \.871, Spearman correlation \.\d+, shared information \.\d+; n 342, 2 rows lack/)
    .waitFor();
  await one.selectOption('island');
  await drawn(page, /^body_mass_g by island: 3 levels, 342 rows/);
  await other.selectOption('species');
  await drawn(page, /^species within island: 3 by 3 levels, 344 rows/);
});

test('a condition by the form, by a bar and by drawing over a plot; every panel follows; saved and taken up again', async () => {
  const bar = main(page).getByRole('region', { name: 'Which rows' });
  await bar.getByText('all 344 rows').waitFor();
  await bar.getByRole('button', { name: 'Add a condition' }).click();
  await bar.getByLabel('Column of the condition').selectOption('species');
  await bar.getByLabel('Value').selectOption('Adelie');
  await bar.getByRole('button', { name: 'Add it' }).click();
  // 152 of 344 are Adelie (Horst et al. 2020).
  await bar.getByText('152 of 344 rows').waitFor();
  await drawn(page, /^Associations of 7 columns/);
  await drawn(page, /^species within island: 3 by 1 levels, 152 rows/);
  await main(page).getByLabel('Column', { exact: true }).selectOption('body_mass_g');
  const plot = await drawn(page, /^body_mass_g: \d+ bins, 151 rows|^body_mass_g by species: \d+ bins, 151 rows/);
  const box = (await plot.locator('.nsewdrag').first().boundingBox())!;
  await page.mouse.move(box.x + box.width * 0.1, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.5, box.y + box.height / 2, { steps: 8 });
  await page.mouse.up();
  await bar.getByText(/body_mass_g [\d,.]+ to [\d,.]+/).waitFor();
  await bar.getByText(/^\d+ of 344 rows$/).waitFor();
  await expect.poll(() => bar.getByText(/^\d+ of 344 rows$/).innerText()).not.toBe('152 of 344 rows');
  await bar.getByRole('button', { name: /^Without the condition body_mass_g/ }).click();
  await bar.getByText('152 of 344 rows').waitFor();
  await bar.getByRole('button', { name: 'Show the rows' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('1 to 100 of 152').waitFor();
  await dialog.getByRole('button', { name: 'After' }).click();
  await dialog.getByText('101 to 152 of 152').waitFor();
  await page.keyboard.press('Escape');
  await bar.getByLabel('Save these rows under a name').fill('Adelie birds');
  await bar.getByRole('button', { name: 'Save', exact: true }).click();
  await bar.getByRole('button', { name: 'Every row again' }).click();
  await bar.getByText('all 344 rows').waitFor();
  await page.reload();
  await main(page).getByLabel('A saved part').selectOption('Adelie birds');
  await bar.getByText('152 of 344 rows').waitFor();
  await bar.getByRole('button', { name: 'Every row again' }).click();
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
