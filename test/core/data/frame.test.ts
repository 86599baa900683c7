import { expect, test } from 'vitest';
import * as xlsx from 'xlsx';
import { combineTables } from '../../../src/core/data/frame.ts';
import { previewTable } from '../../../src/core/data/preview.ts';
import { readTable } from '../../../src/core/data/reader.ts';
import { bytesOf, columnOf, read, tableOf, textsOf } from './csv.ts';

const csv = async (left: string, right: string, how: Parameters<typeof combineTables>[2]) => {
  const combined = await combineTables(await tableOf(left), (await read(right, {}, 'other.csv')).table, how);
  return { name: combined.name, text: new TextDecoder().decode(combined.csv) };
};

test('append puts rows under rows, columns by name, missing stays missing', async () => {
  const appended = await csv('a,b\n1,x\n,"y, z"\n00123,\n', 'b,a\nNA,16777217\nw-v,2.50\n', { kind: 'append' });
  expect(appended).toEqual({ name: 'test-appended.csv', text: 'a,b\n1,x\n,"y, z"\n00123,\n16777217,\n2.50,w-v\n' });
});

test('append of one column, some missing', async () => {
  expect((await csv('a\nx\nNA\n', 'a\ny\n', { kind: 'append' })).text).toBe('a\nx\nNA\ny\n');
});

test('append refuses other columns by name', async () => {
  await expect(csv('age,b\n1,x\n', 'agee,b\n1,y\n', { kind: 'append' })).rejects.toThrow(
    /same columns.*\(did you mean age\?\): agee$/,
  );
});

// Keys with '-' and '_' that a joined-up key would confuse, numbers that an object would reorder, a key twice, missing keys.
const left = 'key,v\na-b,1\n10,2\nNA,3\n2,4\na,5\n__proto__,6\nb_c,7\n';
const right = 'key,v,w\n2,20,p\na-b,21,q\n,22,r\n2,23,\nb,24,s\n__proto__,25,t\n';

test('inner join', async () => {
  const joined = await csv(left, right, { kind: 'join', on: 'key', type: 'inner' });
  expect(joined.name).toBe('test-joined.csv');
  expect(joined.text).toBe('key,v,v_2,w\na-b,1,21,q\n2,4,20,p\n2,4,23,\n__proto__,6,25,t\n');
});

test('left join keeps every row of the left in its order', async () => {
  const joined = await csv(left, right, { kind: 'join', on: 'key', type: 'left' });
  expect(joined.text).toBe(
    'key,v,v_2,w\na-b,1,21,q\n10,2,,\n,3,,\n2,4,20,p\n2,4,23,\na,5,,\n__proto__,6,25,t\nb_c,7,,\n',
  );
});

test('a join of many different keys is quick and exact', async () => {
  const n = 20_000;
  const side = (shift: number) =>
    `id,x${shift}\n${Array.from({ length: n }, (_, i) => `k${i + shift},${i}\n`).join('')}`;
  const { text } = await csv(side(0), side(5000), { kind: 'join', on: 'id', type: 'inner' });
  const lines = text.trimEnd().split('\n');
  expect([lines.length, lines[1], lines.at(-1)]).toEqual([15_001, 'k5000,5000,0', 'k19999,19999,14999']);
}, 20_000);

test('a join on a column that is not in both, or with nothing in common, is refused', async () => {
  await expect(csv(left, right, { kind: 'join', on: 'w', type: 'inner' })).rejects.toThrow(
    /^data\.join\.on: not a column of test\.csv.*: w$/,
  );
  await expect(csv('k,a\n1,2\n', 'k,b\n3,4\n', { kind: 'join', on: 'k', type: 'inner' })).rejects.toThrow(
    /no value .* in both tables: k/,
  );
});

test('JSON records make the table that CSV makes', async () => {
  const json = '[{"a":1,"b":"x"},{"b":null,"a":2.5},{"a":"00123","c":true}]';
  const { table } = await read(json, {}, 'f.json');
  expect(table.columns.map(({ name }) => name)).toEqual(['a', 'b', 'c']);
  expect(textsOf(columnOf(table, 'a'))).toEqual(['1', '2.5', '00123']);
  expect(textsOf(columnOf(table, 'b'))).toEqual(['x', null, null]);
  expect(textsOf(columnOf(table, 'c'))).toEqual([null, null, 'true']);
  expect(await previewTable(bytesOf(json), 'f.json', {})).toMatchObject({ format: 'json', columns: ['a', 'b', 'c'] });
});

test.each([
  ['{"a": 1}', /must hold a list of records/],
  ['[{"a": 1}', /not valid JSON/],
])('JSON %s is refused', async (text, sentence) => {
  await expect(read(text, {}, 'f.json')).rejects.toThrow(sentence);
});

test('an Excel sheet: numbers, ISO dates, texts, blanks', async () => {
  const sheet = xlsx.utils.aoa_to_sheet(
    [
      ['n', 'day', 'word'],
      [1234.5, new Date(Date.UTC(2020, 2, 31)), 'x'],
      [16777217, new Date(Date.UTC(1999, 11, 31)), null],
    ],
    { UTC: true },
  );
  const book = xlsx.utils.book_new();
  xlsx.utils.book_append_sheet(book, sheet, 'first');
  const bytes = new Uint8Array(xlsx.write(book, { type: 'array', bookType: 'xlsx' }) as ArrayBuffer);
  const { table } = await readTable(bytes, 'f.xlsx', { header: true });
  expect(textsOf(columnOf(table, 'n'))).toEqual(['1234.5', '16777217']);
  expect(columnOf(table, 'day').type).toBe('date');
  expect(textsOf(columnOf(table, 'day'))).toEqual(['2020-03-31', '1999-12-31']);
  expect(textsOf(columnOf(table, 'word'))).toEqual(['x', null]);
  expect(await previewTable(bytes, 'f.xlsx', {})).toMatchObject({ format: 'xlsx', header: true });
});
