/** @file Explanations of single rows and of columns, from raw cells: the recipe is applied anew to every row predicted. */
import { createRng } from '../../src/core/base/random.ts';
import type { Compute } from '../../src/core/compute/types.ts';
import { permutationImportance } from '../../src/core/explain/permutation.ts';
import { sample } from '../../src/core/explain/rows.ts';
import { shapley } from '../../src/core/explain/shapley.ts';
import { applyRecipe, defaultRecipe, fitRecipe } from '../../src/core/features/recipe.ts';
import { classifiers } from '../../src/core/models/index.ts';
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

    // A row that differs from the background in every column.
    const background = sample(train, 100, rng.split('background'));
    let start = performance.now();
    const [, yes] = await shapley({ ...common, row: test[0]!, source: 0, background, output: 'probability' });
    const seconds = (performance.now() - start) / 1000;
    const players = Object.values(yes!.values).filter((value) => value !== 0).length;
    console.log(
      `  Shapley values of one row, ${kind}: ${Math.round(1000 * seconds)} ms, ${yes!.method}, ${players} columns, ${background.length} background rows`,
    );

    start = performance.now();
    const found = await permutationImportance({ ...common, rows: test, codes, repeats: 5, limit: 5000 });
    const rate = (found.length * 5 * found[0]!.rows) / ((performance.now() - start) / 1000);
    const beside =
      peer && kind === 'logistic'
        ? `, ${(rate / peer.permutationRows).toFixed(2)} x scikit-learn's rate on a matrix that is made already, log loss alone`
        : '';
    console.log(
      `  permutation importance, ${kind}: ${Math.round(rate).toLocaleString('en')} rows/s${beside}; from raw cells, with AUC and intervals`,
    );
  }
}
