/** @file From frames to the matrix a model takes: dense, or rows without their zeros. */
import { InputError } from '../base/errors.ts';
import type { Matrix, SparseMatrix } from '../base/matrix.ts';
import type { Frame } from './contract.ts';

/** Not wider than this: dense, whatever is in it. */
const narrow = 200;
/** A greater share of cells that are not zero is kept dense. */
const mostStored = 0.2;
/** Bytes of a dense matrix. */
const mostBytes = 2 ** 30;

/** What the model can take. families: the kinds that take sparse rows, told where a dense matrix would be too large. */
export interface Takes {
  sparse: boolean;
  families?: readonly string[];
  /** NaN may be left. */
  missing?: boolean;
}

/** Wide, and most of it zero. */
export function isMostlyZero({ rows, columns }: Frame): boolean {
  if (columns.length <= narrow || rows === 0) return false;
  let stored = 0;
  for (const { sparse, values } of columns)
    if (sparse) stored += sparse.rows.length;
    else for (const value of values!) if (value !== 0) stored++;
  return stored < mostStored * rows * columns.length;
}

/** The complete frames one under the other, row-major. Throws InputError over 1 GiB. */
export function denseMatrix(
  frames: Iterable<Frame>,
  rows: number,
  names: readonly string[],
  families: readonly string[] = [],
): Matrix {
  const width = names.length;
  const bytes = rows * width * Float32Array.BYTES_PER_ELEMENT;
  if (bytes > mostBytes) {
    const others =
      families.length > 0 ? `, or choose a model that takes rows without zeros (${families.join(', ')})` : '';
    throw new InputError(
      `study.recipe: ${rows} rows of ${width} columns take ${Math.ceil(bytes / 2 ** 20)} MB, over the limit of ${mostBytes / 2 ** 20} MB; make fewer columns${others}: ${width}`,
    );
  }
  const values = new Float32Array(rows * width);
  let start = 0;
  let codes: boolean[] | null = null;
  for (const frame of frames) {
    fill(values, frame, start);
    start += frame.rows;
    if (frame.columns.some(({ isCode }) => isCode)) codes ??= frame.columns.map(({ isCode }) => isCode === true);
  }
  return { rows, names, values, ...(codes && { codes }) };
}

/** Writes a frame into the rows of a row-major matrix of zeros, from the row `start`. */
function fill(values: Float32Array, { rows, columns }: Frame, start: number): void {
  const width = columns.length;
  for (const [j, { sparse, values: cells }] of columns.entries()) {
    const first = start * width + j;
    if (sparse) for (const [k, row] of sparse.rows.entries()) values[first + row * width] = sparse.values[k]!;
    else for (let i = 0, at = first; i < rows; i++, at += width) values[at] = cells![i]!;
  }
}

/** The complete frames one under the other, without their zeros. */
export function sparseMatrix(frames: Iterable<Frame>, rows: number, names: readonly string[]): SparseMatrix {
  const starts = new Uint32Array(rows + 1);
  const parts: { columns: Uint32Array; values: Float32Array }[] = [];
  let start = 0;
  for (const frame of frames) {
    parts.push(compressed(frame, starts, start));
    start += frame.rows;
  }
  const columns = new Uint32Array(starts[rows]!);
  const values = new Float32Array(starts[rows]!);
  let at = 0;
  for (const part of parts) {
    columns.set(part.columns, at);
    values.set(part.values, at);
    at += part.columns.length;
  }
  return { rows, names, starts, columns, values };
}

/** A frame's rows in turn; where each ends is written into `starts`, from the row `start`. */
function compressed(frame: Frame, starts: Uint32Array, start: number): { columns: Uint32Array; values: Float32Array } {
  const counts = new Uint32Array(frame.rows);
  eachCell(frame, (row) => counts[row]!++);
  const before = starts[start]!;
  for (const [row, n] of counts.entries()) starts[start + row + 1] = starts[start + row]! + n;
  const at = starts.slice(start, start + frame.rows);
  const stored = starts[start + frame.rows]! - before;
  const columns = new Uint32Array(stored);
  const values = new Float32Array(stored);
  eachCell(frame, (row, column, value) => {
    const place = at[row]!++ - before;
    columns[place] = column;
    values[place] = value;
  });
  return { columns, values };
}

/** Column by column. */
function eachCell({ columns }: Frame, visit: (row: number, column: number, value: number) => void): void {
  for (const [j, { sparse, values }] of columns.entries())
    if (sparse) for (let k = 0; k < sparse.rows.length; k++) visit(sparse.rows[k]!, j, sparse.values[k]!);
    else for (let i = 0; i < values!.length; i++) if (values![i] !== 0) visit(i, j, values![i]!);
}
