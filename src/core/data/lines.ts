/** @file JSON Lines: a record a line, read line by line. */
import { InputError } from '../base/errors.ts';
import type { Control } from '../base/progress.ts';
import { detectEncoding } from './encoding.ts';
import type { FileBytes } from './bytes.ts';
import type { Grid } from './grid-types.ts';
import { textOf } from './grid.ts';
import { breathe } from './records.ts';

const block = 1 << 18;

/**
 * The records as a grid of cell texts, header first; columns stand in order of first appearance. Blank lines are left out.
 * `limit`: at most so many records. Throws InputError with the line's number, from 1.
 */
export async function readJsonLines(
  file: FileBytes,
  name: string,
  control: Partial<Control>,
  limit = Infinity,
): Promise<Grid> {
  const places = new Map<string, number>();
  const records: string[][] = [];
  let line = 0;
  const take = (text: string) => {
    line++;
    if (text.trim() === '') return;
    const record = parsed(text, line, name);
    const cells = new Array<string>(places.size).fill('');
    for (const [key, value] of Object.entries(record)) {
      const place = places.get(key) ?? places.size;
      places.set(key, place);
      cells[place] = textOf(value);
    }
    records.push(cells);
  };
  const { encoding, bom } = detectEncoding(await file.read(0, Math.min(block, file.size)), file.size <= block);
  const decoder = new TextDecoder(encoding, { ignoreBOM: true });
  let carry = '';
  let used = bom;
  for (let at = bom; at < file.size && records.length < limit; at += block) {
    const last = at + block >= file.size;
    const pieces = (
      carry + decoder.decode(await file.read(at, Math.min(at + block, file.size)), { stream: !last })
    ).split('\n');
    carry = last ? '' : pieces.pop()!;
    for (const piece of pieces)
      if (records.length < limit) {
        take(piece);
        used += piece.length + 1;
      }
    control.progress?.({
      stage: 'parse',
      done: Math.min(at + block, file.size),
      total: file.size,
      what: 'bytes',
    });
    await breathe(control);
  }
  if (records.length === 0) throw new InputError(`data: no line of the file holds a record: ${name}`);
  const fields = places.size;
  for (const record of records) while (record.length < fields) record.push('');
  // The share of the bytes that the records read so far took tells how many there are.
  const rows = Math.round((records.length * file.size) / Math.max(1, used));
  return {
    records: [[...places.keys()], ...records],
    named: true,
    rows: records.length < limit ? records.length : rows,
  };
}

function parsed(text: string, line: number, name: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new InputError(`data: line ${line} is not valid JSON (${why}): ${name}`);
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value))
    throw new InputError(`data: line ${line} must hold one record, such as {"age": 31}: ${name}`);
  return value as Record<string, unknown>;
}
