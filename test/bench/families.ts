/** @file The families against scikit-learn's and xgboost's: time to fit and to predict, and the AUC on held-out rows beside it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openCompute } from '../../src/cli/compute.ts';
import { openPool } from '../../src/cli/pool.ts';
import { createRng } from '../../src/core/base/random.ts';
import type { Compute } from '../../src/core/compute/types.ts';
import { partialDependence } from '../../src/core/explain/partial-dependence.ts';
import { sample } from '../../src/core/explain/rows.ts';
import { applyRecipe, defaultRecipe } from '../../src/core/features/recipe.ts';
import { areas, rank } from '../../src/core/metrics/rank.ts';
import type { Matrix, ModelState } from '../../src/core/models/contract.ts';
import { classifiers } from '../../src/core/models/index.ts';
import { closedGrid } from '../../src/core/study/explain-grid.ts';
import type { Prepared } from '../../src/core/study/prepare.ts';
import type { ModelBundle } from '../../src/core/study/run.ts';
import { sharedFile } from '../shared.ts';
import { generated, subject } from './matrix.ts';
import type { Subject } from './matrix.ts';
import { openPeer, printEntry, race, seconds } from './race.ts';
import type { Peer } from './race.ts';

export const control = {
  progress: () => {},
  signal: new AbortController().signal,
  whenRunning: () => Promise.resolve(),
  now: () => performance.now(),
};

export interface Bout {
  what: string;
  kind: string;
  options?: object;
  peer: string;
  family: string;
  peerOptions?: object;
  target: number;
  turns?: number;
  /** Measured on several cores too, as the page does it. */
  isShared?: true;
}

const noStop = { early_stopping: false };
const deep = { maxDepth: 6, maxLeafNodes: null, minSamplesLeaf: 1, minHessian: 1, l2: 1 };
const booster = { tree_method: 'hist', n_jobs: 2, max_depth: 6, n_estimators: 100, learning_rate: 0.1 };
export const mlp = { hiddenLayerSizes: [64, 32], batchSize: 256, maxEpochs: 10, earlyStopping: false };
export const network = { hidden_layer_sizes: [64, 32], batch_size: 256, max_iter: 10, n_iter_no_change: 1000 };
const trees: Bout[] = [
  {
    what: 'gradient boosting',
    kind: 'gradient-boosting',
    peer: 'HistGradientBoostingClassifier',
    family: 'boosting',
    peerOptions: noStop,
    target: 1,
  },
  {
    what: 'gradient boosting, depth 6',
    kind: 'gradient-boosting',
    options: deep,
    peer: 'xgboost hist, 2 threads',
    family: 'xgboost',
    peerOptions: booster,
    target: 2,
  },
  {
    what: 'random forest',
    kind: 'random-forest',
    peer: 'RandomForestClassifier, 2 jobs',
    family: 'forest',
    peerOptions: { n_jobs: 2 },
    isShared: true,
    target: 0.5,
    turns: 2,
  },
  {
    what: 'extra trees',
    kind: 'extra-trees',
    peer: 'ExtraTreesClassifier, 2 jobs',
    family: 'extra trees',
    peerOptions: { n_jobs: 2 },
    isShared: true,
    target: 1,
    turns: 2,
  },
  { what: 'decision tree', kind: 'decision-tree', peer: 'DecisionTreeClassifier', family: 'tree', target: 1 },
];
const others: Bout[] = [
  {
    what: 'logistic, to the same objective',
    kind: 'logistic',
    peer: 'LogisticRegression (lbfgs)',
    family: 'logistic',
    peerOptions: { max_iter: 5000 },
    target: 1,
  },
  {
    what: 'mlp 64-32, 10 epochs',
    kind: 'mlp',
    options: mlp,
    peer: 'MLPClassifier',
    family: 'mlp',
    peerOptions: network,
    target: 2,
  },
];

export async function benchFamilies(): Promise<void> {
  const peer = openPeer('families_peer.py');
  const compute = await openCompute('wasm');
  try {
    const real = await subject();
    await present(real.name, real, peer);
    for (const bout of [...trees, ...others]) await fitBout(bout, real, compute, peer);
    await predictBout(real, compute, peer);
    await neighborsBout(real, compute, peer);
    await dependenceBout(real, compute, peer);
    const few = generated(20_000, 20);
    await present('made-up numbers', few, peer);
    for (const bout of trees.slice(2)) await fitBout(bout, few, compute, peer);
  } finally {
    peer?.close();
  }
}

/** The families that are told from histograms, on as many dense numbers as a browser is likely to be given. */
export async function benchBoosting(): Promise<void> {
  const peer = openPeer('families_peer.py');
  const compute = await openCompute('wasm');
  try {
    const wide = generated(200_000, 28);
    await present('made-up numbers', wide, peer);
    for (const bout of trees.slice(0, 2)) await fitBout(bout, wide, compute, peer);
  } finally {
    peer?.close();
  }
}

type Rows = Pick<Subject, 'x' | 'y' | 'test'>;

export async function present(name: string, rows: Rows, peer: Peer | null): Promise<void> {
  const { x, test } = rows;
  console.log(`${name}: ${x.rows} rows x ${x.names.length} columns, ${test.x.rows} held out`);
  await tell(rows, peer);
}

/** Hands the peer the same matrix. */
export async function tell({ x, y, test }: Rows, peer: Peer | null): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'plumb-bench-'));
  try {
    const file = join(folder, 'matrix.bin');
    const parts = [x.values, y, test.x.values, test.y];
    writeFileSync(file, Buffer.concat(parts.map((part) => Buffer.from(part.buffer, part.byteOffset, part.byteLength))));
    await peer?.call('load', file, x.rows, x.names.length, test.x.rows);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export async function fit(
  kind: string,
  options: object,
  { x, y }: Rows,
  compute: Compute,
  seed = 0,
): Promise<ModelState> {
  const model = classifiers[kind]!;
  const input = { x, y, classes: 2, weights: null, validation: null };
  return (await model.fit(input, model.options.parse(options), { ...control, compute, rng: createRng(seed) })).state;
}

export async function auc(state: ModelState, { x, y }: Rows['test'], compute: Compute): Promise<number> {
  const scores = await classifiers[state.kind]!.predict(state, x, compute);
  return areas(rank(scores.filter((_, i) => i % 2 === 1)), y, null).rocAuc;
}

export async function fitBout(bout: Bout, rows: Rows, compute: Compute, peer: Peer | null): Promise<void> {
  const { kind, options = {}, family, peerOptions = {}, turns } = bout;
  const pool = bout.isShared ? openPool() : null;
  let state!: ModelState;
  let shared = Infinity;
  try {
    const times = await race(
      async () => (state = await fit(kind, options, rows, compute)),
      peer && (() => peer.call('fit', family, peerOptions)),
      turns,
    );
    const theirs = times.theirs === null ? null : ((await peer!.call('auc'))!.auc ?? null);
    printEntry({ ...bout, what: `${bout.what}${pool ? ', one core' : ''}`, ...times, auc: [await auc(state, rows.test, compute), theirs] }); // prettier-ignore
    if (!pool) return;
    // Threads are started by the first turn.
    for (let turn = 0; turn < 2; turn++)
      shared = Math.min(shared, await seconds(() => fit(kind, options, rows, { ...compute, pool })));
    printEntry({ ...bout, what: `${bout.what}, ${pool.size} cores`, ours: shared, theirs: times.theirs });
  } finally {
    pool?.close();
  }
}

/** As many rows as asked for: those of the matrix, again and again. */
function tiled({ rows, names, values }: Matrix, count: number): Matrix {
  const all = new Float32Array(count * names.length);
  for (let at = 0; at < all.length; at += values.length)
    all.set(values.subarray(0, Math.min(values.length, all.length - at)), at);
  return { rows: count, names, values: rows === 0 ? values : all };
}

async function predictBout(rows: Rows, compute: Compute, peer: Peer | null): Promise<void> {
  for (const [kind, family, count, peerOptions] of [
    ['gradient-boosting', 'boosting', 200_000, noStop],
    ['random-forest', 'forest', 20_000, { n_jobs: 2 }],
  ] as const) {
    const state = await fit(kind, {}, rows, compute);
    await peer?.call('fit', family, peerOptions);
    const x = tiled(rows.test.x, count);
    const times = await race(
      () => classifiers[kind]!.predict(state, x, compute),
      peer && (() => peer.call('predict', count)),
    );
    const what = `${kind}, ${count.toLocaleString('en')} rows predicted`;
    printEntry({ what, ...times, peer: 'predict_proba', target: 1 });
  }
}

async function neighborsBout(rows: Rows, compute: Compute, peer: Peer | null): Promise<void> {
  const state = await fit('nearest-neighbors', {}, rows, compute);
  await peer?.call('fit', 'neighbors', {});
  const x = tiled(rows.test.x, 2000);
  const times = await race(
    () => classifiers['nearest-neighbors']!.predict(state, x, compute),
    peer && (() => peer.call('predict', 2000)),
    2,
  );
  printEntry({ what: 'nearest neighbours, 2,000 rows predicted', ...times, peer: 'KNeighborsClassifier', target: 1 });
}

/** Every raw column at 50 values, over 1,000 rows: from raw cells on both sides, ours in closed form. */
async function dependenceBout({ raw, x, y, test }: Subject, compute: Compute, peer: Peer | null): Promise<void> {
  const csv = sharedFile('adult.csv');
  if (!raw || !csv) return;
  const { features, recipe } = raw;
  const state = await fit('gradient-boosting', {}, { x, y, test }, compute);
  const rows = sample(raw.test, 1000, createRng(0));
  const study = { recipe: defaultRecipe(features) };
  const prepared = { study, features, classes: ['<=50K', '>50K'] } as unknown as Prepared;
  const ours = async () => {
    for (const { name } of features)
      await partialDependence({
        columns: features,
        rows,
        column: name,
        classes: ['<=50K', '>50K'],
        predict: (columns, some) =>
          classifiers[state.kind]!.predict(state, applyRecipe(recipe, columns, some), compute),
        grid: (taken) => closedGrid(prepared, { recipe, model: state } as unknown as ModelBundle, taken, control),
        rng: createRng(0),
        control,
      });
  };
  const times = await race(ours, peer && (() => peer.call('dependence', csv)), 2);
  const what = `partial dependence of ${features.length} columns, 1,000 rows`;
  printEntry({ what, ...times, peer: 'partial_dependence (brute)', target: 0.1 });
}
