/** @file Bad input on the page: one clear sentence, and what was open before is still there. */
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { launch, visit, type Visit } from './browser.ts';
import { alert, go, main, pick, quickSample, upload, whenIdle } from './steps.ts';

let browser: Browser;
let at: Visit;
let page: Page;
beforeAll(async () => {
  browser = await launch();
  at = await visit(browser, inject('address'));
  page = at.page;
  await quickSample(page, 'penguins');
});
afterAll(() => browser.close());

const good = ['x,z,y', ...Array.from({ length: 60 }, (_, i) => `${(i * 7) % 11},${i % 4},${'ab'[i % 2]}`)];
const csv = (...lines: string[]) => lines.join('\n');
const binary = Uint8Array.from({ length: 400 }, (_, i) => (i * 37) % 256);

describe('a file that is no table', () => {
  beforeEach(async () => {
    if (await alert(page).isVisible()) await page.getByRole('button', { name: 'Dismiss the error' }).click();
  });

  test.for<[string, string | Uint8Array, RegExp]>([
    ['an empty file', '', /the file is empty; a header line and data rows are needed: bad\.csv/],
    ['a header only', 'x,y\n', /only a header and no rows/],
    ['a binary file', binary, /bad\.csv/],
    ['a column name that comes twice', csv('x,x,y', '1,2,a', '3,4,b'), /x \(columns 1, 2\)/],
  ])('%s', async ([, content, message]) => {
    await pick(page, { name: 'bad.csv', text: content });
    const read = main(page).getByRole('button', { name: 'Read the whole file' });
    await read.or(alert(page)).first().waitFor();
    if (await read.isVisible()) await read.click();
    await alert(page).waitFor();
    expect(await alert(page).innerText()).toMatch(message);
    // The run and the study of before are untouched.
    await go(page, 'Evaluate');
    expect(await page.getByRole('complementary', { name: 'Summary' }).innerText()).toContain('sample:penguins');
  });
});

test('ragged rows are refused by their lines, or left out and listed', async () => {
  await pick(page, { name: 'ragged.csv', text: csv(...good, '1,2', '1,2,a,b') });
  await main(page).getByRole('button', { name: 'Read the whole file' }).click();
  await alert(page)
    .getByText(/2 lines have not the 3 fields of the header in ragged\.csv.*lines 62, 63/)
    .waitFor();
  await main(page)
    .getByRole('checkbox', { name: /^Leave out lines/ })
    .check();
  await main(page).getByRole('button', { name: 'Read the whole file' }).click();
  await main(page).getByRole('region', { name: 'Columns' }).waitFor();
  await main(page)
    .getByText('2 of 62 rows were left out because they have not the 3 fields of the header: lines 62, 63')
    .waitFor();
  expect(await page.getByRole('complementary', { name: 'Summary' }).innerText()).toContain('ragged.csv');
});

test('a few texts in a column of numbers are listed, and may be read as missing', async () => {
  const mixed = good.map((line, i) => (i === 4 || i === 9 ? line.replace(/^\d+/, 'lots') : line));
  await upload(page, { name: 'mixed.csv', text: csv(...mixed, ...good.slice(1), ...good.slice(1)) });
  await main(page).getByText(/lots/).first().waitFor();
  await main(page).getByRole('button', { name: 'Read these cells as missing' }).click();
  await whenIdle(page);
  expect(await main(page).getByLabel('Type of x').inputValue()).toBe('number');
  await main(page).getByRole('row', { name: /^x / }).getByRole('cell', { name: /^2 / }).waitFor();
});

test('an all-missing column is left out and says why', async () => {
  await upload(page, { name: 'gap.csv', text: csv(...good.map((line, i) => `${i ? '' : 'e'},${line}`)) });
  const row = main(page).getByRole('row', { name: /^e / });
  expect(await row.innerText()).toMatch(/every cell is missing|no value/i);
  expect(await main(page).getByLabel('Role of e').inputValue()).toBe('ignore');
});

test('a target with one class cannot be chosen', async () => {
  await upload(page, { name: 'constant.csv', text: csv(...good.map((line, i) => `${line},${i ? 'same' : 'k'}`)) });
  await go(page, 'Frame');
  const option = main(page).getByLabel('Target').locator('option[value=k]');
  expect(await option.isDisabled()).toBe(true);
  expect(await option.innerText()).toContain('not 2 to 100 different values');
});

test('classes under 100 rows are warned of', async () => {
  await main(page).getByLabel('Target').selectOption('y');
  await main(page)
    .getByText(/fewer than 100 rows: a \(30\), b \(30\)/)
    .waitFor();
});

test('a split column with other values is refused by its value, and training waits', async () => {
  await upload(page, {
    name: 'parted.csv',
    text: csv(...good.map((line, i) => `${line},${i ? ['train', 'test', 'dev'][i % 3] : 'part'}`)),
  });
  await go(page, 'Frame');
  await main(page).getByLabel('Target').selectOption('y');
  await main(page).getByLabel('How rows are divided').selectOption('column');
  await main(page).getByLabel('Column that divides').selectOption('part');
  await main(page)
    .getByText(/study\.split\.column: part may hold train, validation and test only: dev/)
    .waitFor();
  expect(await page.getByRole('banner').getByRole('button', { name: /^Run/ }).isDisabled()).toBe(true);
});

test('a class that is absent from training is named', async () => {
  const late = good.map((line, i) => (i === 0 ? `${line},part` : `${line},${i > 40 ? 'test' : 'train'}`));
  await upload(page, { name: 'late.csv', text: csv(...late, '3,1,c,test', '3,2,c,test') });
  await go(page, 'Frame');
  await main(page).getByLabel('Target').selectOption('y');
  await main(page).getByLabel('How rows are divided').selectOption('column');
  await main(page).getByLabel('Column that divides').selectOption('part');
  await main(page)
    .getByText(/every class needs a training row; none has: c/)
    .waitFor();
});

test('an option out of its range keeps the words and says the range', async () => {
  await go(page, 'Train');
  const box = main(page).getByLabel(/^L2 penalty/);
  await box.fill('-1');
  await box.blur();
  await main(page).getByText('L2 penalty must be a number from 0 up: -1').waitFor();
  expect(await box.inputValue()).toBe('-1');
});

describe('a study written as JSON', () => {
  const change = async (edit: (study: Record<string, any>) => void) => {
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Show as JSON' }).first().click();
    const box = page.getByRole('dialog').getByLabel('Study');
    const study = JSON.parse(await box.inputValue()) as Record<string, any>;
    edit(study);
    await box.fill(JSON.stringify(study));
    await page.getByRole('button', { name: 'Use this study' }).click();
  };
  beforeAll(async () => {
    await quickSample(page, 'penguins');
  });

  test.for<[string, (study: Record<string, any>) => void, RegExp]>([
    ['an unknown key', (study) => (study['sed'] = 1), /^study\.sed: not a known key \(did you mean seed\?\): sed$/],
    [
      'a positive class that is not there',
      (study) => (study['framing'] = { kind: 'binary', target: 'species', positive: 'adelie' }),
      /^study\.framing\.positive: not a class of species: adelie \(did you mean Adelie\?\)$/,
    ],
    [
      'a target that is not there',
      (study) => (study['framing'].target = 'specie'),
      /^study\.framing\.target: .*specie$/,
    ],
    ['data that is not here', (study) => (study['data'].sha256 = '0'.repeat(64)), /not kept here: sample:penguins$/],
  ])('%s', async ([, edit, message]) => {
    await change(edit);
    const said = page.getByRole('dialog').getByRole('alert');
    await said.waitFor();
    expect(await said.innerText()).toMatch(message);
  });

  test('one that can run is taken up, column types and all', async () => {
    await change((study) => {
      study['seed'] = 7;
      study['data'].columns = { ...study['data'].columns, body_mass_g: { role: 'ignore' } };
    });
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByRole('complementary', { name: 'Summary' }).getByText('seed 7').waitFor();
    await go(page, 'Data');
    expect(await main(page).getByLabel('Role of body_mass_g').inputValue()).toBe('ignore');
  });
});

test('the console stayed quiet', () => {
  expect(at.problems).toEqual([]);
});
