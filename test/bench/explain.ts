/** @file Explanations of single rows and of columns on each backend, and of trees. */
import { createRng } from '../../src/core/base/random.ts';
import type { Compute } from '../../src/core/compute/types.ts';
import type { Column } from '../../src/core/data/table.ts';
import { permutationImportance } from '../../src/core/explain/permutation.ts';
import { cellOf } from '../../src/core/explain/rows.ts';
import { byPath } from '../../src/core/explain/tree-path.ts';
import { interventional } from '../../src/core/explain/tree-shapley.ts';
import { applyRecipe, defaultRecipe, fitRecipe } from '../../src/core/features/recipe.ts';
import { classifiers } from '../../src/core/models/index.ts';
import { shuffledScores } from '../../src/core/study/explain-along.ts';
import { shapleyOfRow } from '../../src/core/study/explain-shapley.ts';
import type { Prepared } from '../../src/core/study/prepare.ts';
import { hasXgboost, xgboost } from '../parity/xgboost-trees.ts';
import type { Subject } from './matrix.ts';

const classes = ['<=50K', '>50K'];
const control = {
  progress: () => {},
  signal: new AbortController().signal,
  whenRunning: () => Promise.resolve(),
  now: () => performance.now(),
};

/** Twelve raw columns, a logistic model and a small network. */
export async function benchExplain(
  compute: Compute,
  { features, train, test, codes }: NonNullable<Subject['raw']>,
  peer: { permutationRows: number } | null,
): Promise<void> {
  const columns = features.slice(0, 12);
  const recipe = fitRecipe(defaultRecipe(columns), columns, train);
  const y = Int32Array.from(train, (row) => codes[row]!);
  const input = { x: applyRecipe(recipe, columns, train), y, classes: 2, weights: null, validation: null };
  const rng = createRng(0);
  for (const [kind, told] of [
    ['logistic', {}],
    ['mlp', { hiddenLayerSizes: [64, 32], batchSize: 256, maxEpochs: 1, earlyStopping: false }],
  ] as const) {
    const model = classifiers[kind]!;
    const { state } = await model.fit(input, model.options.parse(told), { ...control, compute, rng });
    const predict = (edited: typeof columns, rows: Uint32Array) =>
      model.predict(state, applyRecipe(recipe, edited, rows), compute);
    const common = { columns, classes, predict: predict as never, rng, control };

    // A row that differs from the background in every column, as the page asks about it.
    const asked = {
      prepared: { study: { recipe: defaultRecipe(columns) }, features: columns, classes, train } as unknown as Prepared,
      bundle: { recipe, model: state },
      ...{ predict: predict as never, rng, means: { compute, control } },
    };
    const cells = columns.map((column) => cellOf(column, test[0]!));
    let start = performance.now();
    const busy = process.cpuUsage();
    const [, yes] = await shapleyOfRow(cells, test[0]!, { output: 'probability', background: 100 }, asked);
    const seconds = (performance.now() - start) / 1000;
    const { user } = process.cpuUsage(busy);
    const players = Object.values(yes!.values).filter((value) => value !== 0).length;
    console.log(
      `  Shapley values of one row, ${kind}: ${Math.round(1000 * seconds)} ms (${Math.round(user / 1000)} ms of processor), ${yes!.method}, ${players} columns, ${yes!.background} background rows`,
    );

    start = performance.now();
    const shuffled = (taken: readonly Column[]) => shuffledScores(asked.prepared, asked.bundle, taken, asked.means);
    const found = await permutationImportance({ ...common, shuffled, rows: test, codes, repeats: 5, limit: 5000 });
    const rate = (found.length * 5 * found[0]!.rows) / ((performance.now() - start) / 1000);
    const beside =
      peer && kind === 'logistic'
        ? `, ${(rate / peer.permutationRows).toFixed(2)} x scikit-learn's rate on a matrix that is made already, log loss alone`
        : '';
    console.log(
      `  permutation importance, ${kind}: ${Math.round(rate).toLocaleString('en')} rows/s${beside}; with AUC and intervals`,
    );
  }
}

/** Shapley values of boosted trees, against xgboost's own on the same trees, one thread each, in processor time. */
export function benchTrees(): void {
  if (!hasXgboost) return console.log('xgboost was not found: no ratio for the Shapley values of trees');
  const [count, columns] = [2000, 10];
  const peer = xgboost(count, 100, 6);
  const best = (work: () => unknown) => {
    const times = [0, 1, 2].map(() => {
      const before = process.cpuUsage();
      work();
      const { user, system } = process.cpuUsage(before);
      return (user + system) / 1e6;
    });
    return Math.min(...times);
  };
  const path = best(() => byPath(peer.trees, peer.rows, columns, peer.covers));
  console.log(
    `\nShapley values of ${count} rows, 100 trees of depth 6, by path: ${path.toFixed(2)} s, xgboost ${peer.version} ${peer.seconds.toFixed(2)} s: ${(path / peer.seconds).toFixed(2)} x its time`,
  );
  const players = Int32Array.from({ length: columns }, (_, c) => c);
  const some = { rows: 200, values: peer.rows.values.subarray(0, 200 * columns) };
  const others = { rows: 100, values: peer.rows.values.subarray(200 * columns, 300 * columns) };
  const seconds = best(() => interventional(peer.trees, some, others, players, columns));
  console.log(
    `  against 100 background rows: ${((1000 * seconds) / some.rows).toFixed(1)} ms a row, exact at any number of columns`,
  );
}
