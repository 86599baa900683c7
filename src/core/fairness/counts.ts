/** @file Each group's 2 x 2 counts, the rates they give, and resampled counts. */
import { multinomial } from '../metrics/bootstrap.ts';

/** The four cells of one group. */
export interface Cells {
  tp: number;
  fp: number;
  fn: number;
  tn: number;
}

export const rateNames = [
  'selectionRate',
  'truePositiveRate',
  'falsePositiveRate',
  'positivePredictiveValue',
  'accuracy',
] as const;
export type RateName = (typeof rateNames)[number];

/** Rows of each group by actual and predicted; `positive` is the class that counts as selected. codes: group of each row, -1 left out. */
export function countGroups(
  codes: Int32Array,
  groups: number,
  actual: Int32Array,
  predicted: Int32Array,
  positive: number,
): Cells[] {
  const cells = Array.from({ length: groups }, () => ({ tp: 0, fp: 0, fn: 0, tn: 0 }));
  for (let r = 0; r < codes.length; r++) {
    const cell = cells[codes[r]!];
    if (!cell) continue;
    const said = predicted[r] === positive;
    if (actual[r] === positive) cell[said ? 'tp' : 'fn'] += 1;
    else cell[said ? 'fp' : 'tn'] += 1;
  }
  return cells;
}

/** Numerator and denominator of a rate. */
export function rate({ tp, fp, fn, tn }: Cells, name: RateName): [k: number, n: number] {
  switch (name) {
    case 'selectionRate':
      return [tp + fp, tp + fp + fn + tn];
    case 'truePositiveRate':
      return [tp, tp + fn];
    case 'falsePositiveRate':
      return [fp, fp + tn];
    case 'positivePredictiveValue':
      return [tp, tp + fp];
    case 'accuracy':
      return [tp + tn, tp + fp + fn + tn];
  }
}

const drawn = new Float64Array(4);

/** A resample of the group's rows with replacement. The group keeps its size: none can vanish. */
export function resampleCells({ tp, fp, fn, tn }: Cells, uniform: () => number): Cells {
  multinomial([tp, fp, fn, tn], uniform, drawn);
  return { tp: drawn[0]!, fp: drawn[1]!, fn: drawn[2]!, tn: drawn[3]! };
}
