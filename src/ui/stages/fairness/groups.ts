/** @file Group values of the evaluated rows, and rates over all of them. */
import type { GroupRow, GroupTable } from '../../../core/study/run.ts';

export interface Groups {
  codes: Int32Array;
  names: string[];
}

/** Column `c` of cell texts as groups: the known ones in their order, others after them. A missing value is the group `(missing)`. */
export function groupsOf(cells: (string | null)[][], c: number, known: string[]): Groups {
  const text = cells.map((row) => row[c] ?? '(missing)');
  const names = [...new Set([...known, ...text])];
  const code = new Map(names.map((name, i) => [name, i]));
  return { codes: Int32Array.from(text, (name) => code.get(name)!), names };
}

type RateKey = Exclude<keyof GroupRow, 'group' | 'n'>;

/** The five rates of a group, how they are called, and how to read them. */
export const rates: { key: RateKey; name: string; reads: (positive: string) => string }[] = [
  { key: 'selectionRate', name: 'Selection rate', reads: (p) => `Of all rows of a group, the share it names ${p}.` },
  { key: 'truePositiveRate', name: 'True positive rate', reads: (p) => `Of those that are ${p}, the share it finds.` },
  {
    key: 'falsePositiveRate',
    name: 'False positive rate',
    reads: (p) => `Of those that are not ${p}, the share it names ${p} all the same.`,
  },
  {
    key: 'positivePredictiveValue',
    name: 'Positive predictive value',
    reads: (p) => `Of those it names ${p}, the share that are.`,
  },
  { key: 'accuracy', name: 'Accuracy', reads: (p) => `The share it is right about, ${p} or not.` },
];

export const gapNames: { key: keyof GroupTable['gaps']; name: string; reads: string }[] = [
  { key: 'demographicParityDifference', name: 'Demographic parity difference', reads: 'in the selection rate' },
  { key: 'demographicParityRatio', name: 'Demographic parity ratio', reads: 'lowest selection rate by the highest' },
  { key: 'equalOpportunityDifference', name: 'Equal opportunity difference', reads: 'in the true positive rate' },
  {
    key: 'equalizedOddsDifference',
    name: 'Equalized odds difference',
    reads: 'the larger of those in the true and the false positive rate',
  },
];

/** The rates over all rows, one class against the rest; null where there is nothing to divide by. */
export function overallRates(
  actual: Int32Array,
  predicted: Int32Array,
  positive: number,
): Record<RateKey, number | null> {
  let tp = 0;
  let fp = 0;
  let fn = 0;
  for (let r = 0; r < actual.length; r++) {
    const is = actual[r] === positive;
    const said = predicted[r] === positive;
    if (is && said) tp++;
    else if (said) fp++;
    else if (is) fn++;
  }
  const n = actual.length;
  const over = (top: number, bottom: number) => (bottom === 0 ? null : top / bottom);
  return {
    selectionRate: over(tp + fp, n),
    truePositiveRate: over(tp, tp + fn),
    falsePositiveRate: over(fp, n - tp - fn),
    positivePredictiveValue: over(tp, tp + fp),
    accuracy: over(n - fp - fn, n),
  };
}
