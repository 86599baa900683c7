import { expect, test } from 'vitest';
import { readTable } from '../../../../src/core/data/reader.ts';
import { textsOf } from '../csv.ts';
import { corpus } from './files.ts';

test('holds forty files and more, each of its own name', () => {
  expect(corpus.length).toBeGreaterThanOrEqual(40);
  expect(new Set(corpus.map(({ name }) => name)).size).toBe(corpus.length);
});

test.each(corpus)('$name', async ({ bytes, file = 'f.csv', expected }) => {
  const reading = readTable(bytes, file, {});
  if (expected instanceof RegExp) return expect(reading).rejects.toThrow(expected);
  const { table } = await reading;
  expect(table.columns.map((column) => [column.name, column.type, textsOf(column)])).toEqual(expected);
});
