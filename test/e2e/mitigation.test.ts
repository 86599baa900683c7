/** @file Runs that treat groups otherwise, made and opened in the Fairness stage; and groups of any column. */
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { launch, visit, type Visit } from './browser.ts';
import { drawn, go, main, part, quickSample, train, whenIdle } from './steps.ts';

let browser: Browser;
let at: Visit;
let page: Page;
beforeAll(async () => {
  browser = await launch();
  at = await visit(browser, inject('address'));
  page = at.page;
  await quickSample(page, 'loan');
  await go(page, 'Fairness');
});
afterAll(() => browser.close());

test('a variant is trained beside the run, held against it, and opened', async () => {
  await part(page, 'Mitigation lab');
  const lab = main(page).getByRole('region', { name: 'Mitigation lab by district', exact: true });
  const runs = lab.getByRole('list', { name: 'Runs side by side by district' }).getByRole('listitem');
  expect(await runs.count()).toBe(1);
  await lab.getByRole('button', { name: 'Train it' }).click();
  await runs.getByText('Reweighed by district', { exact: true }).waitFor({ timeout: 60_000 });
  await whenIdle(page);
  await lab.getByLabel('Try').selectOption('cutoffs');
  await lab.getByRole('button', { name: 'Train it' }).click();
  await runs.getByText('Cutoffs by district, named within 0.02', { exact: true }).waitFor({ timeout: 60_000 });
  await whenIdle(page);
  expect(await runs.count()).toBe(3);
  await drawn(page, /^accuracy against the gap in the share named by district, 3 runs/);
  await lab.getByText(/^The smallest gap in the share named/).waitFor();
  await lab.getByRole('button', { name: 'Open Cutoffs by district, named within 0.02' }).click();
  await main(page).getByText('Cutoffs by district, named within 0.02 (shown)').first().waitFor();
});

test('a number is cut into bands, and a gap is looked for within levels of another column', async () => {
  await part(page, 'Groups');
  await main(page).getByLabel('Divide by').selectOption('income');
  const bands = main(page).getByRole('region', { name: 'Groups by income' });
  await bands.waitFor();
  expect(await main(page).getByLabel('or edges').inputValue()).toMatch(/^[\d.]+, [\d.]+, [\d.]+$/);
  await part(page, 'Gaps and chance');
  await main(page).getByLabel('Within levels of, for district').selectOption('purpose');
  await drawn(page, /^Gap in selection rate by district within \d levels of purpose/);
});

test('small cells are said and not shown', async () => {
  await part(page, 'Groups');
  await main(page).getByLabel('Keep back cells under').fill('1000');
  await drawn(page, /^selection rate by district: East not shown, West not shown/);
  await main(page).getByLabel('Keep back cells under').fill('10');
  await drawn(page, /^selection rate by district: East \./);
});

test('the sources of a difference are told, and what the columns tell is measured on request', async () => {
  await part(page, 'Bias before and after');
  const sources = main(page).getByRole('region', { name: 'Where a difference by district can come from' });
  await sources.getByRole('button', { name: 'Measure what the columns tell of district' }).click();
  await sources.getByText(/tells most of district/).waitFor({ timeout: 30_000 });
});

test('bands go into the study, and a draw between cutoffs decides by them, also row by row', async () => {
  await part(page, 'Groups');
  await main(page).getByLabel('Divide by').selectOption('income');
  await main(page).getByLabel('or edges').fill('30000, 40000');
  await main(page).getByLabel('or edges').press('Tab');
  await main(page).getByRole('button', { name: 'Compare by it in the study' }).click();
  await main(page).getByRole('button', { name: 'In the study', exact: true }).waitFor();
  await go(page, 'Frame');
  await main(page).getByText('cut after 30000, 40000').waitFor();
  await train(page);
  await go(page, 'Fairness');
  await main(page).getByLabel('Compare by', { exact: true }).selectOption('income');
  await drawn(page, /^selection rate by income: to 30000/);
  await part(page, 'Mitigation lab');
  await main(page).getByRole('region', { name: 'A cutoff for each group by income' }).getByLabel('Make alike').selectOption('equalizedOdds'); // prettier-ignore
  await main(page)
    .getByText(/^A draw between cutoffs has a gap of/)
    .waitFor({ timeout: 30_000 });
  const lab = main(page).getByRole('region', { name: 'Mitigation lab by income', exact: true });
  await lab.getByLabel('Try').selectOption('randomised');
  await lab.getByRole('button', { name: 'Train it' }).click();
  await lab.getByRole('button', { name: 'Open Drawn cutoffs by income, equal odds' }).click({ timeout: 60_000 });
  await main(page)
    .getByText(/^This run decides by group, by a draw between cutoffs/)
    .waitFor();
  await go(page, 'Explain');
  await main(page)
    .getByText(/^It says, deciding .*, for its income$/)
    .waitFor();
  await main(page)
    .getByText(/decisions at the run’s own cutoffs by income/)
    .waitFor();
});

test('nothing left the own origin, and the console stayed quiet', () => {
  expect(at.foreign).toEqual([]);
  expect(at.problems).toEqual([]);
});
