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
