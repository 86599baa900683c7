import { beforeAll, describe, expect, test } from 'vitest';
import { createRng } from '../../../src/core/base/random.ts';
import { takeColumn } from '../../../src/core/data/select.ts';
import type { Table } from '../../../src/core/data/table.ts';
import { cellOf, range, withRows } from '../../../src/core/explain/rows.ts';
import { shapley } from '../../../src/core/explain/shapley.ts';
import type { RecipeState } from '../../../src/core/features/recipe.ts';
import { closedFormOf } from '../../../src/core/study/explain-closed.ts';
import { meanPairs, pairsOfRow } from '../../../src/core/study/explain-pairs.ts';
import { shapleyOfRow, shapleyOverview } from '../../../src/core/study/explain-shapley.ts';
import { predictRows } from '../../../src/core/study/learn.ts';
import { prepare } from '../../../src/core/study/prepare.ts';
import { parseStudy } from '../../../src/core/study/resolve.ts';
import { runStudy, type RunOptions } from '../../../src/core/study/run-study.ts';
import type { StudyInput } from '../../../src/core/study/schema.ts';
import { options as makeOptions, study, tableOf } from './fixture.ts';

let table: Table;
let options: RunOptions;
beforeAll(async () => {
  table = await tableOf();
  options = await makeOptions();
});

async function finished(changes: Partial<StudyInput>) {
  const { run, bundle } = await runStudy(parseStudy({ ...study, explain: {}, ...changes }), table, options);
  const prepared = prepare(run.study, table);
  const { features, classes } = prepared;
  const learner = { recipe: bundle.recipe as RecipeState, classes: classes.length, ...options };
  const predict = (columns: typeof features, rows: Uint32Array) =>
    predictRows(bundle.model, rows, { ...learner, features: columns });
  return { prepared, bundle, predict: predict as never, rng: createRng(0).split('explain'), means: options };
}

const families = [
  ['decision-tree', {}, 'probability', 'tree'],
  ['random-forest', { nEstimators: 7 }, 'probability', 'tree'],
  ['extra-trees', { nEstimators: 7 }, 'probability', 'tree'],
  ['gradient-boosting', { maxIterations: 9, minSamplesLeaf: 3 }, 'logit', 'tree'],
  ['explainable-boosting', { maxRounds: 60, interactions: 3 }, 'logit', 'pairs'],
  ['logistic', {}, 'logit', 'additive'],
] as const;

const sets = { maxIterations: 9, minSamplesLeaf: 3, categories: 'sets' };
const places = [{ step: 'ordinal', columns: 'category' }];

describe('the closed form of a family is what every coalition gives', () => {
  test.for([
    ...families.map((family) => [...family, {}] as const),
    ['gradient-boosting', sets, 'logit', 'tree', { recipe: places }] as const,
  ])('%s %j', async ([kind, told, output, method, more]) => {
    const all = await finished({ model: { kind, options: told }, ...more });
    if ('recipe' in more) expect(all.bundle.model.arrays['setWords']!.length).toBeGreaterThan(0);
    const { features, classes, train } = all.prepared;
    // A row that the recipe has to impute, and one that it has not.
    for (const row of [all.prepared.test[0]!, 5]) {
      const cells = features.map((column) => cellOf(column, row));
      const found = await shapleyOfRow(cells, row, { output, background: 100 }, all);
      const brute = await shapley({
        columns: withRows(features.map((column) => takeColumn(column, train)), [cells]), // prettier-ignore
        ...{ row: train.length, source: row, background: range(train.length), classes, output },
        ...{ predict: all.predict, rng: all.rng, control: options.control },
      });
      brute.forEach(({ base, values, method: tried }, c) => {
        expect(tried).toBe('exact');
        expect(found[c]!.method).toBe(method);
        expect(found[c]!.base).toBeCloseTo(base, 6);
        for (const [name, value] of Object.entries(values)) expect(found[c]!.values[name]).toBeCloseTo(value, 6);
      });
    }
  });
});

test('no closed form where scores are calibrated, or a step makes a column from several', async () => {
  const plain = await finished({ model: { kind: 'decision-tree' } });
  expect(closedFormOf(plain.prepared, plain.bundle)?.kind).toBe('trees');
  const curve = { kind: 'platt' } as never;
  expect(closedFormOf(plain.prepared, { ...plain.bundle, calibration: curve })).toBeNull();
  const recipe = [{ step: 'ratio' }, ...plain.prepared.study.recipe!];
  expect(closedFormOf({ ...plain.prepared, study: { ...plain.prepared.study, recipe } }, plain.bundle)).toBeNull();
});

describe('an overview of many rows', () => {
  test.for([
    ['gradient-boosting', 'logit', 'background', 'tree'],
    ['gradient-boosting', 'logit', 'path', 'path'],
    ['decision-tree', 'probability', 'path', 'path'],
    ['explainable-boosting', 'logit', 'background', 'pairs'],
    ['logistic', 'probability', 'background', 'exact'],
  ] as const)('of %s in %s, %s: each row adds up to its output', async ([kind, output, way, method]) => {
    const options = kind === 'gradient-boosting' ? { maxIterations: 9, minSamplesLeaf: 3 } : {};
    const all = await finished({ model: { kind, options } });
    const told = await shapleyOverview('yes', { output, way }, all);
    expect([told.method, told.rows.length, told.error]).toEqual([method, all.prepared.test.length, null]);
    const scores = await (all.predict as (c: unknown, r: Uint32Array) => Promise<Float64Array>)(
      all.prepared.features,
      Uint32Array.from(told.rows),
    );
    told.rows.forEach((_, i) => {
      const sum = told.columns.reduce((total, { values }) => total + values[i]!, told.base);
      const p = scores[2 * i + 1]!;
      expect(sum).toBeCloseTo(output === 'logit' ? Math.log(p / (1 - p)) : p, 6);
    });
    const means = told.columns.map(({ mean }) => mean);
    expect(means).toEqual([...means].sort((a, b) => b - a));
  });
});

const boosted = { kind: 'gradient-boosting', options: { maxIterations: 9, minSamplesLeaf: 3 } };

describe('the margin, before any calibration', () => {
  test.for([
    ['gradient-boosting', boosted.options, 'tree'],
    ['logistic', {}, 'additive'],
  ] as const)('of calibrated %s is the log-odds that it has uncalibrated', async ([kind, options, method]) => {
    const plain = await finished({ model: { kind, options } });
    const calibrated = await finished({ model: { kind, options }, calibration: 'platt' });
    expect(calibrated.bundle.calibration).toBeDefined();
    const cells = plain.prepared.features.map((column) => cellOf(column, 5));
    const [, logit] = await shapleyOfRow(cells, 5, { output: 'logit', background: 100 }, plain);
    const [, margin] = await shapleyOfRow(cells, 5, { output: 'margin', background: 100 }, calibrated);
    expect([margin!.output, margin!.method]).toEqual(['margin', method]);
    expect(margin!.base).toBeCloseTo(logit!.base, 9);
    for (const [name, value] of Object.entries(logit!.values)) expect(margin!.values[name]).toBeCloseTo(value, 9);
  });

  test('of boosted trees of three classes: their differences are those of the log scores', async () => {
    const all = await finished({ model: boosted, framing: { kind: 'multiclass', target: 'color' } });
    const { features, test: rows } = all.prepared;
    const cells = features.map((column) => cellOf(column, rows[0]!));
    const found = await shapleyOfRow(cells, 0, { output: 'margin', background: 100 }, all);
    const sums = found.map(({ base, values }) => Object.values(values).reduce((sum, v) => sum + v, base));
    const scores = await (all.predict as (c: unknown, r: Uint32Array) => Promise<Float64Array>)(features, rows.slice(0, 1)); // prettier-ignore
    for (const c of [1, 2]) expect(sums[c]! - sums[0]!).toBeCloseTo(Math.log(scores[c]! / scores[0]!), 9);
    const overview = await shapleyOverview(all.prepared.classes[2]!, { output: 'margin', way: 'background' }, all);
    expect([overview.method, overview.output]).toEqual(['tree', 'margin']);
  });

  test('there is none of several classes that are not trees', async () => {
    const all = await finished({ model: { kind: 'logistic' }, framing: { kind: 'multiclass', target: 'color' } });
    const cells = all.prepared.features.map((column) => cellOf(column, 0));
    const asked = shapleyOfRow(cells, 0, { output: 'margin', background: 100 }, all);
    await expect(asked).rejects.toThrow('a margin is told of two classes, and of trees');
  });
});

describe('interaction values', () => {
  test.for([
    ['gradient-boosting', boosted.options, 'logit', 'tree'],
    ['random-forest', { nEstimators: 7 }, 'probability', 'tree'],
    ['explainable-boosting', { maxRounds: 60, interactions: 3 }, 'logit', 'pairs'],
    ['logistic', {}, 'probability', 'exact'],
  ] as const)('of %s: rows add up to the Shapley values, by whatever way', async ([kind, options, output, method]) => {
    const all = await finished({ model: { kind, options } });
    const { features } = all.prepared;
    const cells = features.map((column) => cellOf(column, 3));
    const told = { label: 'no', output, background: 100 };
    const found = await pairsOfRow(cells, 3, told, all);
    const [no] = await shapleyOfRow(cells, 3, told, all);
    expect(found.method).toBe(method);
    found.columns.forEach((name, i) => {
      expect(found.values[i]!.reduce((sum, v) => sum + v, 0)).toBeCloseTo(no!.values[name]!, 9);
      found.values[i]!.forEach((v, j) => expect(v).toBeCloseTo(found.values[j]![i]!, 9));
    });
    const mean = await meanPairs({ label: 'no', output }, all);
    expect(mean.rows).toBeGreaterThan(10);
    expect(mean.values.flat().every((v) => v >= 0)).toBe(true);
  });
});
