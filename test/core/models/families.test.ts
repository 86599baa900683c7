/** @file What every family must do, in one table: kind, options, and which of the equalities hold for it. */
import { beforeAll, describe, expect, test } from 'vitest';
import { createRng } from '../../../src/core/base/random.ts';
import type { Compute } from '../../../src/core/compute/types.ts';
import type { FitInput } from '../../../src/core/models/contract.ts';
import { classifiers } from '../../../src/core/models/index.ts';
import { compress } from '../../../src/core/models/sparse.ts';
import { computeOf, context, noisy } from './fixtures.ts';

interface Family {
  kind: string;
  options?: object;
  /** What a row of weight 2 and the row twice have in common, if anything, and within how much. */
  twice?: ['scores' | 'coefficients', number];
  /** Within how much the order of columns does not matter. */
  columns?: number;
  isCount?: boolean;
}

const families: Family[] = [
  { kind: 'baseline', twice: ['scores', 1e-12], columns: 0 },
  { kind: 'one-rule', twice: ['scores', 1e-12], columns: 0 },
  { kind: 'naive-bayes', options: { distribution: 'gaussian' }, twice: ['scores', 1e-9], columns: 1e-9 },
  {
    kind: 'naive-bayes',
    options: { distribution: 'multinomial' },
    twice: ['scores', 1e-9],
    columns: 1e-9,
    isCount: true,
  },
  {
    kind: 'naive-bayes',
    options: { distribution: 'complement' },
    twice: ['scores', 1e-9],
    columns: 1e-9,
    isCount: true,
  },
  { kind: 'naive-bayes', options: { distribution: 'bernoulli' }, twice: ['scores', 1e-9], columns: 1e-9 },
  // A row twice takes two of the k places.
  { kind: 'nearest-neighbors', options: { metric: 'euclidean' }, columns: 1e-9 },
  { kind: 'nearest-neighbors', options: { metric: 'manhattan', weights: 'distance' }, columns: 1e-9 },
  { kind: 'nearest-neighbors', options: { metric: 'cosine', weights: 'distance' }, columns: 1e-6 },
  { kind: 'logistic', twice: ['scores', 1e-6], columns: 1e-6 },
  { kind: 'logistic', options: { l1: 5 }, twice: ['scores', 1e-6], columns: 1e-6 },
  // Its probabilities come from folds, which a row twice divides otherwise; the border does not.
  { kind: 'linear-svm', options: { tolerance: 1e-8, maxPasses: 50000 }, twice: ['coefficients', 1e-6], columns: 1e-6 },
  { kind: 'linear-svm', options: { loss: 'hinge', tolerance: 1e-8, maxPasses: 50000 }, twice: ['coefficients', 1e-6] },
  // Curves are stepped in the order of the columns.
  {
    kind: 'explainable-boosting',
    options: { minSamplesLeaf: 1, interactions: 0, maxRounds: 20 },
    twice: ['scores', 1e-9],
  },
  // Leaves are counted in rows, so a row twice is another tree. Large leaves: of two equal cuts the first column wins, so equal cuts would tell the order.
  { kind: 'decision-tree', options: { minSamplesLeaf: 15 }, columns: 1e-12 },
  { kind: 'decision-tree', options: { ccpAlpha: 0.005 }, twice: ['scores', 1e-12] },
  { kind: 'decision-tree', options: { criterion: 'entropy', maxLeafNodes: 9 }, twice: ['scores', 1e-12] },
  // Rows and columns are drawn by their numbers.
  { kind: 'random-forest', options: { nEstimators: 10 } },
  { kind: 'extra-trees', options: { nEstimators: 10 }, twice: ['scores', 1e-12] },
  // Rows of a class begin alike, so that cuts of several columns gain the very same, and the first of them wins.
  { kind: 'gradient-boosting', options: { minSamplesLeaf: 1, maxIterations: 20 }, twice: ['scores', 1e-9] },
  // Folds are drawn from rows.
  {
    kind: 'blend',
    options: { members: ['naive-bayes', 'logistic'], how: 'mean' },
    twice: ['scores', 1e-6],
    columns: 1e-6,
  },
  { kind: 'blend', options: { members: ['naive-bayes', 'decision-tree'], folds: 3 } },
  // Batches are drawn from rows and first weights from columns.
  { kind: 'mlp', options: { hiddenLayerSizes: [8], maxEpochs: 5 } },
  { kind: 'wide-and-deep', options: { hiddenLayerSizes: [8], maxEpochs: 5 } },
];

const tasks = { binary: 2, multiclass: 3 } as const;

/** 150 rows, and for some families whole numbers from 0. */
function rowsOf(classes: number, { isCount = false }: Family): FitInput {
  const made = noisy(150, 6, classes, 7);
  if (!isCount) return made;
  return { ...made, x: { ...made.x, values: made.x.values.map((value) => Math.max(0, Math.round(2 * value))) } };
}

/** Every weight is 1 or 2. */
const weightsOf = (rows: number) => Float64Array.from({ length: rows }, (_, r) => 1 + (r % 3 === 0 ? 1 : 0));

/** Rows of weight 2 written twice. */
function written(data: FitInput, weights: Float64Array): FitInput {
  const d = data.x.names.length;
  const rows = [...weights.keys()].flatMap((r) => Array.from({ length: weights[r]! }, () => r));
  const values = Float32Array.from(rows.flatMap((r) => [...data.x.values.subarray(r * d, (r + 1) * d)]));
  return { ...data, x: { ...data.x, rows: rows.length, values }, y: Int32Array.from(rows, (r) => data.y[r]!) };
}

function reordered(data: FitInput, order: Uint32Array): FitInput {
  const d = data.x.names.length;
  const values = data.x.values.map((_, i) => data.x.values[i - (i % d) + order[i % d]!]!);
  return { ...data, x: { ...data.x, names: Array.from(order, (c) => data.x.names[c]!), values } };
}

const apart = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Array.from(a).reduce(
    (most, value, i) => Math.max(most, Math.abs(value - b[i]!)),
    a.length === b.length ? 0 : Infinity,
  );

test('the table holds every family', () => {
  const held = new Set(families.map(({ kind }) => kind));
  expect(Object.keys(classifiers).filter((kind) => !held.has(kind))).toEqual([]);
});

const named = families.map((family) => [`${family.kind} ${JSON.stringify(family.options ?? {})}`, family] as const);
describe.each(named)('%s', (_, family) => {
  const classifier = classifiers[family.kind]!;
  const options = classifier.options.parse(family.options ?? {});
  let compute: Compute;
  beforeAll(async () => {
    compute = await computeOf('cpu');
  });

  describe.each(Object.entries(tasks))('%s', (_, classes) => {
    const data = rowsOf(classes, family);
    const weights = weightsOf(data.y.length);
    const fit = async (input: FitInput, seed = 3) => {
      const { state } = await classifier.fit(input, options, context(compute, { seed }));
      return { state, scores: await classifier.predict(state, input.x, compute) };
    };

    test.each([null, weights])('gives probabilities that sum to 1, and the same again', async (own) => {
      const first = await fit({ ...data, weights: own });
      expect(first.scores.length).toBe(data.y.length * classes);
      expect(first.scores.every((p) => p >= 0 && p <= 1)).toBe(true);
      for (let r = 0; r < data.y.length; r++) {
        const sum = first.scores.subarray(r * classes, (r + 1) * classes).reduce((a, b) => a + b, 0);
        expect(sum).toBeCloseTo(1, 9);
      }
      const again = await fit({ ...data, weights: own });
      expect(again.scores).toEqual(first.scores);
      expect(again.state).toEqual(first.state);
    });

    test('weights change what is learned', async () => {
      const own = Float64Array.from(data.y, (code, row) => (code === 0 && row % 2 === 0 ? 9 : 1));
      // Other rows than those learned from: neighbours at no distance decide alone, whatever their weight.
      const other = { ...data.x, values: data.x.values.map((value) => value + 0.25) };
      const read = async (input: FitInput) => classifier.predict((await fit(input)).state, other, compute);
      expect(apart(await read({ ...data, weights: own }), await read(data))).toBeGreaterThan(1e-3);
    });

    if (family.twice)
      test('a weight of 2 is the row twice', async () => {
        const [what, tolerance] = family.twice!;
        const weighted = (await fit({ ...data, weights })).state;
        const twice = (await fit(written(data, weights))).state;
        const read = async (state: typeof weighted) =>
          what === 'coefficients' ? state.arrays['coefficients']! : classifier.predict(state, data.x, compute);
        expect(apart(await read(weighted), await read(twice))).toBeLessThanOrEqual(tolerance);
      });

    if (family.columns !== undefined)
      test('the order of columns does not matter', async () => {
        const order = createRng(1).permutation(6);
        const far = apart((await fit(data)).scores, (await fit(reordered(data, order))).scores);
        expect(far).toBeLessThanOrEqual(family.columns!);
      });

    const isSparse = classifier.fitSparse && (family.options as { distribution?: string })?.distribution !== 'gaussian';
    if (isSparse)
      test('rows without their zeros give the same', async () => {
        const x = compress(data.x);
        const { state } = await classifier.fitSparse!(
          { ...data, x, validation: null },
          options,
          context(compute, { seed: 3 }),
        );
        expect(await classifier.predictSparse!(state, x, compute)).toEqual((await fit(data)).scores);
      });

    test('tells how far it is, and stops when it is cancelled', async () => {
      const told: number[] = [];
      const control = context(compute, { progress: ({ done, total }) => void told.push(done / total) });
      await classifier.fit(data, options, control);
      if (family.kind !== 'baseline') expect(told.length).toBeGreaterThan(0);
      const aborted = new AbortController();
      aborted.abort();
      const cancelled = classifier.fit(data, options, context(compute, { signal: aborted.signal }));
      await expect(cancelled).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
    });
  });
});
