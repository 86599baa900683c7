/** @file A study says how its file is read: the same cells again, in the page and in the runner. */
import { expect, test } from 'vitest';
import { readTable } from '../../../src/core/data/reader.ts';
import { parseStudy } from '../../../src/core/study/parse.ts';
import { dataOf, readingOf } from '../../../src/core/study/reading.ts';

test('what was told of a file is in the study, and comes back from it', () => {
  const options = { delimiter: ';', missing: ['999'], ragged: 'drop' as const, columns: { x: { sensitive: true } } };
  const data = dataOf(options);
  expect(data).toEqual({
    columns: { x: { sensitive: true } },
    ragged: 'drop',
    reading: { delimiter: ';', missing: ['999'] },
  });
  expect(readingOf(data)).toEqual(options);
});

test('what was left open stays open', () => {
  expect(dataOf({})).toEqual({});
  expect(dataOf({ encoding: undefined as unknown as string })).toEqual({});
  expect(readingOf()).toEqual({ columns: {}, ragged: 'refuse' });
});

test('the reader follows it: 999 is no value', async () => {
  const study = parseStudy({
    version: 1,
    data: { source: 'd.csv', reading: { delimiter: ';', missing: ['999'] } },
    framing: { kind: 'multiclass', target: 'y' },
  });
  const bytes = new TextEncoder().encode('x;y\n1;a\n999;b\n3;a');
  const { table } = await readTable(bytes, 'd.csv', readingOf(study.data));
  const [x] = table.columns;
  expect(x!.type === 'number' && [...x!.values]).toEqual([1, NaN, 3]);
});

test('an unknown way of reading is refused', () => {
  const data = { source: 'd.csv', reading: { delimeter: ';' } };
  expect(() => parseStudy({ version: 1, data, framing: { kind: 'multiclass', target: 'y' } })).toThrow(
    /^study\.data\.reading\.delimeter: not a known key \(did you mean delimiter\?\): delimeter$/,
  );
});

test('what is done to cells is part of the study, and refused where it is none', async () => {
  const of = (data: object) =>
    parseStudy({ version: 1, data: { source: 'd.csv', ...data }, framing: { kind: 'multiclass', target: 'y' } });
  const columns = { x: { treat: 'hash' }, n: { treat: { generalise: { width: 10 } } } };
  const { data } = of({ columns, salt: 'grain of salt' });
  expect(dataOf(readingOf(data))).toMatchObject({ columns, salt: 'grain of salt' });
  const { table } = await readTable(
    new TextEncoder().encode('x,n,y\nann,37,a\nbob,12,b\nann,30,a\n'),
    'd.csv',
    readingOf(data),
  );
  expect(table.columns.map(({ treatment }) => treatment)).toEqual(['hashed with a salt', 'in bands of 10', undefined]);
  expect(() => of({ salt: 'short' })).toThrow(/^study\.data\.salt: must be at least 8 long: short$/);
  for (const treat of ['drop', { generalise: { width: 0 } }, { generalise: { width: 1, to: 'year' } }])
    expect(() => of({ columns: { x: { treat } } })).toThrow(/^study\.data\.columns\.x\.treat/);
});
