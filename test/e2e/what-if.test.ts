/** @file One row is asked what if: its cells edited, its reasons read, and what would turn the decision found and used. */
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { launch, visit, type Visit } from './browser.ts';
import { drawn, go, main, part, quickSample, whenIdle } from './steps.ts';

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

const said = () => main(page).getByLabel('What it says');
const score = async () => Number.parseFloat(/Score for yes\s+<?([\d.]+) %/.exec(await said().innerText())![1]!);

test('shuffling each column says which one is missed most, and is kept with the run', async () => {
  await main(page).getByRole('button', { name: 'Shuffle each column' }).click();
  await main(page)
    .getByText(/^It leans most on/)
    .waitFor({ timeout: 60_000 });
  await drawn(page, /^Rise of the log loss/);
  await main(page).getByRole('button', { name: 'Show What is lost where a column is shuffled as a table' }).click();
  const table = main(page).getByRole('region', { name: 'What is lost where a column is shuffled' }).last();
  expect(await table.getByRole('row').count()).toBe(9);
  await whenIdle(page);
});

test('local effects stand beside partial dependence', async () => {
  await main(page).getByRole('combobox', { name: 'Curve' }).selectOption('local');
  await main(page).getByRole('group', { name: 'Raw columns' }).getByRole('checkbox', { name: 'income' }).check();
  await main(page).getByRole('button', { name: 'Compute one curve' }).click();
  await drawn(page, /^Local effects of income on the score for yes/);
  await whenIdle(page);
});

test('a small tree imitates the model and says how well', async () => {
  await main(page).getByRole('button', { name: 'Grow a small tree' }).click();
  await main(page)
    .getByText(/^A tree of \d questions? explains/)
    .waitFor({ timeout: 30_000 });
  expect(
    await main(page).getByRole('region', { name: 'A small tree that imitates it' }).getByRole('listitem').count(),
  ).toBeGreaterThan(5);
});

test('two columns are tried together', async () => {
  await main(page).getByRole('combobox', { name: 'Column', exact: true }).selectOption('income');
  await main(page).getByRole('combobox', { name: 'with', exact: true }).selectOption('district');
  await main(page)
    .getByText(/is not the sum of the two/)
    .waitFor({ timeout: 30_000 });
  await drawn(page, /^Mean score for yes by income and district/);
});

test('columns that work together are told on average and of one row, each with its table', async () => {
  await main(page).getByRole('button', { name: 'Look for columns that work together' }).click();
  // Its log-odds are a sum over columns; what is bent on the way to a probability is not.
  await main(page)
    .getByText(/^No two columns do anything together to the log-odds/)
    .waitFor({ timeout: 30_000 });
  await main(page).getByLabel('Unit of the pairs', { exact: true }).selectOption('probability');
  await main(page)
    .getByText(/ do most together: /)
    .waitFor({ timeout: 60_000 });
  await drawn(page, /^Mean sizes of what columns do to the score for yes together/);
  await main(page).getByRole('button', { name: 'Show What columns do together as a table' }).click();
  const table = main(page).getByRole('region', { name: 'What columns do together', exact: true }).last();
  // Eight columns, 28 pairs and a line of headings.
  expect(await table.getByRole('row').count()).toBe(8 + 28 + 1);
  await main(page).getByRole('button', { name: 'Show pairs of this row' }).click();
  await drawn(page, /^What columns do to the log-odds for yes together/);
});

test('two columns of numbers are told beyond what each does by itself', async () => {
  await main(page).getByRole('combobox', { name: 'with', exact: true }).selectOption('debt_share');
  await main(page).getByLabel('What is shown of both').selectOption('local');
  await drawn(page, /^Local effects of income and debt_share on the score for yes beyond those of each/);
});

test('the next wrong row is wrong, and an edit by keyboard moves its score and its reasons', async () => {
  await main(page).getByRole('button', { name: 'Next wrong row' }).click();
  const words = async () => (await said().innerText()).match(/^(yes|no)$/gm)!;
  const [says, is] = await words();
  expect(says).not.toBe(is);
  await drawn(page, /^From the mean score for yes over the background/);
  const before = await score();
  const slider = main(page).getByRole('slider', { name: 'income, slider' });
  await slider.focus();
  await slider.press('End');
  await expect.poll(score).toBeGreaterThan(before);
  await main(page)
    .getByText(/^With income changed the score for yes goes from/)
    .waitFor();
  await main(page).getByRole('button', { name: 'Set income back' }).click();
  await expect.poll(score).toBe(before);
});

test('a counterfactual is found, and used it turns the decision', async () => {
  const [says] = (await said().innerText()).match(/^(yes|no)$/gm)!;
  await main(page).getByRole('button', { name: 'Find the least change' }).click();
  const changes = main(page).getByRole('list', { name: /^Changes after which it says/ });
  await changes.waitFor({ timeout: 30_000 });
  await main(page)
    .getByText(/grid points evaluated/)
    .waitFor();
  await changes.getByRole('button', { name: 'Use', exact: true }).first().click();
  await expect.poll(async () => (await said().innerText()).match(/^(yes|no)$/gm)![0]).not.toBe(says);
});

test('a scenario is kept with the run, and is there after a reload', async () => {
  await main(page).getByLabel('Scenario name').fill('Richer');
  await main(page).getByRole('button', { name: 'Keep this scenario' }).click();
  const told = main(page).getByRole('list', { name: 'Scenarios' }).getByRole('listitem');
  await told.getByText('Richer').waitFor();
  const before = await told.innerText();
  await page.reload();
  await told.getByText('Richer').waitFor();
  expect(await told.innerText()).toBe(before);
  await main(page).getByRole('button', { name: 'Show Richer' }).click();
  const shown = Number.parseFloat(/yes (\.\d+|1\.000)/.exec(before)![1]!);
  await expect.poll(async () => Math.abs((await score()) / 100 - shown)).toBeLessThan(0.006);
});

test('a column is edited for a whole cohort', async () => {
  await main(page).getByLabel('Rows where').selectOption('district');
  await main(page).getByLabel('Column to edit').selectOption('income');
  await main(page).getByLabel('How to edit').selectOption('times');
  await main(page).getByLabel('New value').fill('2');
  await main(page)
    .getByText(/^With income times 2 in \d+ rows, the mean score for yes goes from/)
    .waitFor();
  await main(page)
    .getByText(/^The gap by district in the share named yes goes from/)
    .waitFor();
});

test('a row that was hard is looked at from its table', async () => {
  await go(page, 'Evaluate');
  await part(page, 'Mistakes');
  const hardest = main(page).getByRole('region', { name: 'Hardest rows', exact: true });
  const button = hardest.getByRole('button', { name: /^Look at this row/ }).first();
  const row = /\d+$/.exec((await button.getAttribute('aria-label'))!)![0];
  await button.click();
  await expect.poll(() => main(page).getByLabel('Test row', { exact: true }).inputValue()).toBe(row);
  expect(page.url()).toMatch(new RegExp(`#explain/row-${row}$`));
});

test('nothing left the own origin, and the console stayed quiet', () => {
  expect(at.foreign).toEqual([]);
  expect(at.problems).toEqual([]);
});
