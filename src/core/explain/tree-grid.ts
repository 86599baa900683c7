/**
 * @file Trees over a grid in closed form: what they add up to for each row at each grid value of some columns. A tree is a step
 * function of those columns once the others are known, so that a row goes through it once and not once for each value.
 */
import { goesRight } from './tree-set.ts';
import type { Rows, TreeSet } from './tree-set.ts';

/** Places in the grid, as from and to (exclusive) of each stretch, rising. */
type Stretches = readonly number[];

/**
 * rows x grid values x outputs. free: 1 for columns of the matrix that are set to the grid's; tried: a row for each grid value, of
 * which only these columns are read. outputs: those of a leaf, or of one value a leaf, where tree t belongs to place t modulo outputs.
 */
export function sumsOverGrid(
  trees: TreeSet,
  x: Rows,
  tried: Rows,
  free: Uint8Array,
  outputs: number,
): Float64Array<ArrayBuffer> {
  const { width, column, left, values } = trees;
  const { rows: n } = x;
  const size = tried.rows;
  const columns = free.length;
  const { cuts, code } = cutsOf(trees, columns);
  const coded = new Map<number, Int32Array>();
  /** Rows that go together lie together; a branch puts its own in order. */
  const rows = Int32Array.from({ length: n }, (_, r) => r);
  const spare = new Int32Array(n);
  /** At a node that cuts by a set: whether each row goes right. */
  const isRight = new Int32Array(trees.sets ? n : 0);
  const out = new Float64Array(n * size * outputs);
  const stride = size * outputs;
  let place = 0;

  for (let t = 0; t < trees.roots.length && size > 0; t++) {
    place = width === outputs ? 0 : t % outputs;
    descend(trees.roots[t]!, 0, n, [0, size]);
  }
  // Each step is written where it begins, and taken off where it ends.
  for (let r = 0; r < n; r++)
    for (let at = r * stride + outputs, end = (r + 1) * stride; at < end; at++) out[at]! += out[at - outputs]!;
  return out;

  function descend(node: number, from: number, to: number, stretches: Stretches): void {
    const own = column[node]!;
    if (own < 0) return settle(left[node]! * width, from, to, stretches);
    const child = left[node]!;
    if (free[own] === 1) {
      const [low, high] = split(node, own, stretches);
      if (low.length > 0) descend(child, from, to, low);
      if (high.length > 0) descend(child + 1, from, to, high);
      return;
    }
    const middle = halve(node, own, from, to);
    if (middle > from) descend(child, from, middle, stretches);
    if (middle < to) descend(child + 1, middle, to, stretches);
  }

  /** Puts the rows that go left before the others. Returns where the others begin. */
  function halve(node: number, own: number, from: number, to: number): number {
    if (trees.sets && trees.sets.places[node]! >= 0) {
      for (let i = from; i < to; i++) isRight[rows[i]!] = goesRight(trees, node, x.values[rows[i]! * columns + own]!);
      return part(isRight, 0, 0, rows, spare, from, to);
    }
    let codes = coded.get(own);
    if (!codes) coded.set(own, (codes = codesOf(x, own, columns, cuts[own]!, trees.inclusive)));
    return part(codes, code[node]!, trees.missingRight[node]!, rows, spare, from, to);
  }

  function split(node: number, own: number, stretches: Stretches): [number[], number[]] {
    const sides: [number[], number[]] = [[], []];
    for (let s = 0; s < stretches.length; s += 2)
      for (let g = stretches[s]!; g < stretches[s + 1]!; g++) {
        const side = sides[goesRight(trees, node, tried.values[g * columns + own]!)]!;
        if (side.at(-1) === g) side[side.length - 1] = g + 1;
        else side.push(g, g + 1);
      }
    return sides;
  }

  function settle(leaf: number, from: number, to: number, stretches: Stretches): void {
    for (let k = 0; k < width; k++) {
      const value = values[leaf + k]!;
      for (let s = 0; s < stretches.length; s += 2) {
        addAt(rows, from, to, stride, stretches[s]! * outputs + place + k, value, out);
        if (stretches[s + 1]! < size)
          addAt(rows, from, to, stride, stretches[s + 1]! * outputs + place + k, -value, out);
      }
    }
  }
}

function addAt(
  rows: Int32Array,
  from: number,
  to: number,
  stride: number,
  offset: number,
  value: number,
  out: Float64Array,
): void {
  for (let i = from; i < to; i++) out[rows[i]! * stride + offset]! += value;
}

/** Puts the rows that go left before the others, each in their order. Returns where the others begin. */
function part(
  codes: Int32Array,
  cut: number,
  missingRight: number,
  rows: Int32Array,
  spare: Int32Array,
  from: number,
  to: number,
): number {
  // A missing value has the code -1: under every cut, or without its sign over every cut.
  const mask = missingRight === 1 ? 0x7fffffff : -1;
  let low = from;
  let high = 0;
  for (let i = from; i < to; i++) {
    const row = rows[i]!;
    const isRight = (cut - (codes[row]! & mask)) >>> 31;
    rows[low] = row;
    spare[high] = row;
    low += 1 - isRight;
    high += isRight;
  }
  for (let i = 0; i < high; i++) rows[low + i] = spare[i]!;
  return low;
}

/** Of each column the thresholds that differ, rising, and of each node the place of its own. */
interface Cuts {
  cuts: Float64Array[];
  code: Int32Array;
}

const known = new WeakMap<Int32Array, Cuts>();

function cutsOf({ column, threshold }: TreeSet, columns: number): Cuts {
  const old = known.get(column);
  if (old) return old;
  const nodes = Array.from({ length: columns }, (): number[] => []);
  for (const [node, own] of column.entries()) if (own >= 0) nodes[own]!.push(node);
  const code = new Int32Array(column.length);
  const cuts = nodes.map((own) => {
    own.sort((a, b) => threshold[a]! - threshold[b]!);
    const distinct: number[] = [];
    for (const node of own) {
      if (distinct.at(-1) !== threshold[node]) distinct.push(threshold[node]!);
      code[node] = distinct.length - 1;
    }
    return Float64Array.from(distinct);
  });
  known.set(column, { cuts, code });
  return { cuts, code };
}

/** How many cuts each row's value goes right of; -1 where it is missing. */
function codesOf({ rows, values }: Rows, own: number, columns: number, cuts: Float64Array, inclusive: boolean) {
  const codes = new Int32Array(rows);
  for (let r = 0; r < rows; r++) {
    const value = values[r * columns + own]!;
    let low = 0;
    let high = value === value ? cuts.length : 0;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const cut = cuts[middle]!;
      if (cut < value || (!inclusive && cut === value)) low = middle + 1;
      else high = middle;
    }
    codes[r] = value === value ? low : -1;
  }
  return codes;
}
