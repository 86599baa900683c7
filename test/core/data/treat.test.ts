import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { profileTable } from '../../../src/core/data/profile.ts';
import type { ReadOptions, Treatment } from '../../../src/core/data/profile-types.ts';
import { columnOf, read, textsOf } from './csv.ts';

const salt = 'grain of salt';
const hashed = (text: string) => createHash('sha256').update(`${salt}${text}`).digest('hex').slice(0, 12);
const treated = async (
  cells: readonly string[],
  treat: Treatment,
  told: NonNullable<ReadOptions['columns']>[string] = {},
) => {
  const text = ['x,y', ...cells.map((cell, i) => `${cell},${i % 2}`)].join('\n');
  const { table, notices } = await read(text, { salt, columns: { x: { ...told, treat } } });
  return { table, notices, x: columnOf(table, 'x') };
};
const values = (column: ReturnType<typeof columnOf>) => ('values' in column ? [...column.values] : null);

describe('a hash', () => {
  test('is the start of SHA-256 of salt and text; equal cells stay equal, missing ones missing', async () => {
    const { x, table } = await treated(['ann', 'bob', '', 'ann'], 'hash');
    expect(textsOf(x)).toEqual([hashed('ann'), hashed('bob'), null, hashed('ann')]);
    expect([x.type, x.role, x.treatment]).toEqual(['category', 'feature', 'hashed with a salt']);
    expect([...table.sourceRows]).toEqual([0, 1, 2, 3]);
  });

  test('of many different numbers, longer than numbers keep their texts, is an id', async () => {
    const cells = Array.from({ length: 1500 }, (_, i) => String(7000 + 3 * i));
    const { x } = await treated(cells, 'hash');
    expect([x.type, x.role]).toEqual(['id', 'ignore']);
    expect(textsOf(x)[1499]).toBe(hashed('11497'));
  });

  test('another salt, other hashes; the hash of the file stays', async () => {
    const [one, other] = await Promise.all(
      [salt, 'another one'].map((each) => read('x,y\na,1\nb,2\n', { salt: each, columns: { x: { treat: 'hash' } } })),
    );
    expect(textsOf(columnOf(one!.table, 'x'))).not.toEqual(textsOf(columnOf(other!.table, 'x')));
    expect(one!.table.sha256).toBe(other!.table.sha256);
  });

  test('nothing that is said of the table quotes a cell', async () => {
    // Untreated, a notice would name the text among numbers, and the reason the one value of a constant.
    const cells = [...Array.from({ length: 40 }, (_, i) => String(i * 7)), 'Ada'];
    for (const [each, treat] of [
      [cells, 'hash'],
      [new Array<string>(12).fill('Ada'), 'hash'],
    ] as const) {
      const { table, notices } = await treated(each, treat);
      expect(JSON.stringify(profileTable(table, notices, 1))).not.toContain('Ada');
    }
  });

  test.each([
    [{ columns: { x: { treat: 'hash' } } }, /^study\.data\.salt: is missing; /],
    [
      { salt, columns: { x: { treat: 'hash', type: 'number' } } },
      /^study\.data\.columns\.x\.treat: leaves a category, text or id column, not number: hash$/,
    ],
  ] as [ReadOptions, RegExp][])('%j is refused', (options, sentence) =>
    expect(read('x,y\n1,1\n2,2\n', options)).rejects.toThrow(sentence),
  );
});

describe('coarser', () => {
  test('numbers in bands, told by their lower edge', async () => {
    const { x } = await treated(['37', '40', '-1', '', '39.9'], { generalise: { width: 10 } });
    expect(values(x)).toEqual([30, 40, -10, NaN, 30]);
    expect(textsOf(x)).toEqual(['30', '40', '-10', null, '30']);
    expect([x.type, x.treatment]).toEqual(['number', 'in bands of 10']);
  });

  test('a width that binary numbers do not hold leaves no trace in the edges', async () => {
    // 0.37 / 0.1 is 3.7; 3 * 0.1 is 0.30000000000000004 in binary.
    const { x } = await treated(['0.37', '0.12'], { generalise: { width: 0.1 } });
    expect(values(x)).toEqual([0.3, 0.1]);
  });

  test('each number lies in its band, and a band again in itself', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: -5000, max: 5000 }), { minLength: 2, maxLength: 40 }),
        fc.integer({ min: 1, max: 500 }),
        async (numbers, width) => {
          const told = { type: 'number' } as const;
          const bands = values((await treated(numbers.map(String), { generalise: { width } }, told)).x)!;
          for (const [i, band] of bands.entries()) {
            expect(band <= numbers[i]! && numbers[i]! < band + width).toBe(true);
            expect(Math.abs(band % width)).toBe(0);
          }
          const again = values((await treated(bands.map(String), { generalise: { width } }, told)).x);
          expect(again).toEqual(bands);
        },
      ),
      { numRuns: 30 },
    ));

  test('dates to the first day of their month or year, in UTC', async () => {
    const cells = ['2020-02-29', '1969-12-31T23:59:59Z', '', '2020-02-01'];
    const month = (await treated(cells, { generalise: { to: 'month' } })).x;
    expect(textsOf(month)).toEqual(['2020-02', '1969-12', null, '2020-02']);
    expect(values(month)).toEqual([Date.UTC(2020, 1, 1), Date.UTC(1969, 11, 1), NaN, Date.UTC(2020, 1, 1)]);
    const year = (await treated(cells, { generalise: { to: 'year' } })).x;
    expect(textsOf(year)).toEqual(['2020', '1969', null, '2020']);
    expect([year.type, year.treatment]).toEqual(['date', 'to the year']);
  });

  test('texts and codes to their first characters, whole letters only', async () => {
    const codes = await treated(['10115', '10117', '80331', ''], { generalise: { characters: 2 } });
    expect([codes.x.type, codes.x.treatment]).toEqual(['category', 'the first 2 characters']);
    expect(textsOf(codes.x)).toEqual(['10', '10', '80', null]);
    // An emoji is two units of UTF-16 and one character; a blank at the cut falls away.
    const texts = await treated(['😀a', '😀b', 'A B'], { generalise: { characters: 1 } });
    expect(textsOf(texts.x)).toEqual(['😀', '😀', 'A']);
    expect(textsOf((await treated(['A B', 'A C'], { generalise: { characters: 2 } })).x)).toEqual(['A', 'A']);
  });

  test.each([
    [
      { generalise: { width: 10 } },
      ['a', 'b', 'a'],
      /x\.treat: needs a number column; this is category: \{"generalise"/,
    ],
    [{ generalise: { to: 'year' } }, ['1', '2', '1'], /x\.treat: needs a date column; this is number/],
  ] as [Treatment, string[], RegExp][])('%j of %j is refused', (treat, cells, sentence) =>
    expect(treated(cells, treat)).rejects.toThrow(sentence),
  );
});
