import { openCompute } from '../../src/cli/compute.ts';
import { createRng } from '../../src/core/base/random.ts';
import { sample } from '../../src/core/explain/rows.ts';
import { shapley } from '../../src/core/explain/shapley.ts';
import { applyRecipe, defaultRecipe, fitRecipe } from '../../src/core/features/recipe.ts';
import { classifiers } from '../../src/core/models/index.ts';
import { subject } from './matrix.ts';
const control = { progress: () => {}, signal: new AbortController().signal, whenRunning: () => Promise.resolve(), now: () => performance.now() };
const { features, train, test, codes } = (await subject()).raw!;
const compute = (await openCompute('wasm'))!;
const columns = features.slice(0, 12);
const recipe = fitRecipe(defaultRecipe(columns), columns, train);
const y = Int32Array.from(train, (row) => codes[row]!);
const input = { x: applyRecipe(recipe, columns, train), y, classes: 2, weights: null, validation: null };
const rng = createRng(0);
for (const kind of ['logistic', 'mlp']) {
  const model = classifiers[kind]!;
  const told = kind === 'mlp' ? { hiddenLayerSizes: [64, 32], batchSize: 256, maxEpochs: 1, earlyStopping: false } : {};
  const { state } = await model.fit(input, model.options.parse(told), { ...control, compute, rng });
  let inRecipe = 0, inModel = 0;
  const cpu = () => { const { user, system } = process.cpuUsage(); return (user + system) / 1000; };
  const predict = async (edited: typeof columns, rows: Uint32Array) => {
    let t = cpu();
    const x = applyRecipe(recipe, edited, rows); inRecipe += cpu() - t; t = cpu();
    const r = await model.predict(state, x, compute); inModel += cpu() - t; return r;
  };
  const background = sample(train, 100, rng.split('background'));
  for (let k = 0; k < 2; k++) {
  const t = cpu(); inRecipe = inModel = 0;
  await shapley({ columns, classes: ['a', 'b'], predict: predict as never, rng, control, row: test[0]!, source: 0, background, output: 'probability' });
  console.log(kind, 'cpu ms', Math.round(cpu() - t), 'recipe', Math.round(inRecipe), 'model', Math.round(inModel), input.x.names.length);
  }
}
process.exit(0);
