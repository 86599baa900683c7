/** @file A look at a file before it is read: what is detected, and the first rows. */
import { fileBytes } from './bytes.ts';
import type { FileBytes } from './bytes.ts';
import { gridOf } from './formats.ts';
import { namesOf } from './header.ts';
import type { Preview, ReadOptions } from './profile-types.ts';
import { firstRecords, hasHeader } from './sniff.ts';
import { bytesPerCell, estimateRows, formatOf, openText } from './text-file.ts';

const shown = 1000;
/** Bytes that decide of the encoding; the reading looks at all of them. */
const scanned = 1 << 22;

/** The estimate is of all rows, whatever `options.sample`. Throws InputError for an empty or binary file. */
export async function previewTable(from: Uint8Array | FileBytes, name: string, options: ReadOptions): Promise<Preview> {
  const file = fileBytes(from);
  const format = await formatOf(file, name);
  if (format !== 'csv') {
    const { records, named, rows } = await gridOf(format, file, name, {}, shown);
    const header = named || (options.header ?? hasHeader(records.slice(0, 200)));
    const first = records[0] ?? [];
    const [columns, body] = [namesOf(header ? first : null, first.length), header ? records.slice(1) : records];
    const expected = rows ?? body.length;
    const estimate = { rows: expected, bytes: expected * columns.length * bytesPerCell };
    const none = { delimiter: '', quote: '', encoding: '', bom: false };
    return { format, ...none, header, columns, rows: body.slice(0, shown), bytes: file.size, estimate };
  }
  const { source, dialect, orange, text } = await openText(file, name, options, {}, scanned);
  const { delimiter, quote, header } = dialect;
  const above = orange?.rows ?? (header ? 1 : 0);
  const records = firstRecords(text, dialect, shown + above);
  const first = records[0] ?? [];
  return {
    format,
    delimiter,
    quote,
    encoding: source.encoding,
    bom: source.bom > 0,
    header,
    columns: orange?.names ?? namesOf(header ? first : null, first.length),
    rows: records.slice(above),
    bytes: file.size,
    estimate: estimateRows(source, text, dialect),
  };
}
