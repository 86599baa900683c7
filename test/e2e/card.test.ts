/** @file The data card: written on the page, found again, acted on, and taken away without a row of the data. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { launch, visit } from './browser.ts';
import { go, main, quickSample, whenIdle } from './steps.ts';

let browser: Browser;
let page: Page;
beforeAll(async () => {
  browser = await launch();
  page = (await visit(browser, inject('address'))).page;
  await quickSample(page, 'loan');
  await go(page, 'Data');
});
afterAll(() => browser.close());
const card = () => main(page).getByRole('region', { name: 'Data card' });

test('what is written is there after a reload', async () => {
  await card().getByLabel('Terms of use').fill('MIT');
  await card().getByLabel('Legal basis').selectOption('anonymous');
  await card().getByText('Nine questions').click();
  await card().getByLabel('What does one row stand for?').fill('One application for a loan');
  await card().getByLabel('What does one row stand for?').blur();
  await card()
    .getByText(/^3 of \d+ points answered/)
    .waitFor();
  await page.reload();
  await card()
    .getByText(/^3 of \d+ points answered/)
    .waitFor();
  expect(await card().getByLabel('Terms of use').inputValue()).toBe('MIT');
});

test('a column that may not be used is pointed out and can be left out', async () => {
  await card().getByText('Personal data, column by column').click();
  await card().getByLabel('May sex be used here by law?').selectOption('no');
  await card()
    .getByText(/^sex: may not be used here, and the model still learns from it/)
    .waitFor();
  await card().getByRole('button', { name: 'Leave sex out' }).click();
  await whenIdle(page);
  await expect.poll(() => main(page).getByLabel('Role of sex').inputValue()).toBe('ignore');
  await page.keyboard.press('Control+z');
  await whenIdle(page);
  await expect.poll(() => main(page).getByLabel('Role of sex').inputValue()).toBe('feature');
});

test('it leaves as Markdown with aggregates only', async () => {
  const download = page.waitForEvent('download');
  await card().getByRole('button', { name: 'Save as Markdown' }).click();
  const text = readFileSync(await (await download).path(), 'utf8');
  expect(text).toContain('**Terms of use.** MIT');
  expect(text).toContain('sensitive, may not be used here');
  expect(text.length).toBeLessThan(10_000);
});
