import { expect, test } from 'vitest';
import { hashBytes } from '../../../../src/core/base/hash.ts';
import { readTable } from '../../../../src/core/data/reader.ts';
import { textsOf } from '../csv.ts';
import { corpus } from './files.ts';

test('holds forty files and more, each of its own name', () => {
  expect(corpus.length).toBeGreaterThanOrEqual(40);
  expect(new Set(corpus.map(({ name }) => name)).size).toBe(corpus.length);
});

test('the hash is of every byte, a closing 0x1A too', async () => {
  const bytes = new TextEncoder().encode('a,b\n1,x\n2,y\n\x1a');
  expect((await readTable(bytes, 'f.csv', {})).table.sha256).toBe(hashBytes(bytes));
});

test.each(corpus)('$name', async ({ bytes, file = 'f.csv', expected }) => {
  const reading = readTable(bytes, file, {});
  if (expected instanceof RegExp) return expect(reading).rejects.toThrow(expected);
  const { table } = await reading;
  expect(table.columns.map((column) => [column.name, column.type, textsOf(column)])).toEqual(expected);
});
