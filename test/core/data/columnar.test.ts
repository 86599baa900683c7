import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as arrow from 'apache-arrow';
import { describe, expect, test } from 'vitest';
import { previewTable } from '../../../src/core/data/preview.ts';
import { columnOf, read, textsOf } from './csv.ts';
import { parquetFile } from './parquet-file.ts';

const big = [9007199254740993n, 1n, 2n];
// 2020-03-31 is day 18352 since 1970: 50 years of 365 days, 12 leap days, 31 + 29 + 30 days.
const day = 86_400_000;

const parquet = parquetFile([
  { name: 'key', type: 2, values: big },
  { name: 'x', type: 5, values: [1.5, null, -0.25], gzip: true },
  { name: 'word', type: 6, converted: 0, values: ['ก, "ข"', null, 'b'] },
  { name: 'day', type: 1, converted: 6, values: [18352, 0, null] },
]);

const table = new arrow.Table({
  key: arrow.vectorFromArray(big, new arrow.Int64()),
  x: arrow.vectorFromArray([1.5, null, -0.25], new arrow.Float64()),
  word: arrow.vectorFromArray(['ก, "ข"', null, 'b'], new arrow.Dictionary(new arrow.Utf8(), new arrow.Int32())),
  day: arrow.vectorFromArray([new Date(18352 * day), new Date(0), null], new arrow.DateDay()),
});

describe.each([
  ['parquet', 'Parquet', parquet],
  ['arrow', 'Arrow file', arrow.tableToIPC(table, 'file')],
  ['arrow', 'Arrow stream', arrow.tableToIPC(table, 'stream')],
] as const)('%s: %s', (format, _, bytes) => {
  test('has the columns, whatever the name', async () => {
    const { table } = await read(bytes, {}, 'f.bin');
    expect(table.rows).toBe(3);
    expect(textsOf(columnOf(table, 'key'))).toEqual(['9007199254740993', '1', '2']);
    const x = columnOf(table, 'x');
    expect(x.type === 'number' && Array.from(x.values)).toEqual([1.5, NaN, -0.25]);
    expect(textsOf(columnOf(table, 'word'))).toEqual(['ก, "ข"', null, 'b']);
    const days = columnOf(table, 'day');
    expect(days.type === 'date' && Array.from(days.values)).toEqual([18352 * day, 0, NaN]);
  });
  test('previews its first rows', async () => {
    const preview = await previewTable(bytes, 'f.bin', {});
    expect(preview).toMatchObject({
      format,
      header: true,
      columns: ['key', 'x', 'word', 'day'],
      estimate: { rows: 3 },
    });
    expect(preview.rows[0]).toEqual(['9007199254740993', '1.5', 'ก, "ข"', '2020-03-31']);
  });
  test('cut short is refused', async () => {
    await expect(read(bytes.subarray(0, 40), {}, 'f.bin')).rejects.toThrow(
      /^data: the (Parquet|Arrow) file .*: f\.bin$/,
    );
  });
});

test('a preview of a longer file shows 1,000 rows and counts all', async () => {
  const long = new arrow.Table({
    n: arrow.vectorFromArray(
      Array.from({ length: 1500 }, (_, i) => i),
      new arrow.Int32(),
    ),
  });
  const preview = await previewTable(arrow.tableToIPC(long, 'file'), 'f.feather', {});
  expect([preview.rows.length, preview.estimate.rows]).toEqual([1000, 1500]);
});

// Written by pyarrow 25.0.1: write_feather of the table above, 40 times over; dictionaries are compressed too.
test.each(['lz4', 'zstd'])('a Feather file with %s bodies', async (codec) => {
  const bytes = new Uint8Array(readFileSync(join(import.meta.dirname, `corpus/${codec}.feather`)));
  const { table } = await read(bytes, {}, 'f.feather');
  expect(table.rows).toBe(120);
  const again = <T>(values: T[]) => Array.from({ length: 40 }, () => values).flat();
  expect(textsOf(columnOf(table, 'key'))).toEqual(again(['9007199254740993', '1', '2']));
  const x = columnOf(table, 'x');
  expect(x.type === 'number' && Array.from(x.values)).toEqual(again([1.5, NaN, -0.25]));
  expect(textsOf(columnOf(table, 'word'))).toEqual(again(['ก, "ข"', null, 'b']));
  const days = columnOf(table, 'day');
  expect(days.type === 'date' && Array.from(days.values)).toEqual(again([18352 * day, 0, NaN]));
  // Damage inside a body is refused, not read as something else.
  const magic = codec === 'lz4' ? [0x04, 0x22, 0x4d, 0x18] : [0x28, 0xb5, 0x2f, 0xfd];
  const at = bytes.findIndex((_, i) => magic.every((byte, k) => bytes[i + k] === byte));
  expect(at).toBeGreaterThan(0);
  bytes[at] = 0;
  await expect(read(bytes, {}, 'f.feather')).rejects.toThrow(/^data: the Arrow file cannot be read .*: f\.feather$/);
});

test('moments and decimals', async () => {
  const moments = arrow.vectorFromArray([new Date(18352 * day + 1500), null], new arrow.TimestampMillisecond());
  const { table: read_ } = await read(
    arrow.tableToIPC(new arrow.Table({ t: moments, w: arrow.vectorFromArray(['a', 'b']) })),
    {},
    'f',
  );
  expect(textsOf(columnOf(read_, 't'))).toEqual(['2020-03-31T00:00:01.500Z', null]);
});

test('Feather of the first version is refused', async () => {
  await expect(read(new TextEncoder().encode('FEA1____FEA1'), {}, 'f.feather')).rejects.toThrow(
    /first version of Feather/,
  );
});
