import { expect, test } from 'vitest';
import type { FileBytes } from '../../../src/core/data/bytes.ts';
import { previewTable } from '../../../src/core/data/preview.ts';
import { readTable } from '../../../src/core/data/reader.ts';
import { bytesOf, read } from './csv.ts';

const rows = 20_000;
const text = `x,y\n${Array.from({ length: rows }, (_, i) => `${i * 3},${i % 2 ? 'a' : 'b'}\n`).join('')}`;

test('a sample is a share of the rows, in order, each with its own number', async () => {
  const { table, notices } = await read(text, { sample: 0.1 });
  // Binomial: 2,000 rows with a standard deviation of 42.
  expect(Math.abs(table.rows - 2000)).toBeLessThan(4 * 42.5);
  const x = table.columns[0]!;
  expect(x.type === 'number' && [...table.sourceRows].every((row, i) => x.values[i] === row * 3)).toBe(true);
  expect(notices.find(({ kind }) => kind === 'sample')?.text).toBe(
    `a random sample was read, the same rows each time: ${table.rows} of ${rows} rows`,
  );
  const again = await read(text, { sample: 0.1 });
  expect(again.table.sourceRows).toEqual(table.sourceRows);
  expect(again.table.sha256).toBe((await read(text)).table.sha256);
});

test('a sample of JSON Lines draws the rows that a sample of CSV draws', async () => {
  const lines = Array.from({ length: 1000 }, (_, i) => `{"x":${i}}`).join('\n');
  const csv = `x\n${Array.from({ length: 1000 }, (_, i) => `${i}\n`).join('')}`;
  const drawn = async (content: string, name: string) =>
    (await readTable(bytesOf(content), name, { sample: 0.3 })).table.sourceRows;
  expect(await drawn(lines, 'f.jsonl')).toEqual(await drawn(csv, 'f.csv'));
});

test('a sample without a row is refused with its share', () =>
  expect(read('x\n1\n2\n', { sample: 1e-9 })).rejects.toThrow(
    /^study\.data\.reading\.sample: none of 2 rows was drawn; .*: 1e-9$/,
  ));

test('lines left out for their fields are counted within the sample', async () => {
  const { table, notices } = await read(text.replace('300,b', '300,b,c'), { sample: 0.999999, ragged: 'drop' });
  expect(table.rows).toBe(rows - 1);
  expect(table.sourceRows[100]).toBe(101);
  expect(notices.map(({ kind }) => kind)).toEqual(['ragged', 'sample']);
});

test('a preview of a long file reads its first bytes only', async () => {
  const bytes = bytesOf(`${text}${'9,a\n'.repeat(3_000_000)}`);
  let read = 0;
  const file: FileBytes = {
    size: bytes.length,
    read: (start, end) => {
      read += end - start;
      return Promise.resolve(bytes.subarray(start, end));
    },
  };
  const preview = await previewTable(file, 'f.csv', {});
  expect(preview.rows).toHaveLength(1000);
  expect(preview.estimate.rows).toBeGreaterThan(2_000_000);
  expect(read).toBeLessThan(7_000_000);
});
