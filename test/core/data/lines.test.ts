import { expect, test } from 'vitest';
import { previewTable } from '../../../src/core/data/preview.ts';
import { bytesOf, columnOf, read, textsOf } from './csv.ts';

const text = '{"a":1,"b":"x"}\r\n\n{"b":null,"a":2.5}\n{"a":"00123","late":true}\n';

test.each(['f.jsonl', 'F.NDJSON'])('%s makes the table that CSV makes', async (name) => {
  const { table } = await read(text, {}, name);
  expect(table.columns.map((column) => column.name)).toEqual(['a', 'b', 'late']);
  expect(textsOf(columnOf(table, 'a'))).toEqual(['1', '2.5', '00123']);
  expect(textsOf(columnOf(table, 'b'))).toEqual(['x', null, null]);
  expect(textsOf(columnOf(table, 'late'))).toEqual([null, null, 'true']);
});

test('a preview stops at its rows and expects the rest', async () => {
  // 30,000 lines of 12 bytes each.
  const preview = await previewTable(bytesOf('{"a":12345}\n'.repeat(30_000)), 'f.jsonl', {});
  expect(preview).toMatchObject({ format: 'jsonl', columns: ['a'], estimate: { rows: 30_000 } });
  expect(preview.rows).toEqual(new Array(1000).fill(['12345']));
});

test('lines across blocks', async () => {
  const n = 30_000;
  const { table } = await read(
    Array.from({ length: n }, (_, i) => `{"n":${i * 0.5},"w":"ก${i % 7}"}`).join('\n'),
    {},
    'f.jsonl',
  );
  const column = columnOf(table, 'n');
  expect(column.type === 'number' && column.values.every((value, i) => value === i * 0.5)).toBe(true);
  expect(columnOf(table, 'w').coded!.levels).toEqual(Array.from({ length: 7 }, (_, i) => `ก${i}`));
});

test.each([
  ['{"a":1}\n\n{"a":\n', /^data: line 3 is not valid JSON \(.*\): f\.jsonl$/],
  ['{"a":1}\n[2]\n', /^data: line 2 must hold one record, such as \{"age": 31\}: f\.jsonl$/],
  ['\n\n', /^data: no line of the file holds a record: f\.jsonl$/],
])('%j is refused', (bad, sentence) => expect(read(bad, {}, 'f.jsonl')).rejects.toThrow(sentence));
