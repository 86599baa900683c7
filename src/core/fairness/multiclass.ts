/** @file Gaps of several classes, each against the rest, and of the worst of them, against chance (evaluation RQ5). */
import type { Rng } from '../base/random.ts';
import { rate, type Cells, type RateName } from './counts.ts';
import { smallestCell } from './gaps.ts';

export const classRates = ['selectionRate', 'truePositiveRate', 'falsePositiveRate'] as const;

/** Counts by group, actual and predicted class, in this order. */
type Joint = Float64Array;

interface Decisions {
  /** Group of each row, -1 left out. */
  codes: Int32Array;
  groups: number;
  actual: Int32Array;
  predicted: Int32Array;
  classes: number;
}

export interface ClassGaps {
  rate: RateName;
  /** Of each class; null with fewer than two groups of 30 rows of their own denominator. */
  gaps: (number | null)[];
  /** Place of the class with the largest gap; null where none can be told. */
  worst: number | null;
  /** (1 + deals whose worst class has at least this gap) / (1 + deals). */
  p: number | null;
  /** 95th percentile of the worst gap over the deals. */
  high: number | null;
}

/**
 * `deals` counts of the same rows, groups dealt out by chance (the same deal for every class); the first is the real one. A
 * generator, so that the caller can rest between deals.
 */
export function* jointDeals(
  { codes, groups, actual, predicted, classes }: Decisions,
  rng: Rng,
): Generator<Joint, never> {
  const kept = [...codes.keys()].filter((r) => codes[r]! >= 0);
  const own = Int32Array.from(kept, (r) => codes[r]!);
  const cell = Int32Array.from(kept, (r) => actual[r]! * classes + predicted[r]!);
  for (let deal = 0; ; deal++) {
    if (deal > 0)
      for (let i = own.length - 1; i > 0; i--) {
        const j = rng.integer(i + 1);
        const held = own[i]!;
        own[i] = own[j]!;
        own[j] = held;
      }
    const joint = new Float64Array(groups * classes * classes);
    for (let i = 0; i < own.length; i++) joint[own[i]! * classes * classes + cell[i]!]! += 1;
    yield joint;
  }
}

/** The four cells of one class against the rest, a group. */
export function cellsOfClass(joint: Joint, groups: number, classes: number, of: number): Cells[] {
  return Array.from({ length: groups }, (_, g) => {
    const cells = { tp: 0, fp: 0, fn: 0, tn: 0 };
    for (let a = 0; a < classes; a++)
      for (let p = 0; p < classes; p++) {
        const n = joint[(g * classes + a) * classes + p]!;
        if (a === of) cells[p === of ? 'tp' : 'fn'] += n;
        else cells[p === of ? 'fp' : 'tn'] += n;
      }
    return cells;
  });
}

function gapOf(cells: readonly Cells[], name: RateName): number | null {
  const rates = cells
    .map((cell) => rate(cell, name))
    .filter(([, n]) => n >= smallestCell)
    .map(([k, n]) => k / n);
  return rates.length < 2 ? null : Math.max(...rates) - Math.min(...rates);
}

/** joints: the real counts, then those of deals. */
export function classGaps(joints: readonly Joint[], groups: number, classes: number): ClassGaps[] {
  const each = joints.map((joint) =>
    Array.from({ length: classes }, (_, k) => cellsOfClass(joint, groups, classes, k)),
  );
  return classRates.map((name) => {
    const [gaps, ...drawn] = each.map((byClass) => byClass.map((cells) => gapOf(cells, name)));
    const largest = (of: (number | null)[]) => of.reduce<number | null>((most, g) => (g === null ? most : Math.max(most ?? 0, g)), null); // prettier-ignore
    const most = largest(gaps!);
    if (most === null) return { rate: name, gaps: gaps!, worst: null, p: null, high: null };
    const chance = Float64Array.from(drawn, (of) => largest(of) ?? 0).sort();
    const beyond = chance.reduce((sum, g) => sum + (g >= most - 1e-12 ? 1 : 0), 0);
    const high = chance.length > 0 ? chance[Math.min(chance.length - 1, Math.floor(0.95 * chance.length))]! : null;
    return { rate: name, gaps: gaps!, worst: gaps!.indexOf(most), p: (1 + beyond) / (1 + chance.length), high };
  });
}
