/** @file Families on TensorFlow.js, on each backend: against scikit-learn and against TF.js's own model.fit, as ratios in one run. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openCompute } from '../../src/cli/compute.ts';
import { createRng } from '../../src/core/base/random.ts';
import type { BackendName, Compute } from '../../src/core/compute/types.ts';
import { partialDependence } from '../../src/core/explain/partial-dependence.ts';
import { applyRecipe } from '../../src/core/features/recipe.ts';
import { classifiers } from '../../src/core/models/index.ts';
import type { ModelState } from '../../src/core/models/contract.ts';
import { benchExplain } from './explain.ts';
import { subject, type Subject } from './matrix.ts';
import { show } from './race.ts';

const hidden = [64, 32];
const batchSize = 256;
const epochs = 3;

interface Peer {
  version: string;
  logistic: number;
  logisticTight: number;
  mlp: number;
  coefficients: number[];
  /** Permutation importance: rows predicted a second. */
  permutationRows: number;
}

let data: Subject;
let peer: Peer | null;

export async function benchBackends(): Promise<void> {
  data = await subject();
  console.log(
    `${data.name}: ${data.x.rows} rows x ${data.x.names.length} columns; mlp ${hidden.join('-')}, batch ${batchSize}, ${epochs} epochs; best of 2`,
  );
  peer = scikitLearn(data);
  if (peer)
    console.log(
      `scikit-learn ${peer.version}: logistic ${show(peer.logistic)} (newton-cholesky: ${show(peer.logisticTight)}), mlp ${show(peer.mlp)}`,
    );
  else console.log('scikit-learn was not found: no ratios to it');
  for (const backend of ['wasm', 'cpu', 'webgpu'] as const) await bench(backend);
}

async function bench(backend: BackendName): Promise<void> {
  const compute = await openCompute(backend).catch((error: Error) => void console.log(`${backend}: ${error.message}`));
  if (!compute) return;
  console.log(`\n${backend} (${compute.report.adapter})`);
  const input = { x: data.x, y: data.y, classes: 2, weights: null, validation: null };
  const fit = async (kind: string, options: object) => {
    const model = classifiers[kind]!;
    const run = () => model.fit(input, model.options.parse(options), { ...control(), compute, rng: createRng(0) });
    return best(run);
  };
  const logistic = await fit('logistic', {});
  const { coefficients, intercepts } = logistic.value.state.arrays;
  const ours = [...coefficients!, ...intercepts!];
  const off = peer && Math.max(...ours.map((value, i) => Math.abs(value - peer!.coefficients[i]!)));
  line(
    'logistic',
    logistic.seconds,
    peer?.logistic,
    `ended ${logistic.value.ended} in ${logistic.value.curves.step.length} iterations`,
  );
  if (off !== null) console.log(`    largest difference of a coefficient to scikit-learn: ${off.toExponential(1)}`);
  const mlp = await fit('mlp', { hiddenLayerSizes: hidden, batchSize, maxEpochs: epochs, earlyStopping: false });
  line('mlp', mlp.seconds, peer?.mlp, `loss ${mlp.value.curves.loss.at(-1)!.toFixed(4)}`);
  const plain = await modelFit(compute, hidden);
  line('TF.js model.fit, same network', plain.seconds, peer?.mlp, `loss ${plain.loss.toFixed(4)}`);
  console.log(`    ours is ${(plain.seconds / mlp.seconds).toFixed(1)} times as fast`);
  const linear = await modelFit(compute, []);
  line(
    'TF.js model.fit, logistic',
    linear.seconds,
    peer?.logistic,
    `loss ${linear.loss.toFixed(4)} after ${epochs} epochs, ours ${logistic.value.curves.loss.at(-1)!.toFixed(4)}`,
  );
  for (const { state } of [logistic.value, mlp.value]) await dependence(compute, state);
  if (data.raw) await benchExplain(compute, data.raw, peer);
}

/** Partial dependence of one column over the test rows, the recipe applied anew at every grid value. */
async function dependence(compute: Compute, state: ModelState): Promise<void> {
  if (!data.raw) return;
  const { features, recipe, test } = data.raw;
  const { value, seconds } = await best(() =>
    partialDependence({
      columns: features,
      rows: test,
      column: 'age',
      classes: ['<=50K', '>50K'],
      predict: (columns, rows) => classifiers[state.kind]!.predict(state, applyRecipe(recipe, columns, rows), compute),
      rng: createRng(0),
      limit: Infinity,
      control: control(),
    }),
  );
  const rows = value[0]!.rows * value[0]!.grid.length;
  console.log(`  partial dependence, ${state.kind}: ${Math.round(rows / seconds).toLocaleString('en')} rows/s`);
}

/** The stock way: dense layers, Adam, softmax cross-entropy, model.fit. */
async function modelFit({ tf }: Compute, sizes: number[]): Promise<{ seconds: number; loss: number }> {
  const layers = await import('@tensorflow/tfjs-layers');
  const columns = data.x.names.length;
  const x = tf.tensor2d(data.x.values, [data.x.rows, columns]);
  const y = tf.tidy(() => tf.cast(tf.oneHot(tf.tensor1d(data.y, 'int32'), 2), 'float32'));
  const { value, seconds } = await best(async () => {
    const model = layers.sequential();
    sizes.forEach((units, l) =>
      model.add(layers.layers.dense({ units, activation: 'relu', ...(l === 0 && { inputShape: [columns] }) })),
    );
    model.add(
      layers.layers.dense({ units: 2, activation: 'softmax', ...(sizes.length === 0 && { inputShape: [columns] }) }),
    );
    model.compile({ optimizer: tf.train.adam(0.001), loss: 'categoricalCrossentropy' });
    const history = await model.fit(x, y, { batchSize, epochs, verbose: 0, yieldEvery: 'never' });
    model.dispose();
    return history.history['loss']!.at(-1) as number;
  });
  x.dispose();
  y.dispose();
  return { seconds, loss: value };
}

async function best<T>(run: () => Promise<T>): Promise<{ value: T; seconds: number }> {
  let seconds = Infinity;
  let value!: T;
  for (let i = 0; i < 2; i++) {
    const start = performance.now();
    value = await run();
    seconds = Math.min(seconds, (performance.now() - start) / 1000);
  }
  return { value, seconds };
}

function control() {
  return {
    progress: () => {},
    signal: new AbortController().signal,
    whenRunning: () => Promise.resolve(),
    now: () => performance.now(),
  };
}

function scikitLearn({ x, y }: Subject): Peer | null {
  const folder = mkdtempSync(join(tmpdir(), 'plumb-bench-'));
  try {
    const file = join(folder, 'matrix.bin');
    writeFileSync(
      file,
      Buffer.concat([Buffer.from(x.values.buffer, x.values.byteOffset, x.values.byteLength), Buffer.from(y.buffer)]),
    );
    const script = join(import.meta.dirname, 'peer.py');
    const args = [script, file, x.rows, x.names.length, hidden.join(','), batchSize, epochs].map(String);
    for (const python of ['/usr/bin/python3', 'python3']) {
      const { status, stdout } = spawnSync(python, args, { encoding: 'utf8' });
      if (status === 0) return JSON.parse(stdout) as Peer;
    }
    return null;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function line(what: string, seconds: number, theirs: number | undefined, note: string): void {
  const ratio = theirs === undefined ? '' : `, ${(seconds / theirs).toFixed(2)} x scikit-learn's time`;
  console.log(`  ${what}: ${show(seconds)}${ratio}; ${note}`);
}
