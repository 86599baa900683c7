/** @file Tables that are no CSV, and two tables made one, in the built page under its policy. */
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { tableFromArrays, tableToIPC } from 'apache-arrow';
import { utils, write } from 'xlsx';
import type { Browser, Page } from 'playwright-core';
import { parquetFile } from '../core/data/parquet-file.ts';
import { launch, visit, type Visit } from './browser.ts';
import { finding, main, pick, start, upload, whenIdle } from './steps.ts';

let browser: Browser;
let at: Visit;
let page: Page;
beforeAll(async () => {
  browser = await launch();
  at = await visit(browser, inject('address'));
  page = at.page;
});
afterAll(() => browser.close());

const rows = Array.from({ length: 40 }, (_, i) => ({ key: `k${i}`, x: i, y: i % 2 ? 'a' : 'b' }));
const ys = rows.map(({ y }) => y);
const csv = (list: object[]) => [Object.keys(list[0]!), ...list.map((row) => Object.values(row))].join('\n');

test('an Excel sheet', async () => {
  const book = utils.book_new(utils.json_to_sheet(rows), 'Sheet1');
  const bytes = write(book, { type: 'buffer', bookType: 'xlsx' }) as Uint8Array;
  await upload(page, { name: 'sheet.xlsx', text: bytes });
  expect(await finding(page).innerText()).toMatch(/^40 rows and 3 columns/);
});

test('a JSON list of records', async () => {
  await upload(page, { name: 'list.json', text: JSON.stringify(rows) });
  expect(await finding(page).innerText()).toMatch(/^40 rows and 3 columns/);
});

test('Arrow, Parquet, ARFF and JSON Lines files', async () => {
  const arrow = tableToIPC(tableFromArrays({ x: Float64Array.from({ length: 40 }, (_, i) => i / 3), y: ys }), 'file');
  await upload(page, { name: 'table.arrow', text: arrow });
  expect(await finding(page).innerText()).toMatch(/^40 rows and 2 columns/);
  const parquet = parquetFile([{ name: 'x', type: 5, values: ys.map((_, i) => i / 4), gzip: true }]);
  await upload(page, { name: 'table.parquet', text: parquet });
  expect(await finding(page).innerText()).toMatch(/^40 rows and 1 column/);
  const arff = ['@relation t', '@attribute x numeric', '@attribute y {a,b}', '@data', ...ys.map((y, i) => `${i},${y}`)];
  await upload(page, { name: 'table.arff', text: arff.join('\n') });
  expect(await finding(page).innerText()).toMatch(/^40 rows and 2 columns/);
  await upload(page, { name: 'table.jsonl', text: rows.map((row) => JSON.stringify(row)).join('\n') });
  expect(await finding(page).innerText()).toMatch(/^40 rows and 3 columns/);
});

test('a pasted table', async () => {
  await start(page);
  await main(page).getByText('Paste a table').click();
  await main(page).getByLabel('Table as text').fill(csv(rows));
  await main(page).getByRole('button', { name: 'Read what I pasted' }).click();
  await main(page).getByRole('button', { name: 'Read the whole file' }).click();
  await main(page).getByRole('region', { name: 'Columns' }).waitFor();
  expect(await finding(page).innerText()).toMatch(/^40 rows and 3 columns/);
});

test('what is told of a file is in its study: a marker of its own for what is missing', async () => {
  await pick(page, { name: 'marked.csv', text: csv([...rows, { key: 'k99', x: 999, y: 'a' }]) });
  await main(page).getByLabel('Also missing').fill('999');
  await main(page).getByLabel('Also missing').blur();
  await main(page).getByRole('button', { name: 'Read the whole file' }).click();
  await main(page).getByRole('row', { name: /^x / }).getByRole('cell', { name: /^1 / }).waitFor();
  await page.getByRole('button', { name: 'Show as JSON' }).first().click();
  const study = await page.getByRole('dialog').getByLabel('Study').inputValue();
  expect(JSON.parse(study).data.reading).toEqual({ missing: ['999'] });
  await page.keyboard.press('Escape');
  // A role changed afterwards keeps the marker.
  await main(page).getByLabel('Role of key').selectOption('meta');
  await whenIdle(page);
  await main(page).getByRole('row', { name: /^x / }).getByRole('cell', { name: /^1 / }).waitFor();
  await upload(page, { name: 'list.json', text: JSON.stringify(rows) });
});

test('a sample of the rows, the same in every reading', async () => {
  const many = Array.from({ length: 5000 }, (_, i) => ({ x: i, y: i % 2 ? 'a' : 'b' }));
  await pick(page, { name: 'many.csv', text: csv(many) });
  await main(page).getByText('1,000 of about 5,000 rows shown').waitFor();
  const first = main(page).getByRole('region', { name: 'Rows as they will be read' });
  await first.evaluate((element) => element.scrollTo(0, element.scrollHeight));
  await first.getByRole('cell', { name: '999', exact: true }).waitFor();
  await main(page).getByLabel('Rows to read').selectOption({ label: '1 in 10, at random (about 500)' });
  await main(page).getByRole('button', { name: 'Read the whole file' }).click();
  await main(page)
    .getByText(/a random sample was read, the same rows each time: [45]\d\d of 5000 rows/)
    .first()
    .waitFor();
  await upload(page, { name: 'list.json', text: JSON.stringify(rows) });
});

test('an order of levels by hand, kept when a newer file of the table is opened', async () => {
  const sizes = rows.map((row, i) => ({ ...row, size: ['small', 'medium', 'large'][i % 3] }));
  await upload(page, { name: 'sizes.csv', text: csv(sizes) });
  await main(page).getByLabel('Type of size').selectOption('ordinal');
  await main(page).getByRole('button', { name: 'Order of size' }).click();
  const dialog = page.getByRole('dialog');
  const order = async () => (await dialog.getByRole('listitem').allInnerTexts()).map((text) => text.trim());
  expect(await order()).toEqual(['large', 'medium', 'small']);
  await dialog.getByRole('button', { name: 'Move large down' }).click();
  await dialog.getByRole('button', { name: 'Move large down' }).click();
  await dialog.getByRole('button', { name: 'Move small up' }).click();
  expect(await order()).toEqual(['small', 'medium', 'large']);
  await dialog.getByRole('button', { name: 'Keep this order' }).click();
  await whenIdle(page);
  await pick(page, { name: 'sizes-newer.csv', text: csv(sizes.slice(0, 30)) });
  await main(page).getByText('is kept: size.').waitFor();
  await main(page).getByRole('button', { name: 'Read the whole file' }).click();
  await page.getByRole('button', { name: 'Show as JSON' }).first().click();
  const study = await page.getByRole('dialog').getByLabel('Study').inputValue();
  expect(JSON.parse(study).data.columns).toEqual({ size: { type: 'ordinal', order: ['small', 'medium', 'large'] } });
  await page.keyboard.press('Escape');
  await upload(page, { name: 'list.json', text: JSON.stringify(rows) });
});

test('a profile is saved, and the next table compared with it', async () => {
  const then = rows.map(({ key, y }, i) => ({ key, y, w: (i * 7) % 11 }));
  await upload(page, { name: 'then.json', text: JSON.stringify(then) });
  const card = main(page).getByRole('region', { name: 'Profile', exact: true });
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    card.getByRole('button', { name: 'Save the profile' }).click(),
  ]);
  const saved = await download.path();
  await upload(page, {
    name: 'later.json',
    text: JSON.stringify(then.map(({ key, w }) => ({ key, w: w + 100, z: 1 }))),
  });
  await card.getByLabel('Saved profile').setInputFiles(saved);
  await card.getByText('Of 4 columns 1 changed, 1 new, 1 gone; 40 rows then, 40 now.').waitFor();
  await card
    .getByLabel('Saved profile')
    .setInputFiles({ name: 'no.json', mimeType: 'text/plain', buffer: Buffer.from('x') });
  await card.getByRole('alert').waitFor();
  await upload(page, { name: 'list.json', text: JSON.stringify(rows) });
});

test('a second table under the first, and one beside it', async () => {
  const second = (name: string, text: string) =>
    main(page)
      .getByLabel('Second data file')
      .setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });
  await second('more.csv', csv(rows.slice(0, 5).map((row) => ({ ...row, key: `m${row.key}` }))));
  await expect.poll(() => finding(page).innerText(), { timeout: 30_000 }).toMatch(/^45 rows and 3 columns/);
  await page.getByText('40 rows here and 5 in more.csv made 45 rows.').waitFor();
  await whenIdle(page);
  await main(page).getByLabel('What to do with it').selectOption('inner');
  await main(page).getByLabel('Same value in').selectOption('key');
  await second('beside.csv', csv(rows.slice(0, 30).map(({ key, x }) => ({ key, z: x * 2 }))));
  await expect.poll(() => finding(page).innerText(), { timeout: 30_000 }).toMatch(/^30 rows and 4 columns/);
});

test('nothing was complained about', () => {
  expect({ foreign: at.foreign, problems: at.problems }).toEqual({ foreign: [], problems: [] });
});
