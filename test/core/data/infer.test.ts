import { describe, expect, test } from 'vitest';
import { InputError } from '../../../src/core/base/errors.ts';
import { numberOf } from '../../../src/core/data/cells.ts';
import { dateReading } from '../../../src/core/data/dates.ts';
import { categoryLimit } from '../../../src/core/data/infer.ts';
import { columnOf, read, tableOf, textsOf } from './csv.ts';

/** A file of one column under test beside one of plain numbers. */
const file = (cells: readonly string[], name = 'x') =>
  `${name},n\n${cells.map((cell, i) => `${cell},${(i * 7) % 5}.5\n`).join('')}`;
const repeat = (cells: readonly string[], times: number) => Array.from({ length: times }, () => cells).flat();
const infer = async (cells: readonly string[], name = 'x') => columnOf(await tableOf(file(cells, name)), name);

test.each([
  ['1', 1],
  ['-3', -3],
  ['.5', 0.5],
  ['1e5', 100000],
  ['+2.', 2],
  ['0', 0],
  ['-0.25', -0.25],
  ['9007199254740991', 9007199254740991],
  ['00123', NaN],
  ['9007199254740993', NaN],
  ['1,5', NaN],
  ['0x1f', NaN],
  ['Infinity', NaN],
  ['1e999', NaN],
  ['1 000', NaN],
  ['', NaN],
])('%s is the number %d', (text, value) => expect(numberOf(text)).toBe(value));

describe('types', () => {
  test('numbers keep the cell texts, so that 1.0 and 1 are different labels', async () => {
    const column = await infer(repeat(['1.0', '0', '1'], 10));
    expect(column).toMatchObject({ type: 'number', role: 'feature' });
    expect(column.coded!.levels).toEqual(['1.0', '0', '1']);
    expect(column.type === 'number' && Array.from(column.values.slice(0, 3))).toEqual([1, 0, 1]);
  });
  test('0/1 is a number', async () => expect((await infer(repeat(['0', '1'], 20))).type).toBe('number'));
  test('leading zeros are codes', async () =>
    expect((await infer(repeat(['00123', '00456', '12345'], 10))).type).toBe('category'));
  test.each(['TRUE FALSE', 'yes no', 'No Yes'])('%s is boolean', async (pair) => {
    const column = await infer(repeat(pair.split(' '), 20));
    expect(column.type).toBe('boolean');
    expect(column.coded!.levels).toEqual(pair.split(' '));
  });
  test('every missing token, and None is a class', async () => {
    const column = await infer(['', 'NA', 'N/A', 'NaN', 'nan', 'null', 'NULL', '?', ...repeat(['None', 'Minor'], 10)]);
    expect(textsOf(column).slice(0, 9)).toEqual([...new Array(8).fill(null), 'None']);
  });
  test('categories up to round(n^0.7), at most 100', () => {
    // 20^0.7 = 8.14; 1000^0.7 = 125.9, so 100.
    expect([categoryLimit(20), categoryLimit(1000)]).toEqual([8, 100]);
  });
  test('more different texts than that are text, kept as meta', async () => {
    const words = Array.from({ length: 20 }, (_, i) => `word ${i}`);
    expect(await infer([...words, ...words])).toMatchObject({ type: 'text', role: 'meta' });
  });
});

describe('roles that default to ignore say why', () => {
  const many = (make: (i: number) => string) => Array.from({ length: 30 }, (_, i) => make(i));
  test.each<[string, string[], string, string, string]>([
    ['all texts differ', many((i) => `case-${i}`), 'x', 'id', 'every value differs: an id'],
    ['row numbers', many((i) => String(i + 1)), 'x', 'id', 'counts the rows: an id'],
    ['named id', many((i) => String(1000 + ((i * 37) % 100))), 'patient_id', 'id', 'every value differs: an id'],
    ['constant text', many(() => 'same'), 'x', 'category', 'one value only: same'],
    ['constant number', many(() => '7'), 'x', 'number', 'one value only: 7'],
    ['all missing', many(() => 'NA'), 'x', 'text', 'every cell is missing'],
  ])('%s', async (_, cells, name, type, reason) => {
    expect(await infer(cells, name)).toMatchObject({ type, role: 'ignore', reason });
  });
  test('measurements that all differ stay numbers', async () =>
    expect(await infer(many((i) => String(((i * 37) % 101) + 0.25)))).toMatchObject({
      type: 'number',
      role: 'feature',
    }));
  test('a column that says train and test is for the split', async () =>
    expect(await infer(repeat(['train', 'test'], 20))).toMatchObject({ role: 'split' }));
});

describe('dates', () => {
  const day = 86_400_000;
  // 1970-01-01 is day 0; 2000-03-01 is day 11017 (30 years, 7 leap days, 59 days of January and February and the 29th).
  test.each([
    ['2000-03-01', 11017 * day],
    ['2000/3/1', 11017 * day],
    ['2000-03-01T06:00:00Z', 11017 * day + day / 4],
    ['2000-03-01 06:00', 11017 * day + day / 4],
    ['2000-03-01T06:00:00+06:00', 11017 * day],
    ['1 Mar 2000', 11017 * day],
  ])('%s', (text, value) => expect(dateReading([text])!.read(text)).toBe(value));
  test('a day above 12 settles the order for the column', () => {
    expect(dateReading(['01/03/2000', '25/12/2020'])!.read('01/03/2000')).toBe(11017 * day);
    expect(dateReading(['03/01/2000', '12/25/2020'])!.read('03/01/2000')).toBe(11017 * day);
  });
  test('ambiguous or impossible days are no dates', () => {
    expect(dateReading(['01/03/2000', '02/04/2000'])).toBeNull();
    expect(dateReading(['2001-02-29'])).toBeNull();
    expect(dateReading(['2001-02-28', 'soon'])).toBeNull();
  });
});

describe('what is told wins', () => {
  const mixed = file([...Array.from({ length: 40 }, (_, i) => String(20 + (i % 9))), 'unknown', 'about 30']);

  test('a few texts among numbers are listed, with their rows', async () => {
    const { table, notices } = await read(mixed);
    expect(columnOf(table, 'x').type).toBe('category');
    const notice = notices.find(({ kind }) => kind === 'mixed-number')!;
    expect(notice).toMatchObject({ column: 'x', choice: 'as-missing', lines: [40, 41] });
    expect(notice.text).toContain('unknown (row 40), about 30 (row 41)');
  });
  test('also where the texts come after a thousand different numbers', async () => {
    const cells = [...Array.from({ length: 3000 }, (_, i) => `${(i * 7919) % 3001}.25`), 'oops'];
    const { table, notices } = await read(file(cells));
    expect(textsOf(columnOf(table, 'x'))).toEqual(cells);
    expect(notices.find(({ kind }) => kind === 'mixed-number')).toMatchObject({ lines: [3000] });
  });
  test('told to be a number: the texts are missing, no notice', async () => {
    const { table, notices } = await read(mixed, { columns: { x: { type: 'number' } } });
    const column = columnOf(table, 'x');
    expect(column.type === 'number' && Array.from(column.values.slice(39))).toEqual([23, NaN, NaN]);
    expect(notices.map(({ kind }) => kind)).not.toContain('mixed-number');
  });
  test('more than 5 % texts are no mistake', async () => {
    const { notices } = await read(file([...repeat(['1', '2'], 10), 'a', 'b']));
    expect(notices.map(({ kind }) => kind)).not.toContain('mixed-number');
  });
  test('number as category keeps texts; roles and sensitivity are taken over', async () => {
    const options = { columns: { x: { type: 'category', role: 'group', sensitive: true } } } as const;
    const column = columnOf(await tableOf(file(['1', '2', '1.0']), options), 'x');
    expect(column).toMatchObject({ type: 'category', role: 'group', sensitive: true, reason: '' });
    expect(textsOf(column)).toEqual(['1', '2', '1.0']);
  });
  test('ordinal levels stand in the order told', async () => {
    const order = ['low', 'mid', 'high'];
    const column = columnOf(
      await tableOf(file(['high', 'low', 'NA']), { columns: { x: { type: 'ordinal', order } } }),
      'x',
    );
    expect(column.coded!.levels).toEqual(order);
    expect(Array.from(column.coded!.codes)).toEqual([2, 0, -1]);
  });
  test.each([
    [{ type: 'ordinal', order: ['a'] }, /x\.order: a value of the column is not in the order: b/],
    [{ type: 'boolean' }, /x\.type: a boolean column has at most 2 values; here are 3/],
    [{ type: 'date' }, /x\.type: not every cell is a date .*: a/],
  ] as const)('%o where it cannot be is refused', async (told, sentence) => {
    const failure = await read(file(['a', 'b', 'c']), { columns: { x: told as never } }).catch(
      (error: unknown) => error,
    );
    expect(failure).toBeInstanceOf(InputError);
    expect((failure as Error).message).toMatch(sentence);
  });
});

test('identifiers above 2^24 and 2^53 survive', async () => {
  const numbers = ['16777217', '16777219', '33554433'];
  const long = ['9007199254740993', '90071992547409931', '123456789012345678901'];
  const table = await tableOf(`a,b\n${numbers.map((number, i) => `${number},${long[i]}\n`).join('')}`);
  const a = columnOf(table, 'a');
  expect(a.type === 'number' && Array.from(a.values)).toEqual([16777217, 16777219, 33554433]);
  expect(textsOf(columnOf(table, 'b'))).toEqual(long);
});

test('a column of few values that is named like a protected trait is compared as groups, unless told otherwise', async () => {
  const cells = repeat(['f', 'm'], 30);
  const sensitive = async (name: string, told?: boolean) => {
    const options = told === undefined ? {} : { columns: { [name]: { sensitive: told } } };
    return columnOf(await tableOf(file(cells, name), options), name).sensitive;
  };
  for (const name of ['sex', 'Gender', 'race', 'applicant_sex', 'ethnic group', 'nationality'])
    expect([name, await sensitive(name)]).toEqual([name, true]);
  for (const name of ['Middlesex', 'racetrack', 'x', 'sexes'])
    expect([name, await sensitive(name)]).toEqual([name, false]);
  expect(await sensitive('sex', false)).toBe(false);
  // A measurement is no group.
  const numbers = Array.from({ length: 60 }, (_, i) => `${i}.5`);
  expect((await infer(numbers, 'sex')).sensitive).toBe(false);
});
