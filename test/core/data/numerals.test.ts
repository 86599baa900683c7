import { describe, expect, test } from 'vitest';
import { dateReading } from '../../../src/core/data/dates.ts';
import { numberReading } from '../../../src/core/data/numerals.ts';
import { columnOf, read, tableOf, textsOf } from './csv.ts';

/** A semicolon file of one column under test beside one of words. */
const file = (cells: readonly string[]) => `x;w\n${cells.map((cell, i) => `${cell};${i % 2 ? 'a' : 'b'}\n`).join('')}`;
const infer = async (cells: readonly string[], options = {}) => columnOf(await tableOf(file(cells), options), 'x');

// The values are what a person of that locale reads.
test.each<[string, string[], number[], string]>([
  ['thousands', ['1,234,567', '12'], [1234567, 12], 'commas between thousands'],
  ['thousands, settled by a point', ['1,234', '5.5'], [1234, 5.5], 'commas between thousands'],
  ['decimal commas', ['1,5', '-2,25'], [1.5, -2.25], 'decimal commas'],
  ['points and a decimal comma', ['1.234,5', '7'], [1234.5, 7], 'points between thousands, decimal commas'],
  [
    'a point is of thousands beside a decimal comma',
    ['1.234', '1,5'],
    [1234, 1.5],
    'points between thousands, decimal commas',
  ],
  ['spaces', ['1 234 567', '1 000'], [1234567, 1000], 'spaces between thousands'],
  ['apostrophes', ["1'234.5", '2'], [1234.5, 2], 'apostrophes between thousands'],
  ['percent', ['12.3%', '7 %'], [0.123, 0.07], 'percents as shares: 12.3% is 0.123'],
  ['currency before', ['$1,200.50', '-$5'], [1200.5, -5], 'commas between thousands, amounts in $'],
  ['currency after', ['12,50 €', '3 €'], [12.5, 3], 'decimal commas, amounts in €'],
  ['baht, on some cells', ['฿20', '30'], [20, 30], 'amounts in ฿'],
])('%s', (_, texts, values, reason) =>
  expect(numberReading(texts)).toEqual({ values, reason: `every cell is a number, ${reason}`, ambiguous: null }),
);

test.each([
  ['1,234 alone', ['1,234', '12']],
  ['1,234 with a sign', ['$1,234']],
])('%s is 1234 or 1.234, and so stays text', (_, texts) =>
  expect(numberReading(texts)).toMatchObject({ values: null, ambiguous: texts[0] }),
);

test.each([
  ['two currencies', ['$5', '5 €']],
  ['percent on some cells', ['5%', '0.5']],
  ['codes', ['00123', '1,5']],
  ['groups that are not of three', ['1,23,456', '1']],
  ['both ways', ['1,234.5', '1.234,5']],
  ['words', ['1,5', 'none']],
  ['integers beyond 2^53', ['9,007,199,254,740,993', '1']],
])('%s: no reading', (_, texts) => expect(numberReading(texts)).toBeNull());

describe('in a file', () => {
  test('a column of decimal commas is of numbers, and keeps its texts', async () => {
    const column = await infer(['1,5', '2,25', 'NA', '1,5']);
    expect(column).toMatchObject({ type: 'number', role: 'feature', reason: 'every cell is a number, decimal commas' });
    expect(column.type === 'number' && Array.from(column.values)).toEqual([1.5, 2.25, NaN, 1.5]);
    expect(textsOf(column)).toEqual(['1,5', '2,25', null, '1,5']);
  });
  test('more than a thousand of them', async () => {
    const column = await infer(Array.from({ length: 3000 }, (_, i) => (i < 2000 ? `${i + 0.5}` : `${i},25`)));
    // 0.5 has a decimal point and 2000,25 a decimal comma: no one reading.
    expect(column.type).toBe('id');
    const commas = await infer(Array.from({ length: 3000 }, (_, i) => (i < 2000 ? `${i}` : `${i},25`)));
    expect(commas.type === 'number' && [commas.values[1999], commas.values[2999]]).toEqual([1999, 2999.25]);
  });
  test('told to be a number, the rest is missing', async () => {
    const column = await infer(['1,5', 'about 3', '2,5'], { columns: { x: { type: 'number' } } });
    expect(column.type === 'number' && Array.from(column.values)).toEqual([1.5, NaN, 2.5]);
    expect(textsOf(column)).toEqual(['1,5', null, '2,5']);
  });
  test('an ambiguous column says why it is none of numbers', async () => {
    const column = await infer(['1,234', '2,345', '1,234', '1,234']);
    expect(column).toMatchObject({ type: 'category' });
    expect(column.reason).toBe('2 values; 1,234 may be 1234 or 1.234: no other cell settles it');
  });
  test('a headerless file of decimal commas has no header', async () => {
    expect((await tableOf('1,5;2,5\n3,5;4,5\n')).rows).toBe(2);
  });
});

describe('missing markers', () => {
  test('beside the built-in ones, as the person gives them', async () => {
    const column = await infer(['1', '-999', '.', '-', 'n/a', '\\N', '4'], { missing: ['-999', ' . '] });
    expect(column.type === 'number' && Array.from(column.values)).toEqual([1, NaN, NaN, NaN, NaN, NaN, 4]);
  });
  test('a minus beside a plus is a class', async () => {
    const column = await infer(['-', '+', '-', '?', '+']);
    expect(textsOf(column)).toEqual(['-', '+', '-', null, '+']);
  });
  test('unless the person says that it is not', async () => {
    const { table } = await read(file(['-', '+', '+']), { missing: ['-'] });
    expect(textsOf(columnOf(table, 'x'))).toEqual([null, '+', '+']);
  });
});

describe('dates', () => {
  const day = 86_400_000;
  // 2020-03-31: 50 years of 365 days, 12 leap days (1972 to 2016), 31 + 29 + 30 days: day 18352.
  test.each([
    ['31/3/2563', 'every cell is a date, the day first, years of the Buddhist era: 2563 is 2020'],
    ['2563-03-31', 'every cell is a date, years of the Buddhist era: 2563 is 2020'],
    ['3/31/2020', 'every cell is a date, the month first'],
    ['31.03.2020', 'every cell is a date, the day first'],
    ['31 Mar 2563', 'every cell is a date, years of the Buddhist era: 2563 is 2020'],
  ])('%s', (text, reason) => {
    const found = dateReading([text])!;
    expect([found.read(text), found.reason]).toEqual([18352 * day, reason]);
  });
  test('a time beside a slashed date', () =>
    expect(dateReading(['31/03/2020 06:00'])!.read('31/03/2020 06:00')).toBe(18352 * day + day / 4));
  test('the 29th of February by the year of the common era: 2563 is 2020, 2562 is 2019', () => {
    expect(dateReading(['29/02/2563'])).not.toBeNull();
    expect(dateReading(['29/02/2562'])).toBeNull();
  });
  test('eras are not mixed', () => expect(dateReading(['2563-03-31', '2020-03-31'])).toBeNull());
  test('05/05 is one day either way', () => expect(dateReading(['05/05/2020'])).not.toBeNull());
  test('an ambiguous column says so', async () =>
    expect((await infer(['01/03/2020', '02/04/2020', '01/03/2020'])).reason).toBe(
      '2 values; 01/03/2020 may be day or month first',
    ));
});
