/** @file How a text file is written: delimiter, quote, newline, and whether its first record is a header. */
import Papa from 'papaparse/papaparse.js';
import { isMissing } from './cells.ts';
import { isNumberLike } from './numerals.ts';

export interface Dialect {
  delimiter: string;
  quote: string;
  newline: '\n' | '\r';
  header: boolean;
}

export const delimiters = [',', ';', '\t', '|'] as const;
const looked = 200;

/** From the first block of text. What `told` names is kept. */
export function sniffDialect(text: string, told: { delimiter?: string; header?: boolean }): Dialect {
  // A line feed anywhere: lines end in LF or CRLF (the return is trimmed with the cell). Only returns: old Macintosh.
  const newline = text.includes('\n') || !text.includes('\r') ? '\n' : '\r';
  const quote = sniffQuote(text, newline);
  const delimiter = told.delimiter ?? sniffDelimiter(text, newline, quote);
  const records = firstRecords(text, { delimiter, newline, quote });
  return { delimiter, quote, newline, header: told.header ?? hasHeader(records) };
}

/** At most `looked` + 1 whole records, cells trimmed, blank lines left out. */
export function firstRecords(text: string, dialect: Omit<Dialect, 'header'>, limit = looked + 1): string[][] {
  const parser = new Papa.Parser({
    delimiter: dialect.delimiter,
    newline: dialect.newline,
    quoteChar: dialect.quote,
    preview: 2 * limit,
  });
  const { data } = parser.parse(text, 0, false);
  return data
    .map((record) => record.map((cell) => cell.trim()))
    .filter((record) => !isBlank(record))
    .slice(0, limit);
}

export function isBlank(record: readonly string[]): boolean {
  return record.length === 1 && record[0]!.trim() === '';
}

function sniffQuote(text: string, newline: string): string {
  if (text.includes('"')) return '"';
  const lines = text.split(newline).slice(0, looked);
  const wrapped = lines.filter((line) => /(^|[,;\t|])'[^']*'($|[,;\t|\r])/.test(line)).length;
  return wrapped * 2 > lines.length ? "'" : '"';
}

/** The delimiter under which most records have as many fields as the first, more than one; then the one with most fields. */
function sniffDelimiter(text: string, newline: '\n' | '\r', quote: string): string {
  let best = { delimiter: '', share: 0, fields: 0 };
  let single: string | null = null;
  for (const delimiter of delimiters) {
    const records = firstRecords(text, { delimiter, newline, quote });
    const fields = records[0]?.length ?? 0;
    // The last record of a block may be cut short.
    const counted = records.length > 2 ? records.slice(0, -1) : records;
    const share = counted.filter((record) => record.length === fields).length / Math.max(1, counted.length);
    if (fields === 1 && share === 1) single ??= delimiter;
    if (fields > 1 && (share > best.share + 1e-9 || (Math.abs(share - best.share) < 1e-9 && fields > best.fields)))
      best = { delimiter, share, fields };
  }
  return best.delimiter === '' ? (single ?? ',') : best.delimiter;
}

/**
 * Every column whose cells below are numbers votes: a text on top speaks for a header, a number against. Without such a
 * column, a first record whose cells come again below in half of the columns is data.
 */
export function hasHeader(records: readonly string[][]): boolean {
  const [first, ...rest] = records;
  if (first === undefined || rest.length === 0) return true;
  let votes = 0;
  let numeric = 0;
  let again = 0;
  for (const [j, top] of first.entries()) {
    const below = rest.map((record) => record[j] ?? '').filter((cell) => !isMissing(cell));
    if (below.length === 0) continue;
    if (below.filter(isNumberLike).length >= 0.8 * below.length) {
      if (isMissing(top)) continue;
      numeric++;
      votes += isNumberLike(top) ? -1 : 1;
    } else if (below.includes(top)) again++;
  }
  return numeric > 0 ? votes >= 0 : again * 2 < first.length;
}
