/** @file The records of a file, block by block, leaving room for other work between blocks. */
import Papa from 'papaparse/papaparse.js';
import { InputError } from '../base/errors.ts';
import type { Control } from '../base/progress.ts';
import type { FileBytes } from './bytes.ts';
import { isBlank } from './sniff.ts';
import type { Dialect } from './sniff.ts';

/** Bytes a block; parsing one takes a few milliseconds, so a cancel is heard well within 200. */
const block = 1 << 18;
/** Bytes asked of the file at once. */
const ahead = 1 << 22;
/** Characters one record may have before its quote is taken to be unclosed. */
const longest = 1 << 24;
const pauseEvery = 40;

export interface Source {
  file: FileBytes;
  encoding: string;
  /** Where the text begins, after a byte order mark, and ends. */
  bom: number;
  end: number;
  name: string;
}

/** Lets timers and messages in, then stops here while paused; rejects when aborted. */
export async function breathe(control: Partial<Control>): Promise<void> {
  await new Promise<void>((resolve) => setTimeout(resolve, 0));
  control.signal?.throwIfAborted();
  await control.whenRunning?.();
  control.signal?.throwIfAborted();
}

/** A function to call often in long work: breathes where some time has gone since it last did, and ends aborted work at once. */
export function restsBetween(control: Partial<Control>): () => Promise<void> {
  let rested = control.now?.() ?? 0;
  return async () => {
    control.signal?.throwIfAborted();
    const now = control.now?.();
    if (now === undefined || now - rested < pauseEvery) return;
    await breathe(control);
    rested = control.now!();
  };
}

/**
 * Calls `visit` with each record that is not a blank line and the number of the line it starts on (from 1).
 * Throws InputError for a quote that is never closed.
 */
export async function eachRecord(
  source: Source,
  dialect: Dialect,
  control: Partial<Control>,
  visit: (record: string[], line: number) => void,
  onbytes?: (bytes: Uint8Array) => void,
): Promise<void> {
  const { file, name, end } = source;
  const decoder = new TextDecoder(source.encoding, { ignoreBOM: true });
  const { delimiter, newline, quote } = dialect;
  let carry = '';
  let line = 1;
  let paused = control.now?.() ?? 0;
  let held: { from: number; bytes: Uint8Array } = { from: 0, bytes: new Uint8Array() };
  for (let at = source.bom; at < end; at += block) {
    if (at >= held.from + held.bytes.length) held = { from: at, bytes: await file.read(at, Math.min(at + ahead, end)) };
    const part = held.bytes.subarray(at - held.from, at - held.from + block);
    const last = at + block >= end;
    onbytes?.(part);
    const text = carry + decoder.decode(part, { stream: !last });
    const parser = new Papa.Parser({ delimiter, newline, quoteChar: quote });
    const { data, errors, meta } = parser.parse(text, 0, !last);
    const quoted = text.includes(quote);
    const broken = new Map(errors.filter((e) => e.type === 'Quotes').map((e) => [e.row, e.code]));
    for (const [i, record] of data.entries()) {
      if (broken.has(i) && (last || broken.get(i) !== 'MissingQuotes')) throw unclosed(line, quote, name);
      if (!isBlank(record)) visit(record, line);
      line += 1 + (quoted ? inner(record, newline) : 0);
    }
    carry = last ? '' : text.slice(meta.cursor);
    if (carry.length > longest) throw unclosed(line, quote, name);
    const now = control.now?.();
    if (now === undefined || now - paused >= pauseEvery || last) {
      paused = now ?? 0;
      control.progress?.({
        stage: 'parse',
        done: Math.min(at + block, end),
        total: end,
        what: 'bytes',
      });
      await breathe(control);
    }
  }
}

function unclosed(line: number, quote: string, name: string): InputError {
  return new InputError(
    `data: a quote (${quote}) that is not closed, or closed in the middle of a cell, in the record starting on line ${line}; quotes inside a quoted cell are written twice: ${name}`,
  );
}

function inner(record: readonly string[], newline: string): number {
  let count = 0;
  for (const cell of record) for (let at = cell.indexOf(newline); at >= 0; at = cell.indexOf(newline, at + 1)) count++;
  return count;
}
