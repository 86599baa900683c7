import { expect, test } from 'vitest';
import { createRng } from '../../../src/core/base/random.ts';
import * as twins from '../../../src/core/compute/twins.ts';
import { exponential } from '../../../src/core/models/exponential.ts';
import { fillRows, readSheet } from '../../../src/core/models/host-network.ts';
import { dropoutOf } from '../../../src/core/models/network.ts';
import { createArena } from '../../../src/core/models/network-kernels.ts';
import { padded, placeParameters } from '../../../src/core/models/parameters.ts';
import { softmaxLoss } from '../../../src/core/models/softmax-loss.ts';
import { density, placeSparse } from '../../../src/core/models/sparse-rows.ts';

const rng = createRng(3);
const normal = (count: number) => Float32Array.from({ length: count }, () => rng.normal());
const names = (count: number) => Array.from({ length: count }, (_, i) => `x${i}`);

/** A matrix put into a padded sheet, and how to read it back. */
function place(arena: ReturnType<typeof createArena>, values: Float32Array, rows: number, columns: number) {
  const width = padded(columns);
  const at = arena.take(4 * padded(rows) * width);
  const view = new Float32Array(arena.buffer, at, rows * width);
  for (let r = 0; r < rows; r++) view.set(values.subarray(r * columns, (r + 1) * columns), r * width);
  return { at, width, stride: 4 * width, read: () => readSheet(arena, { at, width }, rows, columns) };
}

/** By the definition, each sum in float32 from the first to the last. */
function product(a: Float32Array, m: number, k: number, b: Float32Array, n: number): Float32Array {
  const out = new Float32Array(m * n);
  for (let r = 0; r < m; r++)
    for (let c = 0; c < n; c++)
      for (let i = 0; i < k; i++)
        out[r * n + c] = Math.fround(out[r * n + c]! + Math.fround(a[r * k + i]! * b[i * n + c]!));
  return out;
}

test.for([
  [1, 1, 1],
  [4, 3, 8],
  [5, 7, 12],
  [9, 33, 5],
  [256, 51, 64],
])('products of %i x %i with %i columns are the definition to the last bit', ([m, k, n]) => {
  const arena = createArena();
  const [a, b] = [normal(m! * k!), normal(k! * n!)];
  const turned = Float32Array.from(a, (_, i) => a[(i % m!) * k! + Math.floor(i / m!)]!);
  const left = place(arena, a, m!, k!);
  const leftTurned = place(arena, turned, k!, m!);
  const right = place(arena, b, k!, n!);
  const out = place(arena, new Float32Array(m! * n!), m!, n!);
  const panel = arena.take(32 * k!);
  const expected = product(a, m!, k!, b, n!);
  const rest = [out.at, out.stride, padded(m!), 4 * padded(n!), k!, panel] as const;
  arena.functions.product(left.at, left.stride, right.at, right.stride, ...rest);
  expect(out.read()).toEqual(expected);
  new Float32Array(arena.buffer, out.at, m! * out.width).fill(9);
  arena.functions.turnedProduct(leftTurned.at, leftTurned.stride, right.at, right.stride, ...rest);
  expect(out.read()).toEqual(expected);
});

test('rows without their zeros give the bits that they give with them', () => {
  const [rows, columns, units] = [11, 9, 21];
  const values = Float32Array.from(normal(rows * columns), (value, i) => (i % 3 === 0 ? value : 0));
  const x = { rows, names: names(columns), values };
  expect(density(x)).toBeCloseTo(1 / 3, 12);
  const arena = createArena();
  const weights = place(arena, normal((columns + 1) * units), columns + 1, units);
  const delta = place(arena, normal(rows * units), rows, units);
  const dense = place(arena, new Float32Array(rows * (columns + 1)), rows, columns + 1);
  const [out, listedOut] = [0, 1].map(() => place(arena, new Float32Array(rows * units), rows, units));
  const empty = new Float32Array((columns + 1) * units);
  const [gradient, listedGradient] = [0, 1].map(() => place(arena, empty, columns + 1, units));
  const panel = arena.take(32 * 32);
  const sparse = placeSparse(arena, x, true);
  const list = arena.take(4 * rows);
  const order = Int32Array.from({ length: rows }, (_, i) => (7 * i) % rows);
  new Int32Array(arena.buffer, list, rows).set(order);
  fillRows(arena, dense, x, order);
  const { product, turnedProduct, addSparse, addSparseGradient } = arena.functions;
  const wide = 4 * padded(units);
  product(dense.at, dense.stride, weights.at, weights.stride, out!.at, out!.stride, 12, wide, columns + 1, panel);
  addSparse(list, list + 4 * rows, sparse.starts, weights.at, weights.stride, wide, listedOut!.at, listedOut!.stride);
  expect(listedOut!.read()).toEqual(out!.read());
  const to = gradient!;
  turnedProduct(dense.at, dense.stride, delta.at, delta.stride, to.at, to.stride, 12, wide, rows, panel);
  const { at, stride } = listedGradient!;
  addSparseGradient(list, list + 4 * rows, sparse.starts, at, stride, wide, delta.at, delta.stride);
  expect(listedGradient!.read()).toEqual(gradient!.read());
});

test.for([
  ['relu', 0],
  ['relu', 0.4],
  ['tanh', 0],
  ['tanh', 0.4],
] as const)('%s with dropout %d is its twin, and so is its gradient', ([kind, rate]) => {
  const [rows, width] = [6, 13];
  const dropout = dropoutOf(rate, 11, 3, 1);
  const arena = createArena();
  const sums = normal(rows * width).map((z, i) => (i === 5 ? 20 : i === 6 ? -20 : i === 7 ? 0 : 2 * z));
  const upstream = normal(rows * (width + 1));
  const sheet = place(arena, new Float32Array(rows * (width + 1)), rows, width + 1);
  const view = new Float32Array(arena.buffer, sheet.at, rows * sheet.width);
  for (let r = 0; r < rows; r++) view.set(sums.subarray(r * width, (r + 1) * width), r * sheet.width);
  const told = arena.take(16);
  new Uint32Array(arena.buffer, told, 2).set([dropout.key, dropout.threshold]);
  new Float32Array(arena.buffer, told + 8, 1)[0] = dropout.scale;
  const name = rate === 0 ? kind : (`${kind}Dropped` as const);
  const end = sheet.at + rows * sheet.stride;
  arena.functions[name](sheet.at, end, sheet.stride, 4 * padded(width), width, told);
  const activated = sheet.read();
  const expected = twins.activate(sums, rows, width, kind, dropout);
  expect(activated.length).toBe(expected.length);
  // The twin's tanh is the platform's in float64; a few units in the last place of float32 are 5e-7.
  expected.forEach((value, i) => expect(Math.abs(activated[i]! - value)).toBeLessThan(5e-7));
  // The same units are left out.
  expect(activated.map((value) => +(value === 0))).toEqual(expected.map((value) => +(value === 0)));

  const own = upstream.filter((_, i) => i % (width + 1) !== width);
  const up = place(arena, own, rows, width);
  arena.functions[`${name}Gradient`](
    ...([up.at, up.at + rows * up.stride, up.stride, up.stride, width, told, sheet.at, sheet.stride] as const),
  );
  const gradient = twins.activationGradient(upstream, expected, rows, width, kind, dropout);
  up.read().forEach((value, i) => expect(Math.abs(value - gradient[i]!)).toBeLessThan(1e-5));
});

test('no number stays none, and so a broken run can be told', () => {
  const arena = createArena();
  const sheet = place(arena, Float32Array.of(NaN, 1, NaN, -1, 0), 1, 5);
  arena.functions.relu(sheet.at, sheet.at + sheet.stride, sheet.stride, 16, 4, arena.take(16));
  expect([...sheet.read()]).toEqual([NaN, 1, NaN, 0, 1]);
});

test('three steps of Adam are its twin, block by block', () => {
  const blocks = [
    { at: 0, rows: 3, columns: 5 },
    { at: 15, rows: 2, columns: 4 },
  ];
  const arena = createArena();
  const decay = Float32Array.from({ length: 23 }, (_, i) => (i % 5 === 0 ? 0 : 1));
  const parameters = placeParameters(arena, blocks, decay);
  let state: Float32Array = Float32Array.from([...normal(23), ...new Float32Array(46)]);
  parameters.load(state);
  expect(parameters.read('state')).toEqual(state);
  const gradient = normal(23).map((g, i) => (i === 4 ? 0 : g));
  for (const [b, { at, rows, columns }] of blocks.entries()) {
    const { gradient: to, stride } = parameters.placed[b]!;
    const view = new Float32Array(arena.buffer, to, (rows * stride) / 4);
    for (let r = 0; r < rows; r++)
      view.set(gradient.subarray(at + r * columns, at + (r + 1) * columns), (r * stride) / 4);
  }
  expect(parameters.read('gradient')).toEqual(gradient);
  for (const rate of [0.1, 0.02, 0.3]) {
    parameters.step({ rate, l2: 0.01 });
    state = twins.adam(state, gradient, decay, { rate, l2: 0.01 });
  }
  parameters.read('state').forEach((value, i) => expect(Math.abs(value - state[i]!)).toBeLessThan(2e-6));
  expect(parameters.read('weights')).toEqual(parameters.read('state').slice(0, 23));
});

test('the exponential is within the last bit of the true one', () => {
  expect([0, -1, -800, -Infinity, NaN].map(exponential)).toEqual([1, expect.closeTo(1 / Math.E, 15), 0, 0, NaN]);
  for (let x = -700; x < 0; x += 0.37) expect(Math.abs(exponential(x) / Math.exp(x) - 1)).toBeLessThan(2.3e-16 * 2);
});

test('the loss and its gradient are their twins', () => {
  const logits = normal(12);
  const codes = Float32Array.of(2, 0, 1, 0, 2);
  const weights = Float32Array.of(1, 2, 0.5, 1, 3);
  const batch = { order: Int32Array.of(9, 4, 0, 2, 1), offset: 1, count: 4 };
  const delta = new Float32Array(12);
  const loss = softmaxLoss(logits, delta, 3, 3, { codes, weights }, batch);
  const sums = twins.addSoftmaxLoss(new Float32Array(4), logits, 3, codes, weights, batch);
  expect(loss).toBeCloseTo(
    sums.reduce((a, b) => a + b, 0),
    5,
  );
  const expected = twins.softmaxGradient(logits, 4, 3, codes, weights, batch);
  delta.forEach((value, i) => expect(Math.abs(value - expected[i]!)).toBeLessThan(1e-6));
});
