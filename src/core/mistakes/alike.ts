/** @file Rows that say the same and are labelled otherwise: no model can be right about all of them. */
import type { Control } from '../base/progress.ts';
import { restsBetween } from '../data/records.ts';
import { isNumeric } from '../data/table.ts';
import type { Column } from '../data/table.ts';

/** Rows that are the same in every column. */
export interface Conflict {
  /** Row numbers, ascending. */
  rows: number[];
  labels: number[];
}

/** Two rows that are the same but for one number, which hardly differs. */
export interface NearConflict {
  column: string;
  rows: [number, number];
  values: [number, number];
  labels: [number, number];
}

export interface AlikeRows {
  /** Largest first. */
  conflicts: Conflict[];
  /** Nearest first, in standard deviations; null: too large a table to look. */
  near: NearConflict[] | null;
  rows: number;
  /** Rows that any rule on these columns gets wrong: those not of the commonest label among their like. */
  unavoidable: number;
}

/** Two numbers hardly differ where less than this many standard deviations apart. */
export const hardly = 0.1;
/** Cells looked at for near conflicts at most. */
const mostCells = 30_000_000;

/** columns: what the model learns from. labels: of each row of the columns. rows: those looked at. */
export async function alikeRows(
  columns: readonly Column[],
  labels: Int32Array,
  rows: Uint32Array,
  control: Partial<Control> = {},
): Promise<AlikeRows> {
  const rest = restsBetween(control);
  const codes: Ids[] = [];
  let whole: Ids = { ids: new Int32Array(rows.length), count: 1 };
  for (const column of columns) {
    await rest();
    codes.push(codesOf(column, rows));
    whole = refined(whole, codes.at(-1)!);
  }
  const conflicts = membersOf(whole).flatMap((places) => {
    const own = places.map((p) => labels[rows[p]!]!);
    if (own.every((label) => label === own[0])) return [];
    return [{ rows: places.map((p) => rows[p]!), labels: own }];
  });
  conflicts.sort((a, b) => b.rows.length - a.rows.length || a.rows[0]! - b.rows[0]!);
  const unavoidable = conflicts.reduce((sum, { labels: own }) => sum + own.length - commonest(own), 0);
  const near = rows.length * columns.length > mostCells ? null : await nearly(columns, codes, labels, rows, rest);
  return { conflicts, near, rows: rows.length, unavoidable };
}

interface Ids {
  ids: Int32Array;
  count: number;
}

/** Equal cells have equal codes. */
function codesOf(column: Column, rows: Uint32Array): Ids {
  if (!isNumeric(column))
    return { ids: Int32Array.from(rows, (r) => column.coded.codes[r]! + 1), count: column.coded.levels.length + 1 };
  const seen = new Map<number, number>();
  const ids = Int32Array.from(rows, (r) => {
    // Map takes NaN for NaN, and -0 for 0.
    const value = column.values[r]!;
    const known = seen.get(value);
    if (known !== undefined) return known;
    seen.set(value, seen.size);
    return seen.size - 1;
  });
  return { ids, count: seen.size };
}

/** One number for each pair of numbers. */
function refined(a: Ids, b: Ids): Ids {
  const seen = new Map<number, number>();
  const ids = a.ids.map((id, i) => {
    const key = id * b.count + b.ids[i]!;
    const known = seen.get(key);
    if (known !== undefined) return known;
    seen.set(key, seen.size);
    return seen.size - 1;
  });
  return { ids, count: seen.size };
}

/** Places of each number that occurs twice or more. */
function membersOf({ ids, count }: Ids): number[][] {
  const sizes = new Int32Array(count);
  for (const id of ids) sizes[id]! += 1;
  const members = new Map<number, number[]>();
  ids.forEach((id, i) => {
    if (sizes[id]! < 2) return;
    const own = members.get(id);
    if (own) own.push(i);
    else members.set(id, [i]);
  });
  return [...members.values()];
}

async function nearly(
  columns: readonly Column[],
  codes: readonly Ids[],
  labels: Int32Array,
  rows: Uint32Array,
  rest: () => Promise<void>,
): Promise<NearConflict[]> {
  const none: Ids = { ids: new Int32Array(rows.length), count: 1 };
  // What comes after each column, so that all but one are one step.
  const after: Ids[] = new Array<Ids>(columns.length);
  for (let c = columns.length - 1, ids = none; c >= 0; c--) {
    await rest();
    after[c] = ids;
    ids = refined(ids, codes[c]!);
  }
  const found: (NearConflict & { apart: number })[] = [];
  let before = none;
  for (const [c, column] of columns.entries()) {
    await rest();
    if (isNumeric(column)) {
      const spread = deviation(Float64Array.from(rows, (r) => column.values[r]!));
      for (const places of membersOf(refined(before, after[c]!)))
        for (const pair of neighbours(places, (p) => column.values[rows[p]!]!)) {
          const [a, b] = pair.map((p) => rows[p]!) as [number, number];
          const values: [number, number] = [column.values[a]!, column.values[b]!];
          const apart = (values[1] - values[0]) / spread;
          if (apart > 0 && apart < hardly && labels[a] !== labels[b])
            found.push({ column: column.name, rows: [a, b], values, labels: [labels[a]!, labels[b]!], apart });
        }
    }
    before = refined(before, codes[c]!);
  }
  found.sort((a, b) => a.apart - b.apart || a.rows[0] - b.rows[0]);
  return found.map(({ apart: _, ...pair }) => pair);
}

/** Places next to one another in order of a number. */
function neighbours(places: number[], value: (place: number) => number): [number, number][] {
  const order = places.filter((p) => !Number.isNaN(value(p))).sort((a, b) => value(a) - value(b) || a - b);
  return order.slice(1).map((place, i) => [order[i]!, place]);
}

function deviation(values: Float64Array): number {
  const present = values.filter((v) => !Number.isNaN(v));
  const mean = present.reduce((sum, v) => sum + v, 0) / present.length;
  return Math.sqrt(present.reduce((sum, v) => sum + (v - mean) ** 2, 0) / present.length);
}

function commonest(labels: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  return Math.max(...counts.values());
}
