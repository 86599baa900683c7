/** @file Excel and JSON files as a grid of cell texts, header first; what a CSV file of the same table would hold. */
import { InputError } from '../base/errors.ts';
import { detectEncoding } from './encoding.ts';
import { loadExcel } from './frame.ts';

/** The first sheet that is not empty. Dates become ISO text, numbers plain decimals, and blank lines are left out. */
export async function readExcel(bytes: Uint8Array, name: string): Promise<string[][]> {
  const { read, utils } = await loadExcel();
  let sheets: unknown[][][];
  try {
    const book = read(bytes, { type: 'array', cellDates: true, UTC: true });
    sheets = book.SheetNames.map((sheet) =>
      utils.sheet_to_json<unknown[]>(book.Sheets[sheet]!, {
        header: 1,
        raw: true,
        defval: null,
        blankrows: false,
        UTC: true,
      }),
    );
  } catch (cause) {
    throw new InputError(
      `data: the Excel file cannot be read (${cause instanceof Error ? cause.message : String(cause)}): ${name}`,
    );
  }
  const records = sheets.find((sheet) => sheet.length > 0);
  if (records === undefined) throw new InputError(`data: no sheet of the Excel file has a cell in it: ${name}`);
  const fields = records.reduce((most, record) => Math.max(most, record.length), 0);
  return records.map((record) => Array.from({ length: fields }, (_, j) => textOf(record[j])));
}

/** An array of records (objects), or of arrays whose first is the header. Columns stand in order of first appearance. */
export function readJson(bytes: Uint8Array, name: string): string[][] {
  const { encoding, bom } = detectEncoding(bytes);
  let parsed: unknown;
  try {
    parsed = JSON.parse(new TextDecoder(encoding).decode(bytes.subarray(bom)));
  } catch (cause) {
    throw new InputError(`data: not valid JSON (${cause instanceof Error ? cause.message : String(cause)}): ${name}`);
  }
  if (
    !Array.isArray(parsed) ||
    parsed.length === 0 ||
    !parsed.every((item) => item !== null && typeof item === 'object')
  )
    throw new InputError(`data: a JSON file must hold a list of records, such as [{"age": 31}, {"age": 45}]: ${name}`);
  if (parsed.every(Array.isArray)) return (parsed as unknown[][]).map((record) => record.map(textOf));
  const records = parsed as Record<string, unknown>[];
  const names = [...new Set(records.flatMap((record) => Object.keys(record)))];
  return [
    names,
    ...records.map((record) => names.map((key) => (Object.hasOwn(record, key) ? textOf(record[key]) : ''))),
  ];
}

/** The text a CSV file would hold for a value; '' for null. */
export function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) {
    const text = Number.isNaN(value.getTime()) ? '' : value.toISOString();
    return text.endsWith('T00:00:00.000Z') ? text.slice(0, 10) : text;
  }
  return typeof value === 'object' ? JSON.stringify(value, plain) : String(value as string | number | boolean).trim();
}

/** JSON has no integers beyond 2^53. */
function plain(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}
