/** @file Gaps between groups within the levels of another column (evaluation RQ4: conditional on a control). */
import { countGroups, type RateName } from './counts.ts';
import { smallestCell } from './gaps.ts';
import { spread } from './measures.ts';

interface Codes {
  codes: Int32Array;
  names: readonly string[];
}

export interface Conditional {
  /** One a level that occurs; difference null: fewer than two groups of it have the least rows. */
  levels: { level: string; n: number; difference: number | null; groups: number }[];
  /** Mean of the differences, each by the rows of its level, over the levels that have one; null where none has. */
  weighted: number | null;
  /** Rows of the levels that count. */
  rows: number;
  /** Without regard to the control. */
  overall: number | null;
}

/** Largest less smallest group rate, for each level of the control by itself. `least`: rows of a rate's own denominator. */
export function conditionalGap(
  groups: Codes,
  control: Codes,
  decided: { actual: Int32Array; predicted: Int32Array; positive: number },
  name: RateName,
  least = smallestCell,
): Conditional {
  const { actual, predicted, positive } = decided;
  const of = (codes: Int32Array) => countGroups(codes, groups.names.length, actual, predicted, positive);
  const levels = control.names.flatMap((level, d) => {
    const own = groups.codes.map((code, r) => (control.codes[r] === d ? code : -1));
    const cells = of(own);
    const sizes = cells.map((c) => c.tp + c.fp + c.fn + c.tn);
    const n = sizes.reduce((sum, size) => sum + size, 0);
    return n === 0 ? [] : [{ level, n, difference: spread(cells, name, least).difference, groups: sizes.filter(Boolean).length }]; // prettier-ignore
  });
  const told = levels.filter(({ difference }) => difference !== null);
  const rows = told.reduce((sum, { n }) => sum + n, 0);
  return {
    levels,
    rows,
    weighted: rows > 0 ? told.reduce((sum, { n, difference }) => sum + n * difference!, 0) / rows : null,
    overall: spread(of(groups.codes), name, least).difference,
  };
}
