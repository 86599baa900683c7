/** @file From a file's bytes to a Table: types are inferred on whole columns. */
import { InputError } from '../base/errors.ts';
import { hashing } from '../base/hash.ts';
import type { Control } from '../base/progress.ts';
import { createTableBuilder } from './build.ts';
import type { TableBuilder } from './build.ts';
import { fileBytes, gigabytes } from './bytes.ts';
import type { FileBytes } from './bytes.ts';
import { gridOf } from './formats.ts';
import type { Grid } from './grid-types.ts';
import { columnNames } from './header.ts';
import type { ReadOptions, TableNotice } from './profile-types.ts';
import { breathe, eachRecord } from './records.ts';
import { hasHeader } from './sniff.ts';
import type { Table } from './table.ts';
import { estimateRows, formatOf, openText } from './text-file.ts';

const memory = 4_000_000_000;

/**
 * The whole table. Parses in blocks with room for other work between them; progress is in bytes. Types are inferred on
 * whole columns unless told. Throws InputError, with one clear sentence, for every kind of bad input.
 */
export async function readTable(
  from: Uint8Array | FileBytes,
  name: string,
  options: ReadOptions,
  control: Partial<Control> = {},
): Promise<{ table: Table; notices: TableNotice[] }> {
  const file = fileBytes(from);
  const format = await formatOf(file, name);
  if (format !== 'csv') return readGrid(file, name, await gridOf(format, file, name, control), options, control);
  const { source, dialect, orange, text } = await openText(file, name, options, control);
  const told = withDeclared(orange?.columns ?? {}, options);
  const estimate = estimateRows(source, text, dialect, options.sample);
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
    if (sha256 === null && source.bom > 0) hash.update(await file.read(0, source.bom));
    await eachRecord(source, dialect, control, visit, sha256 === null ? hash.update : undefined);
    if (sha256 === null && source.end < file.size) hash.update(await file.read(source.end, file.size));
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

async function readGrid(
  file: FileBytes,
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
      const { table, notices } = builder.finish(await hashOf(file));
      return { table, notices: [...naming, ...notices] };
    }
  }
}

async function hashOf(file: FileBytes): Promise<string> {
  const hash = hashing();
  const part = 1 << 24;
  for (let at = 0; at < file.size; at += part) hash.update(await file.read(at, Math.min(at + part, file.size)));
  return hash.hex();
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
