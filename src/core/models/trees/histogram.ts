/**
 * @file Sums of gradients and hessians by bin, the heart of histogram boosting, with the rows they are of. Where most rows have the same
 * code, as in indicators and other sparse columns, that code is not summed: its sums are what the others lack to those of all rows. Other
 * columns are summed four at a time.
 */
import type { Coded } from './bins.ts';
import type { Cut } from './leaf.ts';
import { createArena } from './kernels.ts';

/** Places of a leaf's rows. */
export interface Part {
  readonly begin: number;
  readonly end: number;
}

/** Pairs (gradient, hessian) of a leaf by bin, as `offsets` of the codes count them. Good until the next leaf is summed. */
export type Sums = Float64Array;

/** Sums are told by their address. Rows are places in the list of the last begin. */
export interface Histograms {
  /** Answers their sums. */
  begin(gradients: Float64Array, rows: Uint32Array): { gradient: number; hessian: number };
  fill(part: Part): number;
  /** Sums that were added up elsewhere. */
  put(own: Sums): number;
  read(sums: number): Sums;
  /** What the parent has more than the child, in the parent's place. */
  subtract(parent: number, child: number): void;
  /** Given back for another leaf. */
  free(sums: number): void;
  /** Rows that go left first, both sides in their old order. Returns where the right side begins. */
  partition(cut: Cut, part: Part): number;
  /** How many rows have each code of a column. */
  countCodes(column: number, part: Part): Int32Array;
  /** The rows as they are now ordered. */
  copyRows(to: Uint32Array): void;
  /** Those of a leaf; good until the next leaf is summed or cut. */
  rowsOf(part: Part): Uint32Array;
  /** By column. */
  readonly usual: Uint8Array;
}

/** Rows whose entries are written together, so that they stay in the cache. */
const block = 4096;

export function createHistograms(coded: Coded<Uint8Array>): Histograms {
  const { rows: height, columns, codes, cuts, offsets } = coded;
  const bytes = 16 * offsets[columns]!;
  const arena = createArena();
  const { functions: kernels } = arena;
  const { usual, groups, sparse } = layOut(coded);
  const at = {
    codes: arena.take(codes.length),
    starts: sparse.length > 0 ? arena.take(4 * (height + 1)) : 0,
    gradients: arena.take(16 * height),
    gathered: arena.take(16 * height),
    rows: arena.take(4 * height),
    table: arena.take(256),
    total: arena.take(16),
  };
  new Uint8Array(arena.buffer, at.codes, codes.length).set(codes);
  const places = groups.map((group) => writeGroup(coded, group, arena));
  const isWide = offsets[columns]! > 65536;
  if (sparse.length > 0) writeEntries(coded, sparse, usual, arena, at.starts, isWide);
  const add = isWide ? kernels.fillWide : kernels.fill;
  const addGroup = [kernels.fillGroup1, kernels.fillGroup2, kernels.fillGroup3, kernels.fillGroup4];
  const spare: number[] = [];
  let count = 0;
  /** The rows whose pairs were gathered last. */
  let gathered: Part = { begin: 0, end: 0 };
  const gather = (part: Part) => {
    if (part.begin === gathered.begin && part.end === gathered.end) return;
    gathered = part;
    kernels.gather(at.rows + 4 * part.begin, at.rows + 4 * part.end, at.gradients, at.gathered, at.total);
  };

  return {
    begin(gradients, rows) {
      count = rows.length;
      new Float64Array(arena.buffer, at.gradients, 2 * height).set(gradients);
      new Uint32Array(arena.buffer, at.rows, count).set(rows);
      gathered = { begin: 0, end: 0 };
      gather({ begin: 0, end: count });
      const [gradient, hessian] = new Float64Array(arena.buffer, at.total, 2);
      return { gradient: gradient!, hessian: hessian! };
    },

    fill(part) {
      const { begin, end } = part;
      const sums = spare.pop() ?? arena.take(bytes);
      const [first, last] = [at.rows + 4 * begin, at.rows + 4 * end];
      new Uint8Array(arena.buffer, sums, bytes).fill(0);
      if (groups.length > 0) gather(part);
      for (const [g, group] of groups.entries()) {
        const own = (place: number) => (place < group.length ? sums + 16 * offsets[group[place]!]! : 0);
        addGroup[group.length - 1]!(first, last, places[g]!, at.gathered, own(0), own(1), own(2), own(3));
      }
      if (sparse.length > 0) add(first, last, at.starts, at.gradients, sums, at.total);
      for (const column of sparse) {
        const own = sums + 16 * offsets[column]!;
        kernels.complete(own, sums + 16 * offsets[column + 1]!, at.total, own + 16 * usual[column]!);
      }
      return sums;
    },

    put(own) {
      const sums = spare.pop() ?? arena.take(bytes);
      new Float64Array(arena.buffer, sums, bytes / 8).set(own);
      return sums;
    },

    read: (sums) => new Float64Array(arena.buffer, sums, bytes / 8),
    subtract: (parent, child) => kernels.subtract(parent, parent + bytes, child),
    free: (sums) => void spare.push(sums),

    partition({ column, code, isMissingRight, goesLeft }, { begin, end }) {
      const table = new Uint8Array(arena.buffer, at.table, 256);
      if (goesLeft) table.set(goesLeft);
      else table.fill(0).fill(1, 0, code + 1);
      if (!goesLeft && !isMissingRight) table[cuts[column]!.length + 1] = 1;
      const own = at.codes + column * height;
      // Rows are laid aside where pairs were.
      gathered = { begin: 0, end: 0 };
      const middle = kernels.partition(at.rows + 4 * begin, at.rows + 4 * end, own, at.table, at.gathered);
      return (middle - at.rows) / 4;
    },

    countCodes(column, { begin, end }) {
      const rows = new Uint32Array(arena.buffer, at.rows + 4 * begin, end - begin);
      const counts = new Int32Array(cuts[column]!.length + 2);
      for (let i = 0; i < rows.length; i++) counts[codes[column * height + rows[i]!]!]!++;
      return counts;
    },

    copyRows: (to) => to.set(new Uint32Array(arena.buffer, at.rows, count)),
    rowsOf: ({ begin, end }) => new Uint32Array(arena.buffer, at.rows + 4 * begin, end - begin),
    usual,
  };
}

/** Columns whose most frequent code is met in more rows than not are sparse. usual: the most frequent code; the lowest of equals. */
function layOut({ rows, columns, codes }: Coded<Uint8Array>): {
  usual: Uint8Array;
  sparse: readonly number[];
  groups: readonly (readonly number[])[];
} {
  const usual = new Uint8Array(columns);
  const counts = new Int32Array(256);
  const sparse: number[] = [];
  const groups: number[][] = [];
  for (let column = 0; column < columns; column++) {
    counts.fill(0);
    for (let at = column * rows, end = at + rows; at < end; at++) counts[codes[at]!]!++;
    for (let code = 1; code < 256; code++) if (counts[code]! > counts[usual[column]!]!) usual[column] = code;
    if (2 * counts[usual[column]!]! > rows) sparse.push(column);
    else if ((groups.at(-1)?.length ?? 4) === 4) groups.push([column]);
    else groups.at(-1)!.push(column);
  }
  return { usual, sparse, groups };
}

/** The codes of up to four columns, four bytes a row. Returns their address. */
function writeGroup(
  { rows, codes }: Coded<Uint8Array>,
  group: readonly number[],
  arena: ReturnType<typeof createArena>,
): number {
  const first = arena.take(4 * rows);
  const places = new Uint8Array(arena.buffer, first, 4 * rows);
  for (const [place, column] of group.entries())
    for (let row = 0, at = column * rows; row < rows; row++, at++) places[4 * row + place] = codes[at]!;
  return first;
}

/** Row after row the bins of its codes in sparse columns that are not usual; `starts` gets the address of each row's first. */
function writeEntries(
  { rows, codes, offsets }: Coded<Uint8Array>,
  sparse: readonly number[],
  usual: Uint8Array,
  arena: ReturnType<typeof createArena>,
  starts: number,
  isWide: boolean,
): void {
  const next = new Uint32Array(rows + 1);
  for (const column of sparse) {
    const own = usual[column]!;
    for (let row = 0, at = column * rows; row < rows; row++, at++) if (codes[at] !== own) next[row + 1]!++;
  }
  for (let row = 0; row < rows; row++) next[row + 1]! += next[row]!;
  const width = isWide ? 4 : 2;
  const first = arena.take(width * next[rows]!);
  new Uint32Array(arena.buffer, starts, rows + 1).set(next.map((count) => first + width * count));
  const entries = new (isWide ? Uint32Array : Uint16Array)(arena.buffer, first, next[rows]!);
  for (let begin = 0; begin < rows; begin += block) {
    const end = Math.min(rows, begin + block);
    for (const column of sparse) {
      const own = usual[column]!;
      const offset = offsets[column]!;
      const start = column * rows;
      for (let row = begin; row < end; row++) {
        const code = codes[start + row]!;
        if (code !== own) entries[next[row]!++] = offset + code;
      }
    }
  }
}
