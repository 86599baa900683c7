/** @file A text file opened: its encoding, how it is written, and its first block. */
import { InputError } from '../base/errors.ts';
import type { Control } from '../base/progress.ts';
import type { FileBytes } from './bytes.ts';
import { detectFormat, scanEncoding } from './encoding.ts';
import { orangeHeader } from './orange.ts';
import type { OrangeHeader } from './orange.ts';
import type { Preview, ReadOptions } from './profile-types.ts';
import { breathe } from './records.ts';
import type { Source } from './records.ts';
import { firstRecords, sniffDialect } from './sniff.ts';
import type { Dialect } from './sniff.ts';

/** Bytes decoded for a first look. */
const looked = 1 << 20;
/** Bytes scanned at once for their encoding. */
const part = 1 << 22;
/** A Float64 and a 32-bit code. */
export const bytesPerCell = 12;

/** By name and first bytes. Throws InputError for an empty file and for one that is not a table. */
export async function formatOf(file: FileBytes, name: string): Promise<Preview['format']> {
  return detectFormat(await file.read(0, Math.min(looked, file.size)), name);
}

/**
 * `scanned`: bytes at most that decide of the encoding; a preview looks at fewer than a reading does.
 * Throws InputError for a file without text, and for an encoding that is none.
 */
export async function openText(
  file: FileBytes,
  name: string,
  options: ReadOptions,
  control: Partial<Control>,
  scanned = Infinity,
): Promise<{ source: Source; dialect: Dialect; orange: OrangeHeader | null; text: string }> {
  const scan = scanEncoding();
  // An encoding that is told leaves the byte order mark to be found.
  const until = options.encoding === undefined ? Math.min(file.size, scanned) : Math.min(file.size, 4096);
  for (let at = 0; at < until; at += part) {
    scan.push(await file.read(at, Math.min(at + part, until)));
    await breathe(control);
  }
  const found = scan.encoding(until === file.size);
  const encoding = options.encoding ?? found.encoding;
  // Programs of DOS end a file with 0x1A; in UTF-16 a last byte of it may be half of a letter.
  const closes = !found.encoding.startsWith('utf-16') && (await file.read(file.size - 1, file.size))[0] === 0x1a;
  const source = { file, name, bom: found.bom, end: closes ? file.size - 1 : file.size, encoding };
  let text: string;
  try {
    const decoder = new TextDecoder(encoding, { ignoreBOM: true });
    text = decoder.decode(await file.read(source.bom, Math.min(source.bom + looked, file.size)), { stream: true });
  } catch {
    throw new InputError(`data: not an encoding that can be read (utf-8, utf-16le, windows-1252, …): ${encoding}`);
  }
  if (text.trim() === '')
    throw new InputError(`data: the file is empty; a header line and data rows are needed: ${name}`);
  const dialect = sniffDialect(text, options);
  const orange = options.header === false ? null : orangeHeader(firstRecords(text, dialect));
  return { source, dialect: orange ? { ...dialect, header: true } : dialect, orange, text };
}

/** Rows and bytes in memory to expect, from the first block. `sample`: the share of the rows that is read. */
export function estimateRows(
  { bom, end }: Source,
  text: string,
  dialect: Dialect,
  sample = 1,
): { rows: number; bytes: number } {
  const size = end - bom;
  // The last line of a file may not be ended; that of a block is cut.
  const unended = size <= looked && !text.endsWith(dialect.newline) ? 1 : 0;
  const lines = Math.max(1, text.split(dialect.newline).length - 1 + unended);
  const scale = Math.max(1, size / Math.min(size, looked));
  const rows = Math.max(1, Math.round((Math.round(lines * scale) - (dialect.header ? 1 : 0)) * sample));
  const fields = firstRecords(text, dialect, 1)[0]?.length ?? 1;
  return { rows, bytes: rows * fields * bytesPerCell };
}
