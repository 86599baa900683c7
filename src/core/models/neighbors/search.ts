/** @file Exact nearest rows, touching only what is not zero: along the stored rows, or by lists of each column's rows where few are shared. */
import type { SparseMatrix } from '../contract.ts';
import type { Bounds, Question } from './bounds.ts';
import { createArena, together } from './kernels.ts';
import { createRanking } from './measure.ts';
import type { Found } from './measure.ts';
import { createShortlist } from './shortlist.ts';
import type { Shortlist } from './shortlist.ts';

/** Answers the k nearest stored rows of each of the rows first..first + count of `x`, at most `together`; overwritten by the next answer. */
export type Search = (x: SparseMatrix, first: number, count: number) => readonly Found[];

/** What it costs to add to a sum by lists, in values met along the rows. */
const listCost = 2;

/** The most stored rows between two looks at who is nearest. */
const mostAtOnce = 4096;

export function createSearch(bounds: Bounds, k: number): Search {
  const { stored, sizes, metric, widths } = bounds;
  const rank = createRanking(stored, sizes, metric);
  const lists = Array.from({ length: together }, () => createShortlist(k, widths));
  const found = lists.map(() => ({ places: new Uint32Array(k), distances: new Float64Array(k) }));
  const lengths = new Uint32Array(stored.names.length);
  for (const column of stored.columns) lengths[column]!++;
  let alongRows: Pass | null = null;
  let alongLists: Pass | null = null;

  return (x, first, count) => {
    const question = bounds.ask(x, first, first + count);
    let touched = 0;
    for (let i = x.starts[first]!; i < x.starts[first + count]!; i++) touched += lengths[x.columns[i]!]!;
    for (let lane = 0; lane < count; lane++) lists[lane]!.begin(question.widths[lane]!);
    const pass =
      question.isSafe && listCost * touched > stored.values.length
        ? (alongRows ??= rowPass(bounds, k))
        : (alongLists ??= listPass(bounds));
    pass(x, first, count, question, lists);
    for (let lane = 0; lane < count; lane++) {
      const held = lists[lane]!.finish();
      rank(x, first + lane, lists[lane]!.places, held, found[lane]!);
    }
    return found;
  };
}

/** Tells of each row of x, in order, its nearest. */
export function searchAll(x: SparseMatrix, search: Search, tell: (row: number, found: Found) => void): void {
  for (let first = 0; first < x.rows; first += together) {
    const count = Math.min(together, x.rows - first);
    const found = search(x, first, count);
    for (let lane = 0; lane < count; lane++) tell(first + lane, found[lane]!);
  }
}

type Pass = (x: SparseMatrix, first: number, count: number, question: Question, lists: readonly Shortlist[]) => void;

/** By stored rows, for all rows of the question at once. */
function rowPass({ rows, bases, metric }: Bounds, k: number): Pass {
  const arena = createArena();
  const n = rows.rows;
  const entries = arena.take(8 * rows.values.length);
  const starts = arena.take(4 * (n + 1));
  const floors = arena.take(4 * n);
  const dense = arena.take(4 * together * Math.max(1, rows.names.length));
  const limits = arena.take(4 * together);
  // What is no hit is written behind the last.
  const sums = arena.take(4 * together * (mostAtOnce + 1));
  const hits = arena.take(4 * (mostAtOnce + 1));
  const words = new Int32Array(arena.buffer, entries, 2 * rows.values.length);
  const floats = new Float32Array(arena.buffer, entries, 2 * rows.values.length);
  for (let i = 0; i < rows.values.length; i++) {
    words[2 * i] = 4 * together * rows.columns[i]!;
    floats[2 * i + 1] = rows.values[i]!;
  }
  new Uint32Array(arena.buffer, starts, n + 1).set(rows.starts.map((at) => entries + 8 * at));
  new Float32Array(arena.buffer, floors, n).set(bases);
  const spread = new Float32Array(arena.buffer, dense, together * rows.names.length);
  const most = new Float32Array(arena.buffer, limits, together);
  const told = new Float32Array(arena.buffer, sums, together * (mostAtOnce + 1));
  const hit = new Uint32Array(arena.buffer, hits, mostAtOnce + 1);
  const kernel = arena.functions[metric === 'manhattan' ? 'gaps' : 'products'];

  return (x, first, count, { values }, lists) => {
    const from = x.starts[first]!;
    for (let lane = 0; lane < count; lane++)
      for (let i = x.starts[first + lane]!; i < x.starts[first + lane + 1]!; i++)
        spread[together * x.columns[i]! + lane] = values[i - from]!;
    // Few rows first, as each look makes the next ones shorter.
    for (let row = 0, length = Math.max(64, k); row < n; length = Math.min(2 * length, mostAtOnce)) {
      const end = Math.min(n, row + Math.min(length, mostAtOnce));
      for (let lane = 0; lane < together; lane++) most[lane] = lane < count ? above(lists[lane]!.limit) : -Infinity;
      const last = kernel(starts + 4 * row, starts + 4 * end, floors + 4 * row, dense, limits, sums, hits);
      for (let h = 0, at = 0; h < (last - hits) / 4; h++, at += together) {
        const place = (hit[h]! - starts) / 4;
        for (let lane = 0; lane < count; lane++)
          if (told[at + lane]! <= most[lane]!) lists[lane]!.consider(place, told[at + lane]!);
      }
      row = end;
    }
    for (let i = from; i < x.starts[first + count]!; i++)
      spread.fill(0, together * x.columns[i]!, together * (x.columns[i]! + 1));
  };
}

/** A float32 not below it. */
const above = (limit: number) => Math.fround(limit + 2 ** -23 * Math.abs(limit));

/** By the columns that a row has, for each stored row that has them too; in float64. */
function listPass({ rows, bases, metric }: Bounds): Pass {
  const columns = transpose(rows);
  const sums = new Float64Array(rows.rows);
  return (x, first, count, { values }, lists) => {
    const from = x.starts[first]!;
    for (let lane = 0; lane < count; lane++) {
      sums.set(bases);
      for (let i = x.starts[first + lane]!; i < x.starts[first + lane + 1]!; i++)
        (metric === 'manhattan' ? addGaps : addProducts)(columns, x.columns[i]!, values[i - from]!, sums);
      const list = lists[lane]!;
      for (let row = 0; row < sums.length; row++) if (sums[row]! <= list.limit) list.consider(row, sums[row]!);
    }
  };
}

function addProducts({ starts, rows, values }: Columns, column: number, a: number, sums: Float64Array): void {
  for (let i = starts[column]!, end = starts[column + 1]!; i < end; i++) sums[rows[i]!]! += a * values[i]!;
}

function addGaps({ starts, rows, values }: Columns, column: number, a: number, sums: Float64Array): void {
  const size = Math.abs(a);
  for (let i = starts[column]!, end = starts[column + 1]!; i < end; i++)
    sums[rows[i]!]! += Math.abs(a - values[i]!) - size - Math.abs(values[i]!);
}

/** Compressed columns: column c holds values[starts[c]..starts[c + 1]) in rows of the same places. */
interface Columns {
  readonly starts: Uint32Array;
  readonly rows: Uint32Array;
  readonly values: Float32Array;
}

function transpose(x: SparseMatrix): Columns {
  const starts = new Uint32Array(x.names.length + 1);
  for (const column of x.columns) starts[column + 1]!++;
  for (let c = 0; c < x.names.length; c++) starts[c + 1]! += starts[c]!;
  const next = starts.slice();
  const rows = new Uint32Array(x.values.length);
  const values = new Float32Array(x.values.length);
  for (let r = 0; r < x.rows; r++)
    for (let i = x.starts[r]!; i < x.starts[r + 1]!; i++) {
      const at = next[x.columns[i]!]!++;
      rows[at] = r;
      values[at] = x.values[i]!;
    }
  return { starts, rows, values };
}
