/**
 * @file Parts of the rows where a model is wrong more often than elsewhere: every combination of conditions that is large enough
 * (Chung et al. 2019, Slice Finder; Sagadeeva and Boehm 2021, SliceLine), looked for on some rows and confirmed on others.
 */
import type { Estimate } from '../base/estimate.ts';
import type { Control } from '../base/progress.ts';
import { restsBetween } from '../data/records.ts';
import type { Column } from '../data/table.ts';
import { falseDiscovery, fisherUpper, logFactorials } from '../metrics/exact.ts';
import { newcombe, wilson } from '../metrics/intervals.ts';
import { holdsOf, partsOf, type Part } from './conditions.ts';

/** Rows that are looked at, and whether each is wrong: 1 or 0, in the order of the rows. */
export interface Marked {
  rows: Uint32Array;
  wrong: Uint8Array;
}

export interface Slice {
  conditions: Part[];
  /** Where it was found: rows in it, those wrong, the exact chance, and that adjusted for all that were tried. */
  found: { rows: number; wrong: number; p: number; adjusted: number };
  /** On rows it was not looked for on: the share wrong in it and outside it, and their difference (Newcombe). */
  held: { inside: Estimate; outside: Estimate; difference: Estimate; wrong: number };
}

export interface SliceSearch {
  /** The surest first; each is worse also without the rows of those before it. */
  slices: Slice[];
  /** Combinations that were large enough, all of them tested. */
  tried: number;
  /** Rows a slice has at least. */
  least: number;
  /** Conditions a slice has at most: fewer than asked for where there would be too many combinations. */
  conditions: number;
  found: { rows: number; wrong: number };
  held: { rows: number; wrong: number };
}

export interface SliceOptions {
  columns: readonly Column[];
  find: Marked;
  hold: Marked;
  /** 1 to 3. */
  conditions: number;
  control: Partial<Control>;
}

/** False discovery rate. */
const rate = 0.05;
/** Chance under which a condition is worth adding. */
const adds = 0.05;
const mostCombinations = 300_000;
const mostReported = 20;

interface Candidate {
  /** Places among the single conditions, ascending. */
  of: number[];
  rows: number;
  wrong: number;
  p: number;
}

interface Single {
  part: Part;
  column: Column;
  bits: Uint32Array;
}

/**
 * Tests are Fisher's, one-sided; Benjamini and Hochberg keep the false discovery rate over all of them at 5 %. Of what is left,
 * a slice is told where each of its conditions makes it worse, and where it is worse beyond the slices before it.
 */
export async function findSlices({ columns, find, hold, conditions, control }: SliceOptions): Promise<SliceSearch> {
  const all = find.rows.length;
  const wrongBits = bitsWhere(all, (i) => find.wrong[i] === 1);
  const marked = ones(wrongBits);
  const least = Math.max(30, Math.ceil(0.01 * all));
  const ln = logFactorials(all);
  /** Null where too few rows are in it, or outside it. */
  const candidate = (of: number[], bits: Uint32Array): Candidate | null => {
    const rows = ones(bits);
    if (rows < least || all - rows < least) return null;
    const wrong = onesOfBoth(bits, wrongBits);
    return { of, rows, wrong, p: wrong * all <= marked * rows ? 1 : fisherUpper(wrong, rows, marked, all, ln) };
  };

  const tested: Candidate[] = [];
  const singles: Single[] = [];
  for (const column of columns)
    for (const part of partsOf(column, find.rows)) {
      const holds = holdsOf(part, column);
      const bits = bitsWhere(all, (i) => holds(find.rows[i]!));
      const made = candidate([singles.length], bits);
      if (made === null) continue;
      tested.push(made);
      singles.push({ part, column, bits });
    }
  const depth = depthWithin(singles.length, conditions);
  const rest = restsBetween(control);
  for (const [at, { bits }] of singles.entries()) {
    control.progress?.({ stage: 'slices', done: at, total: singles.length, what: 'conditions' });
    await extend([at], bits);
  }

  /** Every combination of these conditions with later ones; fewer rows only get fewer. */
  async function extend(of: number[], bits: Uint32Array): Promise<void> {
    if (of.length === depth) return;
    await rest();
    for (let next = of.at(-1)! + 1; next < singles.length; next++) {
      if (of.some((one) => singles[one]!.column === singles[next]!.column)) continue;
      const own = both(bits, singles[next]!.bits);
      const made = candidate([...of, next], own);
      if (made === null) continue;
      tested.push(made);
      await extend(made.of, own);
    }
  }

  const adjusted = falseDiscovery(tested.map(({ p }) => p));
  const sure = tested
    .map((slice, i) => ({ ...slice, adjusted: adjusted[i]! }))
    .filter((slice) => slice.adjusted <= rate)
    .sort((a, b) => a.p - b.p || a.of.length - b.of.length || b.rows - a.rows);
  /** The largest chance that is believed. */
  const cutoff = sure.at(-1)?.p ?? 0;
  const told: (typeof sure)[number][] = [];
  const covered = new Uint32Array(wrongBits.length);
  for (const slice of sure) {
    if (told.length === mostReported) break;
    const bits = slice.of.map((one) => singles[one]!.bits).reduce(both);
    if (!earnsConditions(slice) || !isBeyond(bits)) continue;
    told.push(slice);
    for (let w = 0; w < covered.length; w++) covered[w]! |= bits[w]!;
  }

  /** Against each slice it is part of by one condition: worse in it than in the rest of that one. */
  function earnsConditions({ of, rows, wrong }: Candidate): boolean {
    return of.every((without) => {
      const others = of.filter((one) => one !== without).map((one) => singles[one]!.bits);
      if (others.length === 0) return true;
      const around = others.reduce(both);
      const [n, k] = [ones(around), onesOfBoth(around, wrongBits)];
      return fisherUpper(wrong, rows, k, n, ln) < adds;
    });
  }

  /** What no slice before it covers is worse than what is in none, as surely as any slice. */
  function isBeyond(bits: Uint32Array): boolean {
    if (told.length === 0) return true;
    const own = bits.map((word, w) => word & ~covered[w]!);
    const rows = ones(own);
    const free = all - ones(covered);
    const freeWrong = marked - onesOfBoth(covered, wrongBits);
    return rows > 0 && fisherUpper(onesOfBoth(own, wrongBits), rows, freeWrong, free, ln) <= cutoff;
  }

  const heldWrong = hold.wrong.reduce((sum, w) => sum + w, 0);
  return {
    slices: told.map(({ of, rows, wrong, p, adjusted: q }) => ({
      conditions: of.map((one) => singles[one]!.part),
      found: { rows, wrong, p, adjusted: q },
      held: confirmed(
        of.map((one) => singles[one]!),
        hold,
        heldWrong,
      ),
    })),
    tried: tested.length,
    least,
    conditions: depth,
    found: { rows: all, wrong: marked },
    held: { rows: hold.rows.length, wrong: heldWrong },
  };
}

function confirmed(of: readonly { part: Part; column: Column }[], hold: Marked, heldWrong: number): Slice['held'] {
  const tests = of.map(({ part, column }) => holdsOf(part, column));
  let [rows, wrong] = [0, 0];
  hold.rows.forEach((row, i) => {
    if (!tests.every((holds) => holds(row))) return;
    rows++;
    wrong += hold.wrong[i]!;
  });
  const [otherRows, otherWrong] = [hold.rows.length - rows, heldWrong - wrong];
  return {
    inside: wilson(wrong, rows),
    outside: wilson(otherWrong, otherRows),
    difference: newcombe(wrong, rows, otherWrong, otherRows),
    wrong,
  };
}

/** As many conditions as keep the combinations within bounds. */
function depthWithin(singles: number, wanted: number): number {
  let [combinations, depth] = [singles, 1];
  while (depth < wanted) {
    combinations = (combinations * (singles - depth)) / (depth + 1);
    if (combinations > mostCombinations) break;
    depth++;
  }
  return depth;
}

function bitsWhere(n: number, isSet: (i: number) => boolean): Uint32Array {
  const bits = new Uint32Array(Math.ceil(n / 32));
  for (let i = 0; i < n; i++) if (isSet(i)) bits[i >>> 5]! |= 1 << (i & 31);
  return bits;
}

function both(a: Uint32Array, b: Uint32Array): Uint32Array {
  const out = new Uint32Array(a.length);
  for (let w = 0; w < out.length; w++) out[w] = a[w]! & b[w]!;
  return out;
}

function ones(bits: Uint32Array): number {
  let sum = 0;
  for (let w = 0; w < bits.length; w++) sum += onesIn(bits[w]!);
  return sum;
}

function onesOfBoth(a: Uint32Array, b: Uint32Array): number {
  let sum = 0;
  for (let w = 0; w < a.length; w++) sum += onesIn(a[w]! & b[w]!);
  return sum;
}

/** Set bits of 32 (Warren, Hacker's Delight, figure 5-2). */
function onesIn(word: number): number {
  let x = word - ((word >>> 1) & 0x55555555);
  x = (x & 0x33333333) + ((x >>> 2) & 0x33333333);
  return Math.imul((x + (x >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
