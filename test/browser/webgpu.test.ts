/** @file The WebGPU path on a real adapter of Chromium (software in CI): kernels, weights, limits and loss of the device. */
import { expect, test } from 'vitest';
import type { WebGpuBackend } from '../../src/core/compute/backend.ts';
import { fused } from '../../src/core/compute/fused.ts';
import { createCompute } from '../../src/core/compute/index.ts';
import * as twins from '../../src/core/compute/twins.ts';
import type { Compute } from '../../src/core/compute/types.ts';
import { classifiers } from '../../src/core/models/index.ts';
import { context, noisy } from '../core/models/fixtures.ts';

const gpu = (navigator as unknown as { gpu?: { requestAdapter(): Promise<object | null> } }).gpu;
const adapter = (await gpu?.requestAdapter()) ?? null;
const onGpu = test.skipIf(adapter === null);
const mlp = classifiers['mlp']!;

const open = async (): Promise<Compute> => {
  const compute = await createCompute({ prefer: 'webgpu' });
  expect(compute.report.backend).toBe('webgpu');
  expect(compute.tf.getBackend()).toBe('webgpu');
  return compute;
};

const options = (more: object = {}) =>
  mlp.options.parse({ hiddenLayerSizes: [8, 5], maxEpochs: 20, batchSize: 64, earlyStopping: false, ...more });

if (adapter === null) console.warn('no WebGPU adapter was found: the WebGPU tests are skipped');

onGpu('reports the adapter, its limit and repeatable products', async () => {
  const { report } = await open();
  expect(report.adapter).not.toBe('');
  expect(report.maxBufferBytes).toBeGreaterThan(2 ** 26);
  expect(report.flags).toMatchObject({ WEBGPU_CPU_FORWARD: false, WEBGPU_MATMUL_PROGRAM_TYPE: 3 });
});

onGpu('a synchronous read throws', async () => {
  const { tf } = await open();
  const tensor = tf.tensor1d([1, 2]);
  expect(() => tf.add(tensor, tensor).dataSync()).toThrow('cannot be read synchronously');
  tf.disposeVariables();
  tensor.dispose();
});

onGpu('each kernel agrees with its twin', async () => {
  const { tf } = await open();
  const kernels = fused(tf);
  const numbers = (n: number, scale = 1) => Float32Array.from({ length: n }, (_, i) => scale * Math.sin(1.7 * i + 0.3));
  const compare = async (made: { data(): Promise<unknown> }, expected: Float32Array, digits = 5) => {
    const got = (await made.data()) as Float32Array;
    expect(got.length).toBe(expected.length);
    got.forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, digits));
  };
  const rows = 7;
  const classes = 3;
  const order = Int32Array.from([4, 0, 6, 2, 5, 1, 3, 8, 7]);
  const batch = { order, offset: 4, count: 5 };
  const onDevice = { ...batch, order: tf.tensor1d(order, 'int32') };
  const x = numbers(9 * 4);
  await compare(kernels.gatherRows(tf.tensor2d(x, [9, 4]), rows, 4, onDevice), twins.gatherRows(x, rows, 4, batch));
  for (const kind of ['relu', 'tanh'] as const)
    for (const rate of [0, 0.4]) {
      const dropout = { key: twins.dropoutKey(3, 9, 1), threshold: Math.round(rate * 2 ** 32), scale: 1 / (1 - rate) };
      const sums = numbers(rows * 6, 2);
      const activated = twins.activate(sums, rows, 6, kind, dropout);
      await compare(kernels.activate(tf.tensor2d(sums, [rows, 6]), rows, 6, kind, dropout), activated);
      const upstream = numbers(rows * 7, 3);
      await compare(
        kernels.activationGradient(
          tf.tensor2d(upstream, [rows, 7]),
          tf.tensor2d(activated, [rows, 7]),
          rows,
          6,
          kind,
          dropout,
        ),
        twins.activationGradient(upstream, activated, rows, 6, kind, dropout),
        4,
      );
    }
  const logits = numbers(rows * classes, 4);
  const codes = Float32Array.from([0, 1, 2, 0, 1, 2, 0, 1, 2]);
  const weights = Float32Array.from([1, 2, 0.5, 1, 1, 3, 1, 0, 1]);
  const device = {
    logits: tf.tensor2d(logits, [rows, classes]),
    codes: tf.tensor1d(codes),
    weights: tf.tensor1d(weights),
  };
  await compare(
    kernels.softmaxGradient(device.logits, rows, classes, device.codes, device.weights, onDevice),
    twins.softmaxGradient(logits, rows, classes, codes, weights, batch),
  );
  const losses = numbers(rows);
  await compare(
    kernels.addSoftmaxLoss(tf.tensor1d(losses), device.logits, classes, device.codes, device.weights, onDevice),
    twins.addSoftmaxLoss(losses, logits, classes, codes, weights, batch),
    4,
  );
  const state = numbers(30).map((v, i) => (i >= 20 ? v * v : v));
  const decay = Float32Array.from({ length: 10 }, (_, i) => i % 2);
  const step = { rate: 0.01, l2: 0.3 };
  await compare(
    kernels.adam(tf.tensor1d(state), tf.tensor1d(numbers(10, 2)), tf.tensor1d(decay), step),
    twins.adam(state, numbers(10, 2), decay, step),
  );
});

onGpu('gives the weights of the JavaScript backend after 20 epochs, and the same bytes twice', async () => {
  const data = noisy(500, 6, 3);
  const held = noisy(120, 6, 3, 8);
  const all = { ...data, validation: { x: held.x, y: held.y } };
  const compute = await open();
  const before = compute.tf.memory().numTensors;
  const first = await mlp.fit(all, options(), context(compute));
  const scores = await mlp.predict(first.state, held.x, compute);
  expect(compute.tf.memory().numTensors).toBe(before);
  const again = await mlp.fit(all, options({ dropout: 0.2 }), context(compute));
  const twice = await mlp.fit(all, options({ dropout: 0.2 }), context(compute));
  expect([...again.state.arrays['weights']!]).toEqual([...twice.state.arrays['weights']!]);

  const cpu = await createCompute({ prefer: 'cpu' });
  const expected = await mlp.fit(all, options(), context(cpu));
  const far = (a: ArrayLike<number>, b: ArrayLike<number>) =>
    Math.max(...Array.from(a, (value, i) => Math.abs(value - b[i]!)));
  expect(far(first.state.arrays['weights']!, expected.state.arrays['weights']!)).toBeLessThan(1e-4);
  expect(far(first.curves.loss, expected.curves.loss)).toBeLessThan(1e-5);
  expect(far(first.curves.validationLoss, expected.curves.validationLoss)).toBeLessThan(1e-5);
  expect(far(scores, await mlp.predict(expected.state, held.x, cpu))).toBeLessThan(1e-4);
  const dropped = await mlp.fit(all, options({ dropout: 0.2 }), context(cpu));
  expect(far(again.state.arrays['weights']!, dropped.state.arrays['weights']!)).toBeLessThan(1e-3);
});

onGpu('the learning rate is looked for on the device as on the processor, and memory is told of each', async () => {
  const compute = await open();
  const before = compute.tf.memory().numTensors;
  const data = noisy(700, 6);
  const found = await mlp.rateRange!(data, options(), context(compute));
  expect(compute.tf.memory().numTensors).toBe(before);
  const told = async (on: Compute) => {
    let values: Record<string, number> = {};
    const progress = (p: { values?: Record<string, number> }) => void (values = p.values!);
    await mlp.fit(data, options({ maxEpochs: 1 }), context(on, { progress }));
    return Object.keys(values).filter((name) => name.endsWith('Bytes'));
  };
  expect(await told(compute)).toEqual(['deviceBytes']);
  const cpu = await createCompute({ prefer: 'cpu' });
  const expected = await mlp.rateRange!(data, options(), context(cpu));
  // Up to where it goes astray: there each difference grows from step to step.
  const calm = expected.points.filter(({ rate }) => rate < 0.1);
  calm.forEach(({ rate, loss }, i) => {
    expect(found.points[i]!.rate).toBe(rate);
    expect(found.points[i]!.loss).toBeCloseTo(loss, 4);
  });
  expect(await told(cpu)).toEqual(['hostBytes']);
});

onGpu('logistic regression finds the same coefficients with products on the device', async () => {
  const logistic = classifiers['logistic']!;
  const data = noisy(5000, 8);
  const fit = async (compute: Compute) =>
    (await logistic.fit(data, logistic.options.parse({}), context(compute))).state.arrays['coefficients']!;
  const compute = await open();
  const before = compute.tf.memory().numTensors;
  const onDevice = await fit(compute);
  expect(compute.tf.memory().numTensors).toBe(before);
  const onHost = await fit(await createCompute({ prefer: 'cpu' }));
  onDevice.forEach((value, i) => expect(value).toBeCloseTo(onHost[i]!, 6));
});

onGpu('cancel leaves no tensor behind', async () => {
  const compute = await open();
  const before = compute.tf.memory().numTensors;
  const controller = new AbortController();
  let batches = 0;
  const whenRunning = async () => void (++batches === 5 && controller.abort());
  const run = mlp.fit(noisy(500, 6), options(), context(compute, { signal: controller.signal, whenRunning }));
  await expect(run).rejects.toMatchObject({ name: 'AbortError' });
  expect(compute.tf.memory().numTensors).toBe(before);
});

onGpu('an over-large network is refused before it reaches the device', async () => {
  const compute = await open();
  const small = { ...compute, report: { ...compute.report, maxBufferBytes: 2 ** 16 } };
  const before = compute.tf.memory().numTensors;
  const run = mlp.fit(noisy(500, 6), options({ hiddenLayerSizes: [2048] }), context(small));
  await expect(run).rejects.toThrow(/needs \d+ MB in one buffer and .* allows/);
  expect(compute.tf.memory().numTensors).toBe(before);
});

onGpu('a matrix over the limit is sent batch by batch, with the same result', async () => {
  const compute = await open();
  const data = noisy(8000, 4);
  const parsed = options({ maxEpochs: 1, hiddenLayerSizes: [3] });
  // 8000 x 5 float32 = 160 kB do not fit 0.9 x 150 kB; the chunk of 4096 x 5 = 82 kB does.
  const small = { ...compute, report: { ...compute.report, maxBufferBytes: 150_000 } };
  const whole = await mlp.fit(data, parsed, context(compute));
  const parts = await mlp.fit(data, parsed, context(small));
  expect([...parts.state.arrays['weights']!]).toEqual([...whole.state.arrays['weights']!]);
});

onGpu('two hundred what-if questions leave the memory of the device as it was', async () => {
  const compute = await open();
  const data = noisy(64, 6);
  const { state } = await mlp.fit(data, options({ maxEpochs: 1 }), context(compute));
  const one = { rows: 1, names: data.x.names, values: data.x.values.slice(0, data.x.names.length) };
  const allocated = () => (compute.tf.memory() as { numBytesAllocatedInGPU?: number }).numBytesAllocatedInGPU;
  for (let i = 0; i < 20; i++) await mlp.predict(state, one, compute);
  const before = allocated();
  expect(before).toBeGreaterThan(0);
  for (let i = 0; i < 200; i++) await mlp.predict(state, one, compute);
  expect(allocated()).toBe(before);
});

// Last: it takes the device away.
onGpu('a lost device ends the run with the best weights, and the next compute has a new one', async () => {
  const compute = await open();
  const backend = compute.tf.backend() as unknown as WebGpuBackend;
  const progress = ({ values }: { values?: Record<string, number> }) => {
    if (values!['epoch'] === 4) backend.device.destroy();
  };
  const data = noisy(500, 6);
  const all = { ...data, validation: { x: data.x, y: data.y } };
  const { state, ended, curves } = await mlp.fit(all, options({ maxEpochs: 200 }), context(compute, { progress }));
  expect(ended).toBe('device lost');
  expect(curves.loss.length).toBeGreaterThanOrEqual(3);
  expect(curves.loss.length).toBeLessThan(6);
  expect(state.arrays['weights']!.every(Number.isFinite)).toBe(true);
  expect(await compute.lost).toMatch(/graphics device was lost/);
  expect(() => compute.check()).toThrow(/lost/);

  const renewed = await open();
  const scores = await mlp.predict(state, data.x, renewed);
  const loss = data.y.reduce((sum, code, r) => sum - Math.log(scores[2 * r + code]!), 0) / 500;
  expect(loss).toBeCloseTo(Math.min(...curves.validationLoss), 5);
});
