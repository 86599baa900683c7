/** @file From a file's bytes to a Table: a look at the first block, then the whole of it. */
import { InputError } from '../base/errors.ts';
import { hashing } from '../base/hash.ts';
import type { Control } from '../base/progress.ts';
import { createTableBuilder } from './build.ts';
import type { TableBuilder } from './build.ts';
import { detectEncoding, detectFormat, endOfText } from './encoding.ts';
import { gridOf } from './formats.ts';
import type { Grid } from './grid-types.ts';
import { columnNames, namesOf } from './header.ts';
import { orangeHeader } from './orange.ts';
import type { OrangeHeader } from './orange.ts';
import type { Preview, ReadOptions, TableNotice } from './profile-types.ts';
import { breathe, eachRecord } from './records.ts';
import type { Source } from './records.ts';
import { firstRecords, hasHeader, sniffDialect } from './sniff.ts';
import type { Dialect } from './sniff.ts';
import type { Table } from './table.ts';

const looked = 1 << 18;
const shown = 20;
const largest = 1_000_000_000;
const memory = 4_000_000_000;
/** A Float64 and a 32-bit code. */
const bytesPerCell = 12;

/** Throws InputError where a file of so many bytes is over the budget of 1 GB; to be called before it is read. */
export function checkSize(bytes: number, name: string): void {
  if (bytes > largest)
    throw new InputError(
      `data: ${gigabytes(bytes)} GB is over the budget of ${gigabytes(largest)} GB for a file; take a sample of its rows: ${name}`,
    );
}

/** What is detected, and the first rows. Throws InputError for an empty, binary or oversized file. */
export async function previewTable(bytes: Uint8Array, name: string, options: ReadOptions): Promise<Preview> {
  checkSize(bytes.length, name);
  const format = detectFormat(bytes, name);
  if (format !== 'csv') {
    const { records, named, rows } = await gridOf(format, bytes, name, {}, shown);
    const header = named || (options.header ?? hasHeader(records));
    const first = records[0] ?? [];
    const [columns, body] = [namesOf(header ? first : null, first.length), header ? records.slice(1) : records];
    const expected = rows ?? body.length;
    const estimate = { rows: expected, bytes: expected * columns.length * bytesPerCell };
    return {
      format,
      delimiter: '',
      quote: '',
      encoding: '',
      bom: false,
      header,
      columns,
      rows: body.slice(0, shown),
      bytes: bytes.length,
      estimate,
    };
  }
  const { source, dialect, orange, text } = open(bytes, name, options);
  const { delimiter, quote, header } = dialect;
  const above = orange?.rows ?? (header ? 1 : 0);
  const records = firstRecords(text, dialect, shown + above);
  const first = records[0] ?? [];
  const columns = orange?.names ?? namesOf(header ? first : null, first.length);
  const rows = records.slice(above);
  const estimate = estimateTable(source, text, dialect);
  return {
    format,
    delimiter,
    quote,
    encoding: source.encoding,
    bom: source.bom > 0,
    header,
    columns,
    rows,
    bytes: bytes.length,
    estimate,
  };
}

/**
 * The whole table. Parses in blocks with room for other work between them; progress is in bytes. Types are inferred on
 * whole columns unless told. Throws InputError, with one clear sentence, for every kind of bad input.
 */
export async function readTable(
  bytes: Uint8Array,
  name: string,
  options: ReadOptions,
  control: Partial<Control> = {},
): Promise<{ table: Table; notices: TableNotice[] }> {
  checkSize(bytes.length, name);
  const format = detectFormat(bytes, name);
  if (format !== 'csv') return readGrid(bytes, name, await gridOf(format, bytes, name, control), options, control);
  const { source, dialect, orange, text } = open(bytes, name, options);
  const told = withDeclared(orange?.columns ?? {}, options);
  const estimate = estimateTable(source, text, dialect);
  if (estimate.bytes > memory)
    throw new InputError(
      `data: about ${estimate.rows} rows would take ${gigabytes(estimate.bytes)} GB of memory, over the budget of ${gigabytes(memory)} GB; take a sample of its rows: ${name}`,
    );
  const hash = hashing();
  let sha256: string | null = null;
  const keepText = new Set<string>();
  for (;;) {
    let builder: TableBuilder | null = null;
    let named: TableNotice[] = [];
    let above = orange?.rows ?? (dialect.header ? 1 : 0);
    const visit = (record: string[], line: number) => {
      if (builder === null) {
        const { names, notices } = columnNames(orange?.names ?? (dialect.header ? record : null), record.length, name);
        named = notices;
        builder = createTableBuilder({ name, names, options: told, keepText });
      }
      if (above > 0) above--;
      else builder.push(record, line);
    };
    if (sha256 === null && source.bom > 0) hash.update(bytes.subarray(0, source.bom));
    await eachRecord(source, dialect, control, visit, sha256 === null ? hash.update : undefined);
    if (sha256 === null) hash.update(bytes.subarray(source.bytes.length));
    sha256 ??= hash.hex();
    if (builder === null)
      throw new InputError(`data: the file is empty; a header line and data rows are needed: ${name}`);
    const built = builder as TableBuilder;
    const lost = built.lost();
    if (lost.length === 0) {
      const { table, notices } = built.finish(sha256);
      notices.unshift(...named);
      const guessed = options.encoding === undefined ? languages[source.encoding] : undefined;
      if (guessed !== undefined) notices.unshift(guessedEncoding(source.encoding, guessed));
      return { table, notices };
    }
    for (const column of lost) keepText.add(column);
  }
}

const languages: Record<string, string> = {
  'windows-1252': '(Western European), so look at accented letters',
  'windows-874': '(Thai, TIS-620), so look at letters that are not English',
};

function guessedEncoding(encoding: string, language: string): TableNotice {
  const text = `the file is not UTF-8; it was read as ${encoding} ${language}`;
  return { kind: 'encoding', column: null, text, choice: null, lines: [] };
}

function open(
  bytes: Uint8Array,
  name: string,
  options: ReadOptions,
): { source: Source; dialect: Dialect; orange: OrangeHeader | null; text: string } {
  const found = detectEncoding(bytes);
  // In UTF-16 a last byte of 0x1A may be half of a letter.
  const end = found.encoding.startsWith('utf-16') ? bytes.length : endOfText(bytes);
  const source = {
    bytes: bytes.subarray(0, end),
    name,
    bom: found.bom,
    encoding: options.encoding ?? found.encoding,
  };
  let text: string;
  try {
    const decoder = new TextDecoder(source.encoding, { ignoreBOM: true });
    text = decoder.decode(bytes.subarray(source.bom, source.bom + looked), { stream: true });
  } catch {
    throw new InputError(
      `data: not an encoding that can be read (utf-8, utf-16le, windows-1252, …): ${source.encoding}`,
    );
  }
  if (text.trim() === '')
    throw new InputError(`data: the file is empty; a header line and data rows are needed: ${name}`);
  const dialect = sniffDialect(text, options);
  const orange = options.header === false ? null : orangeHeader(firstRecords(text, dialect));
  return { source, dialect: orange ? { ...dialect, header: true } : dialect, orange, text };
}

/** Rows and bytes in memory to expect, from the first block. */
function estimateTable(source: Source, text: string, dialect: Dialect): { rows: number; bytes: number } {
  const size = source.bytes.length - source.bom;
  const lines = Math.max(1, text.split(dialect.newline).length - 1);
  const scale = Math.max(1, size / Math.min(size, looked));
  const rows = Math.max(1, Math.round(lines * scale) - (dialect.header ? 1 : 0));
  const fields = firstRecords(text, dialect, 1)[0]?.length ?? 1;
  return { rows, bytes: rows * fields * bytesPerCell };
}

async function readGrid(
  bytes: Uint8Array,
  name: string,
  { records, named, columns = {} }: Grid,
  options: ReadOptions,
  control: Partial<Control>,
): Promise<{ table: Table; notices: TableNotice[] }> {
  const header = named || (options.header ?? hasHeader(records.slice(0, 200)));
  const { names, notices: naming } = columnNames(header ? records[0]! : null, records[0]?.length ?? 0, name);
  const told = withDeclared(columns, options);
  const keepText = new Set<string>();
  for (;;) {
    const builder = createTableBuilder({ name, names, options: told, keepText });
    for (let i = header ? 1 : 0; i < records.length; i++) {
      builder.push(records[i]!, i + 1);
      if (i % 20000 === 0) await breathe(control);
    }
    const lost = builder.lost();
    if (lost.length > 0) for (const column of lost) keepText.add(column);
    else {
      const hash = hashing();
      hash.update(bytes);
      const { table, notices } = builder.finish(hash.hex());
      return { table, notices: [...naming, ...notices] };
    }
  }
}

/** What a person says of a column stands over what the file says. */
function withDeclared(declared: NonNullable<ReadOptions['columns']>, options: ReadOptions): ReadOptions {
  const told = options.columns ?? {};
  const columns = Object.fromEntries(
    [...new Set([...Object.keys(declared), ...Object.keys(told)])].map((name) => [
      name,
      { ...(Object.hasOwn(declared, name) ? declared[name] : {}), ...(Object.hasOwn(told, name) ? told[name] : {}) },
    ]),
  );
  return { ...options, columns };
}

function gigabytes(bytes: number): string {
  return (bytes / 1e9).toFixed(bytes < 1e10 ? 2 : 0);
}
