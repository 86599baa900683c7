/** @file The data card: written on the page, found again, acted on, and taken away without a row of the data. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { launch, visit } from './browser.ts';
import { go, main, quickSample, upload, whenIdle } from './steps.ts';

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

test('shares of a population are checked against the rows', async () => {
  // Of the 5,000 applicants 2,470 are female (49.4 %): far from a quarter.
  const shares = card().getByLabel('Shares of sex in the population');
  await shares.fill('female 25, male 75');
  await shares.blur();
  const tests = main(page).getByRole('region', { name: 'Quality tests' });
  await tests
    .getByText(/^sex: .*(population|reference)/i)
    .first()
    .waitFor();
});

test('a personal column is hashed or made coarser at once, and can be undone', async () => {
  const why = (name: string) =>
    main(page).getByRole('region', { name: 'Columns' }).getByRole('row').filter({ hasText: name });
  // 18 to 80 years: a tenth of the span is 6.2, so bands of 10 are offered.
  await card().getByLabel('Is age personal?').selectOption('generalise');
  await whenIdle(page);
  await why('age').filter({ hasText: 'in bands of 10' }).waitFor();
  const width = card().getByLabel('Width of the bands of age');
  await width.fill('20');
  await width.blur();
  await why('age').filter({ hasText: 'in bands of 20' }).waitFor();
  await card().getByLabel('Is purpose personal?').selectOption('hash');
  await why('purpose').filter({ hasText: 'hashed with a salt' }).waitFor();
  expect(await card().getByLabel('Salt').inputValue()).toMatch(/^[0-9a-f]{32}$/);
  await page.reload();
  await why('purpose').filter({ hasText: 'hashed with a salt' }).waitFor();
  await card().getByText('Personal data, column by column').click();
  await card().getByLabel('Is purpose personal?').selectOption('none');
  await why('purpose').filter({ hasText: '5 values' }).waitFor();
});

test('it leaves as Markdown with aggregates only', async () => {
  const download = page.waitForEvent('download');
  await card().getByRole('button', { name: 'Save as Markdown' }).click();
  const text = readFileSync(await (await download).path(), 'utf8');
  expect(text).toContain('**Terms of use.** MIT');
  expect(text).toContain('sensitive, may not be used here');
  expect(text).toContain('personal: keep it coarser; in bands of 20');
  expect(text.length).toBeLessThan(10_000);
});

test('a quality test that fails shows its rows and is mended by one press', async () => {
  const lines = Array.from(
    { length: 200 },
    (_, i) => `${(i * 37) % 101},p${i % 30}@example.org,${i % 2 ? 'a' : 'b'},${i % 2 ? 'u' : 'v'}`,
  );
  await upload(page, { name: 'mail.csv', text: ['x,contact,y,twin', ...lines].join('\n') });
  await go(page, 'Frame');
  await main(page).getByLabel('Target').selectOption('y');
  await go(page, 'Data');
  const tests = main(page).getByRole('region', { name: 'Quality tests' });
  // twin is y by another name.
  const disguise = tests
    .getByRole('listitem')
    .filter({ hasText: /disguise/i })
    .filter({ hasText: 'twin' });
  await disguise.waitFor();
  await disguise.getByRole('button', { name: 'Leave the column out' }).click();
  await whenIdle(page);
  await expect.poll(() => main(page).getByLabel('Role of twin').inputValue()).toBe('ignore');
  await disguise.waitFor({ state: 'detached' });
  // Addresses of persons are found whatever the column is called.
  const personal = tests.getByRole('listitem').filter({ hasText: 'contact' }).filter({ hasText: /mail/ }).first();
  await personal.waitFor();
  await personal.getByRole('button', { name: /^Show \d+ rows/ }).click();
  await tests.getByRole('region', { name: 'Rows at fault' }).getByText('p0@example.org').first().waitFor();
});
