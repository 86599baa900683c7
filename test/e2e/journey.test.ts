/** @file The main journey, without a graphics card: from the first screen to a judged, kept and repeated run. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { unzipSync } from 'fflate';
import type { Browser, Page } from 'playwright-core';
import { launch, visit, type Visit } from './browser.ts';
import { reloaded } from './reload.ts';
import { drawn, finding, go, main, part, quickSample, stageNames, tile, train, whenIdle } from './steps.ts';

let browser: Browser;
let at: Visit;
let page: Page;
beforeAll(async () => {
  browser = await launch();
  at = await visit(browser, inject('address'));
  page = at.page;
});
afterAll(() => browser.close());

test('one click on a sample reaches a judged run in under a minute', async () => {
  const before = Date.now();
  await quickSample(page, 'penguins');
  expect(Date.now() - before).toBeLessThan(60_000);
  expect(new URL(page.url()).hash).toBe('#evaluate');
  expect(Number(await tile(page, 'Accuracy'))).toBeGreaterThan(0.9);
  expect(await page.getByRole('button', { name: /^Computes on/ }).innerText()).toMatch(/^WASM/);
  await part(page, 'Curves and calibration');
  await drawn(page, /^ROC curve/);
});

test('a binary verdict follows the threshold everywhere', async () => {
  await quickSample(page, 'loan');
  const recall = Number(await tile(page, 'Recall'));
  const sentence = await finding(page).innerText();
  const slider = main(page).getByRole('slider', { name: 'Decide at' });
  expect(await slider.inputValue()).toBe('0.5');
  await slider.fill('0.2');
  // A lower bar finds at least as many of those there are.
  await expect.poll(() => tile(page, 'Recall').then(Number)).toBeGreaterThan(recall);
  expect(await finding(page).innerText()).not.toBe(sentence);
  await reloaded(page);
  expect(await slider.inputValue()).toBe('0.2');
});

test('a cell of the confusion matrix opens its rows, and each plot has its numbers as a table', async () => {
  const cell = main(page).getByRole('button', { name: /^Is yes, says yes: / });
  const [, said] = /: ([\d,]+) rows/.exec((await cell.getAttribute('aria-label'))!)!;
  await cell.click();
  await main(page).getByText(`${said} rows where it is yes`).waitFor();
  const rows = main(page).getByRole('region', { name: 'Rows of the cell' });
  await rows.waitFor();
  expect(await rows.getByRole('row').count()).toBeGreaterThan(1);
  await part(page, 'Curves and calibration');
  await drawn(page, /^ROC curve/);
  const plots = await main(page).locator('[role=img]').count();
  const twins = await main(page)
    .getByRole('button', { name: /^Show .* as a table$/ })
    .count();
  expect(plots).toBeGreaterThanOrEqual(5);
  expect(twins).toBeGreaterThanOrEqual(plots);
});

test('no plot offers to share its data', async () => {
  expect(await page.getByText(/share chart/i).count()).toBe(0);
  expect(await page.locator('.modebar').count()).toBe(0);
  expect(await page.locator('[data-title*="Share"], [data-title*="cloud"]').count()).toBe(0);
});

test('groups are compared with intervals and gaps', async () => {
  await go(page, 'Fairness');
  await main(page).getByRole('region', { name: 'Groups by district' }).waitFor();
  await drawn(page, /by district: /);
  await main(page).getByLabel('Compare by', { exact: true }).selectOption('sex');
  await main(page).getByRole('region', { name: 'Groups by sex' }).waitFor();
  await part(page, 'Gaps and chance');
  const gaps = main(page).getByRole('region', { name: 'Gaps by sex', exact: true });
  await gaps.waitFor();
  expect(await gaps.getByRole('rowheader').count()).toBe(4);
});

test('a curve can be asked for and is drawn', async () => {
  await go(page, 'Explain');
  await drawn(page, /income/);
  const columns = main(page).getByRole('group', { name: 'Raw columns' });
  await columns.getByRole('checkbox', { name: 'debt_share' }).check();
  await main(page)
    .getByRole('button', { name: /^Compute one curve$/ })
    .click();
  await whenIdle(page);
  const curve = main(page).getByRole('heading', { name: 'How the score moves with debt_share' });
  await curve.waitFor();
  // It is kept with the run.
  await page.reload();
  await curve.waitFor();
});

test('runs are kept: reproduced equal, compared, renamed, deleted and brought back', async () => {
  await go(page, 'Runs');
  const row = main(page).getByRole('row', { name: /Loan approval/ });
  await row.getByRole('button', { name: /Loan approval/ }).click();
  await main(page).getByRole('button', { name: 'Reproduce' }).click();
  await main(page)
    .getByRole('status')
    .filter({ hasText: /^equal/ })
    .waitFor({ timeout: 90_000 });
  const name = main(page).getByRole('textbox', { name: 'Name', exact: true });
  await name.fill('Loans, first try');
  await name.blur();
  await main(page).getByRole('button', { name: 'Loans, first try' }).waitFor();
  await go(page, 'Train');
  await main(page)
    .getByRole('radio', { name: /^Baseline/ })
    .check();
  await train(page);
  await go(page, 'Runs');
  for (const box of await main(page).getByRole('checkbox', { name: /Loan/ }).all()) await box.check();
  await main(page).getByRole('button', { name: 'Compare these two' }).click();
  await main(page).getByRole('rowheader', { name: 'study.model.kind' }).waitFor();
  const count = await main(page)
    .getByRole('checkbox', { name: /^Compare / })
    .count();
  await main(page).getByRole('button', { name: 'Loans, first try' }).click();
  await main(page).getByRole('button', { name: 'Delete' }).click();
  await expect
    .poll(() =>
      main(page)
        .getByRole('checkbox', { name: /^Compare / })
        .count(),
    )
    .toBe(count - 1);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect
    .poll(() =>
      main(page)
        .getByRole('checkbox', { name: /^Compare / })
        .count(),
    )
    .toBe(count);
});

test('all runs leave as a zip and come back in another browser, byte for byte', async () => {
  const download = page.waitForEvent('download');
  await main(page).getByRole('button', { name: 'Export all as a zip' }).click();
  const first = await (await download).path();
  const other = await visit(browser, inject('address'));
  await go(other.page, 'Runs');
  await other.page.getByLabel('Zip of runs to bring').setInputFiles({
    name: 'plumb.zip',
    mimeType: 'application/zip',
    buffer: readFileSync(first),
  });
  await main(other.page).getByRole('button', { name: 'Loans, first try' }).waitFor();
  const again = other.page.waitForEvent('download');
  await main(other.page).getByRole('button', { name: 'Export all as a zip' }).click();
  const before = unzipSync(readFileSync(first));
  const after = unzipSync(readFileSync(await (await again).path()));
  expect(Object.keys(after).sort()).toEqual(Object.keys(before).sort());
  for (const [path, bytes] of Object.entries(before))
    expect([path, Buffer.compare(bytes, after[path]!)]).toEqual([path, 0]);
  expect(other.problems).toEqual([]);
  await other.context.close();
});

test.for(stageNames)('a reload in %s loses nothing', async (stage) => {
  await go(page, stage);
  // Its finding is there when every pair of columns has been looked at.
  if (stage === 'Explore') await main(page).getByRole('heading', { name: 'What goes together' }).waitFor();
  await reloaded(page);
});

test('nothing left the own origin, and the console stayed quiet', () => {
  expect(at.foreign).toEqual([]);
  expect(at.problems).toEqual([]);
});
