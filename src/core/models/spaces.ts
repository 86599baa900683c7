/** @file Where a search looks for the options of each family. Every axis runs from the simplest model to the least simple. */

/** A list of values, or a stretch of numbers: `steps` of them on a grid, any of them at random. */
export type Axis =
  | { readonly option: string; readonly values: readonly unknown[] }
  | {
      readonly option: string;
      readonly from: number;
      readonly to: number;
      readonly scale: 'even' | 'logarithmic';
      readonly isInteger?: boolean;
      readonly steps: number;
    };

/** By kind. A family that is not here has nothing to search. */
export const spaces: Record<string, readonly Axis[]> = {
  'one-rule': [{ option: 'smallest', from: 100, to: 3, scale: 'logarithmic', isInteger: true, steps: 6 }],
  'naive-bayes': [
    { option: 'distribution', values: ['gaussian', 'bernoulli'] },
    { option: 'alpha', from: 10, to: 0.01, scale: 'logarithmic', steps: 4 },
    { option: 'varSmoothing', from: 1e-1, to: 1e-9, scale: 'logarithmic', steps: 3 },
  ],
  'nearest-neighbors': [
    { option: 'neighbors', from: 75, to: 3, scale: 'logarithmic', isInteger: true, steps: 5 },
    { option: 'weights', values: ['uniform', 'distance'] },
    { option: 'metric', values: ['euclidean', 'manhattan'] },
  ],
  logistic: [
    { option: 'l2', from: 1000, to: 1e-3, scale: 'logarithmic', steps: 7 },
    { option: 'l1', values: [0, 1, 10] },
  ],
  'linear-svm': [
    { option: 'cost', from: 1e-3, to: 10, scale: 'logarithmic', steps: 5 },
    { option: 'loss', values: ['squared hinge', 'hinge'] },
  ],
  'decision-tree': [
    { option: 'maxDepth', values: [3, 6, 12, null] },
    { option: 'minSamplesLeaf', from: 100, to: 1, scale: 'logarithmic', isInteger: true, steps: 4 },
    { option: 'criterion', values: ['gini', 'entropy'] },
  ],
  'random-forest': [
    { option: 'minSamplesLeaf', from: 50, to: 1, scale: 'logarithmic', isInteger: true, steps: 4 },
    { option: 'maxFeatures', values: ['log2', 'sqrt', 'all'] },
  ],
  'extra-trees': [
    { option: 'minSamplesLeaf', from: 50, to: 1, scale: 'logarithmic', isInteger: true, steps: 4 },
    { option: 'maxFeatures', values: ['log2', 'sqrt', 'all'] },
  ],
  'gradient-boosting': [
    { option: 'maxLeafNodes', values: [4, 8, 31, 64] },
    { option: 'learningRate', from: 0.03, to: 0.3, scale: 'logarithmic', steps: 3 },
    { option: 'minSamplesLeaf', from: 100, to: 5, scale: 'logarithmic', isInteger: true, steps: 3 },
    { option: 'l2', values: [10, 1, 0] },
  ],
  mlp: [
    { option: 'hiddenLayerSizes', values: [[16], [64], [64, 32], [128, 64]] },
    { option: 'l2', from: 1, to: 1e-5, scale: 'logarithmic', steps: 3 },
    { option: 'dropout', values: [0.3, 0] },
    { option: 'learningRate', from: 3e-4, to: 1e-2, scale: 'logarithmic', steps: 3 },
  ],
  'wide-and-deep': [
    { option: 'hiddenLayerSizes', values: [[16], [64], [64, 32]] },
    { option: 'embedding', values: [2, 8, 16] },
    { option: 'l2', from: 1, to: 1e-5, scale: 'logarithmic', steps: 3 },
    { option: 'learningRate', from: 3e-4, to: 1e-2, scale: 'logarithmic', steps: 3 },
  ],
};

/** Families from the one whose decisions are the easiest to follow to the hardest: of two equally good, the earlier is the simpler. */
export const familyOrder: readonly string[] = [
  'baseline',
  'one-rule',
  'naive-bayes',
  'logistic',
  'linear-svm',
  'decision-tree',
  'explainable-boosting',
  'nearest-neighbors',
  'random-forest',
  'extra-trees',
  'gradient-boosting',
  'mlp',
  'blend',
];

/** Place in that order; what is not in it comes last. */
export function familyRank(kind: string): number {
  const at = familyOrder.indexOf(kind);
  return at < 0 ? familyOrder.length : at;
}

/** Three digits: what a person would write. */
const rounded = (value: number, isInteger = false) => (isInteger ? Math.round(value) : Number(value.toPrecision(3)));

/** The value at `share`, from 0 (simplest) to 1, of an axis. */
export function valueAt(axis: Axis, share: number): unknown {
  if ('values' in axis) return axis.values[Math.min(axis.values.length - 1, Math.floor(share * axis.values.length))];
  const { from, to, scale, isInteger } = axis;
  const value = scale === 'even' ? from + share * (to - from) : from * (to / from) ** share;
  return rounded(value, isInteger);
}

/** Values of a grid, the simplest first. */
export function gridOf(axis: Axis): unknown[] {
  if ('values' in axis) return [...axis.values];
  const { steps } = axis;
  const all = Array.from({ length: steps }, (_, i) => valueAt(axis, steps === 1 ? 0 : i / (steps - 1)));
  return [...new Set(all)];
}

/** Where a value stands on its axis, from 0 (simplest) to 1. */
export function placeOf(axis: Axis, value: unknown): number {
  if ('values' in axis) {
    const at = axis.values.findIndex((each) => JSON.stringify(each) === JSON.stringify(value));
    return axis.values.length < 2 ? 0 : Math.max(0, at) / (axis.values.length - 1);
  }
  const { from, to, scale } = axis;
  const by = scale === 'even' ? (x: number) => x : Math.log;
  return (by(value as number) - by(from)) / (by(to) - by(from));
}
