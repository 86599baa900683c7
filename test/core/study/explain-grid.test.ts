import { beforeAll, describe, expect, test } from 'vitest';
import { createRng } from '../../../src/core/base/random.ts';
import type { Column, Table } from '../../../src/core/data/table.ts';
import { interactions, partialDependencePair } from '../../../src/core/explain/interaction.ts';
import { permutationImportance } from '../../../src/core/explain/permutation.ts';
import { partialDependence } from '../../../src/core/explain/partial-dependence.ts';
import type { RecipeState } from '../../../src/core/features/recipe.ts';
import { shuffledScores } from '../../../src/core/study/explain-along.ts';
import { closedGrid } from '../../../src/core/study/explain-grid.ts';
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

async function asked(changes: Partial<StudyInput>) {
  const { run, bundle } = await runStudy(parseStudy({ ...study, explain: {}, ...changes }), table, options);
  const prepared = prepare(run.study, table);
  const { features, classes } = prepared;
  const calibration = bundle.calibration ?? null;
  const learner = { recipe: bundle.recipe as RecipeState, classes: classes.length, ...options, calibration };
  const predict = (columns: readonly Column[], rows: Uint32Array) =>
    predictRows(bundle.model, rows, { ...learner, features: columns });
  // Every row, as the few of the test part have no cell missing.
  const rows = Uint32Array.from([...prepared.train, ...prepared.validation, ...prepared.test]).sort();
  const common = { columns: features, rows, classes, predict, rng: createRng(0), control: options.control };
  const grid = (columns: readonly Column[]) => closedGrid(prepared, bundle, columns, options.control);
  return { common, grid, bundle, prepared };
}

const few = { maxIterations: 9, minSamplesLeaf: 3 };
const toBoost: StudyInput['model'] = { kind: 'gradient-boosting', options: few };
const colors: StudyInput['framing'] = { kind: 'multiclass', target: 'color' };
const asTheyAre: StudyInput['recipe'] = [{ step: 'one-hot', columns: 'category' }];
const inBins: StudyInput['recipe'] = [
  { step: 'impute', columns: 'number', strategy: 'mean', indicator: true },
  { step: 'bin', columns: 'number', bins: 4 },
  { step: 'one-hot', columns: 'category' },
];

describe('in closed form is what every row at every value gives', () => {
  test.for<[string, Partial<StudyInput>]>([
    ['boosted trees', { model: toBoost }],
    ['boosted trees of missing values', { model: toBoost, recipe: asTheyAre }],
    ['boosted trees of bins', { model: toBoost, recipe: inBins }],
    ['boosted trees, calibrated', { model: toBoost, calibration: 'platt' }],
    ['boosted trees of three classes', { model: toBoost, framing: colors }],
    ['boosted trees of three classes, calibrated', { model: toBoost, framing: colors, calibration: 'platt' }],
    ['a tree', { model: { kind: 'decision-tree' }, recipe: asTheyAre }],
    [
      'a random forest of three classes',
      { model: { kind: 'random-forest', options: { nEstimators: 7 } }, framing: colors },
    ],
    ['extra trees', { model: { kind: 'extra-trees', options: { nEstimators: 7 } } }],
    ['a logistic model', { model: { kind: 'logistic' } }],
    [
      'a logistic model of three classes, calibrated',
      { model: { kind: 'logistic' }, framing: colors, calibration: 'temperature' },
    ],
    [
      'explainable boosting with pairs',
      { model: { kind: 'explainable-boosting', options: { maxRounds: 60, interactions: 3 } } },
    ],
  ] as never)('%s', async ([, changes]) => {
    const { common, grid } = await asked(changes);
    for (const { name: column } of common.columns)
      for (const output of ['probability', 'logit'] as const) {
        const told = { ...common, column, output, ice: 20 };
        const [slow, quick] = [await partialDependence(told), await partialDependence({ ...told, grid })];
        quick.forEach(({ closed, mean, ice }, c) => {
          expect(closed).toBe(true);
          mean.forEach((value, g) => expect(value).toBeCloseTo(slow[c]!.mean[g]!, 10));
          ice!.forEach((curve, r) => curve.forEach((v, g) => expect(v).toBeCloseTo(slow[c]!.ice![r]![g]!, 9)));
        });
        expect(slow[0]).not.toHaveProperty('closed');
      }
    const pair = [common.columns[0]!.name, common.columns[1]!.name] as const;
    const [both, quickly] = [
      await partialDependencePair({ ...common, pair }),
      await partialDependencePair({ ...common, pair, grid }),
    ];
    quickly.forEach(({ mean }, c) =>
      mean.flat().forEach((value, i) => expect(value).toBeCloseTo(both[c]!.mean.flat()[i]!, 10)),
    );
    const [strength, quick] = [await interactions({ ...common, pair }), await interactions({ ...common, pair, grid })];
    quick.forEach(({ value }, c) => {
      if (value === null) expect(strength[c]!.value).toBeNull();
      else expect(value).toBeCloseTo(strength[c]!.value!, 7);
    });
  });
});

test('there is none for a network, nor where a step joins columns', async () => {
  const network = await asked({ model: { kind: 'mlp', options: { maxEpochs: 2, hiddenLayerSizes: [4] } } });
  expect(network.grid(network.common.columns)).toBeNull();
  const recipe = [{ step: 'impute', columns: 'number' }, { step: 'ratio', columns: ['size', 'size'] }, ...asTheyAre!];
  const joined = await asked({ model: toBoost, recipe });
  expect(joined.grid(joined.common.columns)).toBeNull();
});

describe('permutation importance on the matrix is that from raw cells, with the same seed', () => {
  test.for<[string, Partial<StudyInput>]>([
    ['boosted trees of missing values', { model: toBoost, recipe: asTheyAre }],
    ['a logistic model, calibrated', { model: { kind: 'logistic' }, calibration: 'platt' }],
    [
      'a random forest of three classes',
      { model: { kind: 'random-forest', options: { nEstimators: 7 } }, framing: colors },
    ],
  ] as never)('%s', async ([, changes]) => {
    const { common, prepared, bundle } = await asked(changes);
    const told = {
      ...common,
      codes: prepared.codes,
      groups: [[common.columns[0]!.name], common.columns.map(({ name }) => name)],
    };
    const shuffled = (columns: readonly Column[]) => shuffledScores(prepared, bundle, columns, options);
    const [slow, quick] = [await permutationImportance(told), await permutationImportance({ ...told, shuffled })];
    expect(quick.map(({ column }) => column)).toEqual(slow.map(({ column }) => column));
    for (const [g, { mean, low, high, rocAuc }] of quick.entries()) {
      expect(mean).not.toBe(0);
      for (const [a, b] of [
        [mean, slow[g]!.mean],
        [low, slow[g]!.low],
        [high, slow[g]!.high],
      ] as const)
        expect(a).toBeCloseTo(b, 12);
      if (rocAuc === null) expect(slow[g]!.rocAuc).toBeNull();
      else expect(rocAuc.mean).toBeCloseTo(slow[g]!.rocAuc!.mean, 12);
    }
  });
});
