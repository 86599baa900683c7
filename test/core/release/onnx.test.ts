/** Written models are run by ONNX Runtime; expected is what the page itself computes for the same rows. */
import { spawnSync } from 'node:child_process';
import { beforeAll, describe, expect, test } from 'vitest';
import { InputError } from '../../../src/core/base/errors.ts';
import { createRng } from '../../../src/core/base/random.ts';
import type { Table } from '../../../src/core/data/table.ts';
import { applyRecipe, fitRecipe, type RecipeStep } from '../../../src/core/features/recipe.ts';
import { classifiers } from '../../../src/core/models/index.ts';
import { exportOnnx, exportRecipe } from '../../../src/core/release/onnx/index.ts';
import { exportable } from '../../../src/core/release/onnx/models.ts';
import { parseStudy } from '../../../src/core/study/parse.ts';
import type { RunResult } from '../../../src/core/study/run.ts';
import { runStudy } from '../../../src/core/study/run-study.ts';
import type { StudyInput } from '../../../src/core/study/schema.ts';
import { options as makeOptions, tableOf } from '../study/fixture.ts';
import { runOnnx } from './ort.ts';

const n = 600;
/** Numbers with gaps and both signs, a long tail, levels in Thai, a level (violet) and dates that only the last rows have. */
const csv = (() => {
  const rng = createRng(7);
  const lines = Array.from({ length: n }, (_, i) => {
    const size = rng.normal() * 3 + 1;
    const wealth = Math.exp(rng.normal() * 2);
    const place = ['กรุงเทพ', 'เชียงใหม่', 'north', 'south'][rng.integer(4)]!;
    const color = i > 560 && i % 3 === 0 ? 'violet' : ['red', 'blue', 'green', 'grey'][rng.integer(4)]!;
    const day = new Date(Date.UTC(1968 + rng.integer(60), rng.integer(12), 1 + rng.integer(28), rng.integer(24)));
    const score = size + Math.log(wealth) + (place === 'กรุงเทพ' ? 2 : 0) + rng.normal();
    const cell = (value: string | number) => (rng.uniform() < 0.08 ? '' : value);
    const kind = score > 3 ? 'high' : score > 1 ? 'middle' : 'low';
    return [cell(size.toFixed(3)), cell(wealth.toFixed(4)), cell(place), cell(color), cell(day.toISOString().slice(0, 16)), rng.integer(50), kind, score > 1.5 ? 'yes' : 'no'].join(','); // prettier-ignore
  });
  return ['size,wealth,place,color,born,visits,kind,answer', ...lines].join('\n');
})();

let table: Table;
beforeAll(async () => {
  table = await tableOf(csv);
});
const features = () => table.columns.slice(0, 6);
const training = Uint32Array.from({ length: 500 }, (_, i) => i);
const others = Uint32Array.from({ length: 100 }, (_, i) => 500 + i);
const classes = () => (table.columns[7] as { coded: { codes: Int32Array } }).coded.codes;
const targets = () => ({
  codes: Int32Array.from(training, (row) => classes()[row]!),
  classes: 2,
  rng: createRng(1),
});

/** Debian's Python has python3-onnx; without it the full check is skipped, visibly. */
const python = '/usr/bin/python3';
const hasOnnx = spawnSync(python, ['-c', 'import onnx']).status === 0;
const check =
  'import sys, onnx; onnx.checker.check_model(onnx.load_from_string(sys.stdin.buffer.read()), full_check=True)';
function checked(bytes: Uint8Array): void {
  const { status, stderr } = spawnSync(python, ['-c', check], { input: bytes });
  expect({ status, stderr: stderr.toString() }).toEqual({ status: 0, stderr: '' });
}

const filled: RecipeStep[] = [
  { step: 'date-parts', columns: 'date' },
  { step: 'impute', columns: 'number', strategy: 'median', indicator: true },
];
const coded: RecipeStep = { step: 'one-hot', columns: 'category' };
const recipes: [string, RecipeStep[]][] = [
  ['the usual steps', [...filled, coded, { step: 'standardize', columns: 'number' }]],
  ['clip and log', [...filled, { step: 'clip', columns: 'number' }, { step: 'log', columns: 'number' }, coded]],
  ['power', [...filled, coded, { step: 'power', columns: ['size', 'wealth', 'visits'] }]],
  ['quantile and robust', [...filled, coded, { step: 'quantile', columns: ['size', 'visits'] }, { step: 'robust', columns: ['wealth'] }]],
  ['min-max and bins', [...filled, coded, { step: 'min-max', columns: ['size'] }, { step: 'bin', columns: ['wealth'], output: 'one-hot' }, { step: 'bin', columns: ['visits'], bins: 3 }]],
  ['dates by every part', [{ step: 'date-parts', columns: 'date', parts: ['year', 'quarter', 'month', 'day', 'weekday', 'hour', 'day-of-year', 'elapsed', 'weekend'], cyclic: false }, { step: 'impute', columns: 'number' }, coded]],
  ['dates round and round', [{ step: 'date-parts', columns: 'date', parts: ['month', 'weekday', 'hour', 'day-of-year'] }, { step: 'impute', columns: 'number' }, coded]],
  ['levels as numbers', [...filled, { step: 'impute', columns: ['place', 'color'], strategy: 'most-frequent' }, { step: 'frequency', columns: ['color'] }, { step: 'target', columns: ['place'] }, { step: 'standardize', columns: 'number' }]],
  ['rare levels and codes', [...filled, { step: 'rare', columns: ['color'], minShare: 0.24 }, { step: 'one-hot', columns: ['color'] }, { step: 'impute', columns: ['place'], strategy: 'constant', value: 'nowhere' }, { step: 'one-hot', columns: ['place'], limit: 3, over: 'pool' }]],
  ['two columns at once', [{ step: 'ratio', columns: ['size', 'visits'] }, ...filled, { step: 'difference', columns: ['size', 'wealth'] }, { step: 'polynomial', columns: ['size', 'wealth'] }, { step: 'interaction', columns: ['visits', 'wealth'] }, coded]],
  ['what columns tell of others, taken out', [...filled, { step: 'decorrelate', columns: ['size', 'wealth'], of: ['place'] }, { step: 'decorrelate', columns: ['wealth'], of: ['visits'], keep: true }, { step: 'one-hot', columns: ['color'] }]],
  ['groups and what is dropped', [...filled, { step: 'aggregate', by: ['place'], columns: ['size'], difference: true }, { step: 'aggregate', by: ['color'], columns: 'number', statistic: 'share' }, { step: 'drop-correlated', columns: 'number', limit: 0.7 }, coded, { step: 'select', columns: 'number', method: 'anova', keep: 9 }]],
]; // prettier-ignore

describe('a recipe', { timeout: 60_000 }, () => {
  test.for(recipes)('%s: the same matrix to 1e-6 of its size', async ([, recipe]) => {
    const state = fitRecipe(recipe, features(), training, targets());
    const expected = applyRecipe(state, features(), others);
    const { features: found } = await runOnnx(exportRecipe(state), features(), others);
    expect(found!.length).toBe(expected.values.length);
    for (const [i, value] of expected.values.entries())
      expect(
        Math.abs((found![i] as number) - value),
        `${expected.names[i % expected.names.length]}`,
      ).toBeLessThanOrEqual(1e-6 * Math.max(1, Math.abs(value)));
  });

  test('one row, and none', async () => {
    const state = fitRecipe(recipes[0]![1], features(), training);
    for (const rows of [others.subarray(0, 1), others.subarray(0, 0)]) {
      const { features: found } = await runOnnx(exportRecipe(state), features(), rows);
      expect(Array.from(found as Float32Array)).toEqual([...applyRecipe(state, features(), rows).values]);
    }
  });

  test.skipIf(!hasOnnx)('passes the full check of the ONNX package', () => {
    for (const [, recipe] of recipes) {
      const state = fitRecipe(recipe, features(), training, targets());
      checked(exportRecipe(state));
    }
  });

  test('names the step that cannot be said', async () => {
    const state = fitRecipe([{ step: 'impute', columns: ['size', 'wealth', 'visits'], strategy: 'knn' }, { step: 'date-parts', columns: 'date' }, { step: 'impute', columns: 'number' }, coded], features(), training); // prettier-ignore
    expect(() => exportRecipe(state)).toThrow(
      new InputError('recipe: impute by knn cannot be exported to ONNX, as it needs the training rows; use median'),
    );
  });
});

async function runOf(changes: Partial<StudyInput>): Promise<RunResult> {
  const study: StudyInput = {
    version: 1,
    name: 'Small',
    data: { source: 'small.csv', columns: { kind: { role: 'ignore' } } },
    framing: { kind: 'binary', target: 'answer', positive: 'yes' },
    recipe: recipes[0]![1],
    ...changes,
  };
  return runStudy(parseStudy(study), table, await makeOptions());
}
const several: Partial<StudyInput> = {
  data: { source: 'small.csv', columns: { answer: { role: 'ignore' } } },
  framing: { kind: 'multiclass', target: 'kind' },
};

/** Probabilities to 1e-5; labels alike where the two likeliest classes are 1e-4 apart. */
async function expectSame(result: RunResult): Promise<void> {
  const { rows, scores, predicted } = result.predictions;
  const { classes: names } = result.run;
  const { label, ...found } = await runOnnx(exportOnnx(result), table.columns, rows);
  const columns = names.map((_, k) => found[`proba_${k}`] as Float64Array);
  let worst = 0;
  for (let row = 0; row < rows.length; row++) {
    const own = [...scores.subarray(row * names.length, (row + 1) * names.length)];
    for (const [k, score] of own.entries()) worst = Math.max(worst, Math.abs(columns[k]![row]! - score));
    const [first, second] = own.toSorted((a, b) => b - a);
    if (first! - second! > 1e-4) expect(label![row]).toBe(names[predicted[row]!]);
  }
  expect(worst).toBeLessThanOrEqual(1e-5);
}

describe('a model', { timeout: 60_000 }, () => {
  const options: Record<string, Record<string, unknown>> = {
    'random-forest': { nEstimators: 12 },
    'extra-trees': { nEstimators: 12 },
    'gradient-boosting': { maxIterations: 15 },
    blend: { members: ['logistic', 'decision-tree'], folds: 3 },
    'wide-and-deep': { maxEpochs: 4, hiddenLayerSizes: [6] },
    mlp: { maxEpochs: 4, hiddenLayerSizes: [8, 5] },
    'explainable-boosting': { interactions: 2 },
  };
  test.for(exportable)('%s: the same scores and labels', async (kind) => {
    const model = { kind, options: options[kind] ?? {} };
    await expectSame(await runOf({ model }));
    const result = await runOf({ model, ...several });
    await expectSame(result);
    if (hasOnnx) checked(exportOnnx(result));
  });

  test('boosting that cuts levels into sets, and learns of what is missing', async () => {
    const recipe = [filled[0]!, { step: 'ordinal', columns: 'category' }];
    const model = { kind: 'gradient-boosting', options: { categories: 'sets', maxIterations: 15 } };
    for (const changes of [{}, several]) {
      const result = await runOf({ recipe, model, ...changes });
      expect(Object.keys(result.bundle.model.arrays)).toContain('setWords');
      await expectSame(result);
      if (hasOnnx) checked(exportOnnx(result));
    }
  });

  test('every family but those of neighbours is there', () => {
    expect(Object.keys(classifiers).filter((kind) => !exportable.includes(kind))).toEqual(['nearest-neighbors']);
  });

  test('a blend by its mean', async () => {
    await expectSame(await runOf({ model: { kind: 'blend', options: { members: ['logistic', 'mlp'], how: 'mean' } } }));
  });

  test.for(['platt', 'isotonic', 'temperature'] as const)('calibrated by %s', async (calibration) => {
    await expectSame(await runOf({ calibration }));
    await expectSame(await runOf({ calibration, ...several }));
  });

  test('with a threshold of its own', async () => {
    await expectSame(await runOf({ decision: { kind: 'cost', falsePositive: 1, falseNegative: 5 } }));
  });

  test('trees that learn from missing values take them', async () => {
    const recipe = [{ step: 'date-parts', columns: 'date' }, coded];
    await expectSame(await runOf({ recipe, model: { kind: 'gradient-boosting', options: { maxIterations: 15 } } }));
  });

  test('cutoffs by group are refused, as a label would be another', async () => {
    const { run, bundle } = await runOf({});
    const cutoffs = { column: 'place', of: { north: 0.4, south: 0.6 }, common: [], validation: { gap: 0, cost: 1 } };
    expect(() => exportOnnx({ run: { ...run, cutoffs }, bundle })).toThrow(
      new InputError('run.cutoffs: a cutoff for each group cannot be exported to ONNX, as the group is no input'),
    );
  });

  test('a framing that cannot be exported is named', async () => {
    const result = await runOf({ framing: { kind: 'one-vs-rest', target: 'answer' } });
    expect(() => exportOnnx(result)).toThrow(
      new InputError('run.study.framing.kind: only binary and multiclass can be exported to ONNX yet: one-vs-rest'),
    );
  });
});
