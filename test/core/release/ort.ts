import { InferenceSession, Tensor } from 'onnxruntime-web';
import type { Column } from '../../../src/core/data/table.ts';
import { isNumeric } from '../../../src/core/data/table.ts';

/** What ONNX Runtime makes of these rows of the raw columns: each output by its name. */
export async function runOnnx(
  bytes: Uint8Array,
  columns: readonly Column[],
  rows: Uint32Array,
): Promise<Record<string, ArrayLike<number> | string[]>> {
  const session = await InferenceSession.create(bytes, { logSeverityLevel: 3 });
  const feeds = Object.fromEntries(session.inputNames.map((name) => [name, feedOf(named(columns, name), rows)]));
  const made = await session.run(feeds);
  await session.release();
  return Object.fromEntries(
    Object.entries(made).map(([name, { data }]) => [name, data as Float64Array | Float32Array | string[]]),
  );
}

const named = (columns: readonly Column[], name: string) => columns.find((column) => column.name === name)!;

function feedOf(column: Column, rows: Uint32Array): Tensor {
  if (isNumeric(column))
    return new Tensor(
      'float64',
      Float64Array.from(rows, (row) => column.values[row]!),
      [rows.length],
    );
  const { codes, levels } = column.coded;
  return new Tensor(
    'string',
    Array.from(rows, (row) => (codes[row]! < 0 ? '' : levels[codes[row]!]!)),
    [rows.length],
  );
}
