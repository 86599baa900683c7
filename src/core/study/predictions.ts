/** @file predictions.csv: one line for each evaluated row. */
import { InputError } from '../base/errors.ts';
import type { Predictions } from './run.ts';

const parts = ['train', 'validation', 'test'];

/** `row,split,actual,predicted,p:<class>…`, then what the model says beside its scores, each by its name; with 9 significant digits; UTF-8, LF, RFC 4180 quoting. */
export function writePredictions(
  { rows, split, actual, predicted, scores, own }: Predictions,
  classes: readonly string[],
): string {
  const k = classes.length;
  const labels = classes.map(quoted);
  const names = [...classes.map((label) => `p:${label}`), ...(own?.names ?? [])];
  const more = own?.names.length ?? 0;
  const lines = [['row', 'split', 'actual', 'predicted', ...names.map(quoted)].join(',')];
  for (let i = 0; i < rows.length; i++) {
    let line = `${rows[i]},${parts[split[i]!]},${labels[actual[i]!]},${labels[predicted[i]!]}`;
    for (let c = 0; c < k; c++) line += `,${Number(scores[i * k + c]!.toPrecision(9))}`;
    for (let c = 0; c < more; c++) line += `,${Number(own!.values[i * more + c]!.toPrecision(9))}`;
    lines.push(line);
  }
  return lines.join('\n') + '\n';
}

/** What writePredictions wrote; scores have the 9 digits that were kept. Throws InputError. */
export function readPredictions(text: string, classes: readonly string[]): Predictions {
  const [header, ...records] = parseCsv(text);
  const k = classes.length;
  const expected = ['row', 'split', 'actual', 'predicted', ...classes.map((label) => `p:${label}`)];
  const names = header?.slice(expected.length) ?? [];
  if (header?.slice(0, expected.length).join('\n') !== expected.join('\n'))
    throw new InputError(`predictions.csv: the header must be ${expected.join(',')}: ${header?.join(',') ?? ''}`);
  const n = records.length;
  const result: Predictions = {
    rows: new Uint32Array(n),
    split: new Uint8Array(n),
    actual: new Int32Array(n),
    predicted: new Int32Array(n),
    scores: new Float64Array(n * k),
    ...(names.length > 0 && { own: { names, values: new Float64Array(n * names.length) } }),
  };
  for (const [i, record] of records.entries()) {
    const [row, split, actual, predicted, ...scores] = record;
    const codes = [parts.indexOf(split ?? ''), classes.indexOf(actual ?? ''), classes.indexOf(predicted ?? '')];
    const numbers = [row, ...scores].map((cell) => (cell ? Number(cell) : NaN));
    if (scores.length !== k + names.length || codes.some((code) => code < 0) || !numbers.every(Number.isFinite))
      throw new InputError(`predictions.csv: line ${i + 2} is not a prediction: ${record.join(',')}`);
    result.rows[i] = numbers[0]!;
    [result.split[i], result.actual[i], result.predicted[i]] = codes as [number, number, number];
    result.scores.set(numbers.slice(1, k + 1), i * k);
    result.own?.values.set(numbers.slice(k + 1), i * names.length);
  }
  return result;
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/** RFC 4180 with LF or CRLF. */
function parseCsv(text: string): string[][] {
  const records: string[][] = [];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/y;
  let record: string[] = [];
  while (cell.lastIndex < text.length) {
    const match = cell.exec(text);
    if (match === null) throw new InputError(`predictions.csv: a stray quote in record ${records.length + 1}`);
    record.push(match[1]?.replaceAll('""', '"') ?? match[2]!);
    if (match[3] === ',') continue;
    records.push(record);
    record = [];
  }
  return records;
}
