/** @file Parquet files as a grid of cell texts. */
import { InputError } from '../base/errors.ts';
import type { Control } from '../base/progress.ts';
import type { FileBytes } from './bytes.ts';
import type { Grid } from './grid-types.ts';
import { textOf } from './grid.ts';
import { breathe } from './records.ts';

/** Dates and moments become ISO text, nested cells JSON, nulls missing. `limit`: at most so many rows. */
export async function readParquet(
  from: FileBytes,
  name: string,
  control: Partial<Control>,
  limit = Infinity,
): Promise<Grid> {
  const [{ parquetMetadataAsync, parquetRead, parquetSchema }, { compressors }] = await Promise.all([
    import('hyparquet'),
    import('hyparquet-compressors'),
  ]);
  const file = {
    byteLength: from.size,
    slice: async (start: number, end = from.size) => (await from.read(start, end)).slice().buffer as ArrayBuffer,
  };
  try {
    const metadata = await parquetMetadataAsync(file);
    const names = parquetSchema(metadata).children.map((child) => child.element.name);
    const rows = Number(metadata.num_rows);
    const body: string[][] = [];
    const until = Math.min(rows, limit);
    let rowStart = 0;
    for (const group of metadata.row_groups) {
      const rowEnd = Math.min(rowStart + Number(group.num_rows), until);
      if (rowEnd === rowStart) break;
      await parquetRead({
        file,
        metadata,
        compressors,
        rowStart,
        rowEnd,
        onComplete: (records: unknown[][]) => {
          for (const record of records) body.push(names.map((_, j) => textOf(record[j])));
        },
      });
      control.progress?.({ stage: 'parse', done: body.length, total: until, what: 'rows' });
      await breathe(control);
      rowStart = rowEnd;
    }
    return { records: [names, ...body], named: true, rows };
  } catch (cause) {
    if (control.signal?.aborted) throw cause;
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new InputError(`data: the Parquet file cannot be read (${why}): ${name}`);
  }
}
