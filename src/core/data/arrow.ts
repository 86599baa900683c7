/** @file Arrow IPC files and streams, which Feather (version 2) is, as a grid of cell texts. */
import { InputError } from '../base/errors.ts';
import type { Grid } from './grid-types.ts';
import { textOf } from './grid.ts';
import { decodeLz4Frame } from './lz4.ts';

/** Bodies may be compressed (LZ4, ZSTD). Dates and moments become ISO text, dictionaries their values, nulls missing. `limit`: at most so many rows. */
export async function readArrow(bytes: Uint8Array, name: string, limit = Infinity): Promise<Grid> {
  const [{ tableFromIPC, DataType, compressionRegistry, CompressionType }, { decompressZstd }] = await Promise.all([
    import('apache-arrow'),
    import('hyparquet-compressors'),
  ]);
  compressionRegistry.set(CompressionType.LZ4_FRAME, { decode: decodeLz4Frame });
  // A copy of its own: columns of numbers must begin at a multiple of eight.
  compressionRegistry.set(CompressionType.ZSTD, { decode: (bytes) => decompressZstd(bytes).slice() });
  let rows: number;
  let columns: { name: string; cell: (row: number) => unknown }[];
  try {
    const table = tableFromIPC(bytes);
    rows = table.numRows;
    columns = table.schema.fields.map((field, j) => {
      const vector = table.getChildAt(j)!;
      const inner: unknown = DataType.isDictionary(field.type) ? field.type.dictionary : field.type;
      const isMoment = DataType.isDate(inner) || DataType.isTimestamp(inner);
      if (DataType.isDecimal(inner)) {
        const { scale } = inner;
        return { name: field.name, cell: (row) => decimal(vector.get(row) as { toString(): string } | null, scale) };
      }
      return {
        name: field.name,
        cell: (row) => {
          const value: unknown = vector.get(row);
          return isMoment && value !== null ? new Date(Number(value)) : value;
        },
      };
    });
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new InputError(`data: the Arrow file cannot be read (${why}): ${name}`);
  }
  if (columns.length === 0) throw new InputError(`data: the Arrow file has no columns: ${name}`);
  const shown = Math.min(rows, limit);
  const body = Array.from({ length: shown }, (_, row) => columns.map(({ cell }) => textOf(cell(row))));
  return { records: [columns.map((column) => column.name), ...body], named: true, rows };
}

/** An unscaled integer with its point set. */
function decimal(value: { toString(): string } | null, scale: number): string {
  if (value === null) return '';
  const [sign, digits] = /^(-?)(\d+)$/.exec(value.toString())!.slice(1) as [string, string];
  if (scale <= 0) return `${sign}${digits}${'0'.repeat(-scale)}`;
  const padded = digits.padStart(scale + 1, '0');
  return `${sign}${padded.slice(0, -scale)}.${padded.slice(-scale)}`;
}
