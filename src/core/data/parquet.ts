/** @file Parquet files as a grid of cell texts. */
import { InputError } from '../base/errors.ts';
import type { Grid } from './grid-types.ts';
import { textOf } from './grid.ts';

/** Dates and moments become ISO text, nested cells JSON, nulls missing. `limit`: at most so many rows. */
export async function readParquet(bytes: Uint8Array, name: string, limit = Infinity): Promise<Grid> {
  const [{ parquetMetadataAsync, parquetRead, parquetSchema }, { compressors }] = await Promise.all([
    import('hyparquet'),
    import('hyparquet-compressors'),
  ]);
  const file = {
    byteLength: bytes.length,
    slice: (start: number, end?: number) => bytes.slice(start, end).buffer as ArrayBuffer,
  };
  try {
    const metadata = await parquetMetadataAsync(file);
    const names = parquetSchema(metadata).children.map((child) => child.element.name);
    const rows = Number(metadata.num_rows);
    const body: string[][] = [];
    await parquetRead({
      file,
      metadata,
      compressors,
      rowEnd: Math.min(rows, limit),
      onComplete: (records: unknown[][]) => {
        for (const record of records) body.push(names.map((_, j) => textOf(record[j])));
      },
    });
    return { records: [names, ...body], named: true, rows };
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new InputError(`data: the Parquet file cannot be read (${why}): ${name}`);
  }
}
