/** @file Explanations and resampling against their peers on one thread each, in seconds of processor time. */
import { createRng } from '../../src/core/base/random.ts';
import { createCompute } from '../../src/core/compute/index.ts';
import type { Column } from '../../src/core/data/table.ts';
import { partialDependence } from '../../src/core/explain/partial-dependence.ts';
import { permutationImportance } from '../../src/core/explain/permutation.ts';
import { cellOf } from '../../src/core/explain/rows.ts';
import { applyRecipe, fitRecipe } from '../../src/core/features/recipe.ts';
import { evaluate } from '../../src/core/metrics/index.ts';
import { decide } from '../../src/core/metrics/threshold.ts';
import { classifiers } from '../../src/core/models/index.ts';
import { shuffledScores } from '../../src/core/study/explain-along.ts';
import { closedGrid } from '../../src/core/study/explain-grid.ts';
import { shapleyOfRow } from '../../src/core/study/explain-shapley.ts';
import { evaluateParts } from '../../src/core/study/judge.ts';
import type { Prepared } from '../../src/core/study/prepare.ts';
import type { ModelBundle } from '../../src/core/study/run.ts';
import { benchTrees } from './explain.ts';
import { openPeer } from './race.ts';

const control = {
  progress: () => {},
  signal: new AbortController().signal,
  whenRunning: () => Promise.resolve(),
  now: () => performance.now(),
};
const classes = ['no', 'yes'];
const columns = 14;

/** The least of some turns, in seconds of processor time. */
async function busy(work: () => unknown, turns = 3): Promise<number> {
  let least = Infinity;
  for (let turn = 0; turn < turns; turn++) {
    const before = process.cpuUsage();
    await work();
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, (user + system) / 1e6);
  }
  return least;
}

function line(what: string, ours: number, target: string, theirs?: number | null) {
  const beside = theirs ? `, scikit-learn ${theirs.toFixed(3)} s: ${(ours / theirs).toFixed(2)} x its time` : '';
  console.log(`  ${what}: ${ours.toFixed(3)} s${beside} (target ${target})`);
}

async function trained(kind: string, told: object, rows: number) {
  const rng = createRng(0);
  const features = Array.from({ length: columns }, (_, j): Column => {
    const values = Float64Array.from({ length: rows }, () => rng.normal());
    return { name: `c${j}`, type: 'number', role: 'feature', sensitive: false, reason: '', coded: null, values };
  });
  const cell = (j: number, i: number) => cellOf(features[j]!, i) as number;
  const codes = Int32Array.from({ length: rows }, (_, i) =>
    cell(0, i) + cell(1, i) * cell(2, i) + 0.5 * rng.normal() > 0 ? 1 : 0,
  );
  const all = Uint32Array.from({ length: rows }, (_, i) => i);
  const recipe = fitRecipe([], features, all);
  const compute = await createCompute({ prefer: 'cpu' });
  const model = classifiers[kind]!;
  const input = { x: applyRecipe(recipe, features, all), y: codes, classes: 2, weights: null, validation: null };
  const { state } = await model.fit(input, model.options.parse(told), { ...control, compute, rng });
  const prepared = { study: { recipe: [] }, features, classes, train: all } as unknown as Prepared;
  const bundle = { recipe, model: state } as unknown as ModelBundle;
  const predict = (() => {
    throw new Error('rows were tried one by one');
  }) as never;
  const common = { columns: features, classes, predict, rng, control };
  return { features, codes, all, prepared, bundle, common, means: { compute, control } };
}

export async function benchExplanations(): Promise<void> {
  const peer = openPeer('explain_peer.py');
  const ask = async (name: string, ...told: unknown[]) => (await peer?.call(name, ...told))?.seconds ?? null;
  try {
    const boosted = await trained('gradient-boosting', { maxIterations: 100, earlyStopping: false }, 4000);
    const rows = boosted.all.subarray(0, 1000);
    const grid = (taken: readonly Column[]) => closedGrid(boosted.prepared, boosted.bundle, taken, control);
    const dependence = await busy(async () => {
      for (const { name: column } of boosted.features)
        await partialDependence({ ...boosted.common, rows, column, grid });
    });
    const what = `partial dependence of boosted trees, ${columns} columns x 50 values x 1,000 rows, in closed form`;
    line(what, dependence, '0.10', await ask('dependence', 1000, columns));

    for (const [kind, told] of [
      ['logistic', {}],
      ['boosting', { maxIterations: 100, earlyStopping: false }],
    ] as const) {
      const of = await trained(kind === 'boosting' ? 'gradient-boosting' : kind, told, 5000);
      const shuffled = (taken: readonly Column[]) => shuffledScores(of.prepared, of.bundle, taken, of.means);
      const found = await busy(() =>
        permutationImportance({ ...of.common, rows: of.all, codes: of.codes, repeats: 5, shuffled }),
      );
      const what = `permutation importance, ${kind}, ${columns} columns x 5 shuffles of 5,000 rows, with AUC and intervals (its: log loss alone)`;
      line(what, found, '2.0', await ask('permutation', kind, 5000, columns));
    }

    const { features, prepared, bundle, common, means } = boosted;
    const cells = features.map((column) => cellOf(column, 7));
    const shapley = await busy(() =>
      shapleyOfRow(cells, 7, { output: 'logit', background: 100 }, { prepared, bundle, ...common, means }),
    );
    line(`Shapley values of one row of boosted trees, ${columns} columns, 100 background rows`, shapley, '1 s');

    const rng = createRng(1);
    const groups = Array.from({ length: 10 }, () => scored(5000, 2, rng));
    const resampling = await busy(() => {
      for (const { actual, scores } of groups)
        evaluate(actual, decide(scores, 2, 0.5), scores, 2, rng, { bootstrap: 2000 });
    }, 2);
    line('2,000 resamples of 50,000 rows in 10 groups, 12 metrics with AUC', resampling, '2 s');
    const many = scored(1500, 100, rng);
    const judging = await busy(() => judge(many), 2);
    line('judging 100 classes on 1,500 rows, each against the rest as well, and the baseline', judging, '2 s');
  } finally {
    peer?.close();
  }
  benchTrees();
}

function scored(rows: number, width: number, rng: ReturnType<typeof createRng>) {
  const actual = Int32Array.from({ length: rows }, () => rng.integer(width));
  const scores = new Float64Array(rows * width);
  for (let i = 0; i < rows; i++) {
    let sum = 0;
    for (let k = 0; k < width; k++) sum += scores[i * width + k] = Math.exp(rng.normal() + (k === actual[i] ? 2 : 0));
    for (let k = 0; k < width; k++) scores[i * width + k]! /= sum;
  }
  return { actual, scores, width };
}

function judge({ actual, scores, width }: ReturnType<typeof scored>): void {
  const judged = {
    rows: Uint32Array.from(actual.keys()),
    parts: new Uint8Array(actual.length).fill(2),
    codes: actual,
    classes: Array.from({ length: width }, (_, k) => `class ${k}`),
    threshold: null,
    rng: createRng(0),
  };
  for (const name of ['model', 'baseline']) evaluateParts(scores, judged, control, name);
}
