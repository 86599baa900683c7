import { expect, test } from 'vitest';
import { checkCodes, checkFinite, checkSize } from '../../../src/core/compute/guard.ts';
import { createCompute } from '../../../src/core/compute/index.ts';
import { activate, adam, dropoutKey, isKept, softmaxGradient } from '../../../src/core/compute/twins.ts';

test('falls through to WASM where there is no WebGPU, and says what to do', async () => {
  const { report, tf } = await createCompute();
  expect(report.backend).toBe('wasm');
  expect(tf.getBackend()).toBe('wasm');
  expect(report.adapter).toBe('WASM SIMD');
  expect(report.advice).toMatch(/WebGPU.*Chrome or Edge 113/);
  expect(report.flags).toEqual({ WASM_HAS_MULTITHREAD_SUPPORT: false, WASM_HAS_SIMD_SUPPORT: true });
});

test('gives the backend that was asked for', async () => {
  const { report } = await createCompute({ prefer: 'cpu' });
  expect(report).toEqual({
    backend: 'cpu',
    adapter: 'JavaScript',
    tfjs: '4.22.0',
    advice: '',
    maxBufferBytes: null,
    flags: {},
  });
});

test('a tensor over the limit of the device is refused with both sizes', () => {
  const report = {
    backend: 'webgpu' as const,
    adapter: 'test',
    tfjs: '',
    advice: '',
    maxBufferBytes: 2 ** 20,
    flags: {},
  };
  // 0.9 MiB = 943718 bytes = 235929 float32.
  expect(() => checkSize(report, [235929], 'x')).not.toThrow();
  expect(() => checkSize(report, [1000, 1000], 'x')).toThrow(
    'x: needs 4 MB in one buffer and test allows 1 MB: 1000 x 1000',
  );
});

test('not-finite values and codes out of range are refused with their place', () => {
  const matrix = { names: ['a', 'b'], values: new Float32Array([1, 2, 3, Infinity]) };
  expect(() => checkFinite(matrix, 'matrix')).toThrow(/^matrix: column b, row 1: must be a finite number.*: Infinity$/);
  expect(() => checkCodes(new Int32Array([0, -1]), 2, 'rows')).toThrow('rows: row 1: class code must be 0 to 1: -1');
});

test('the dropout mask keeps its share, repeats, and differs by step, layer and seed', () => {
  const mask = (seed: number, step: number, layer: number) => {
    const dropout = { key: dropoutKey(seed, step, layer), threshold: 0.3 * 2 ** 32, scale: 1 / 0.7 };
    return Array.from({ length: 20000 }, (_, i) => isKept(dropout, i));
  };
  const first = mask(0, 1, 0);
  // Binomial: 14000 expected, standard deviation sqrt(20000 * 0.3 * 0.7) = 65; five of them.
  expect(Math.abs(first.filter(Boolean).length - 14000)).toBeLessThan(325);
  expect(mask(0, 1, 0)).toEqual(first);
  for (const other of [mask(0, 2, 0), mask(0, 1, 1), mask(1, 1, 0)]) {
    // Independent masks agree on 0.7^2 + 0.3^2 = 58 % of the units.
    const same = other.filter((kept, i) => kept === first[i]).length / 20000;
    expect(Math.abs(same - 0.58)).toBeLessThan(0.02);
  }
});

test('activation adds the column of ones and scales what is kept', () => {
  const all = { key: 0, threshold: 0, scale: 1 };
  expect([...activate(new Float32Array([-1, 2, 3, -4]), 2, 2, 'relu', all)]).toEqual([0, 2, 1, 3, 0, 1]);
  expect(activate(new Float32Array([NaN]), 1, 1, 'relu', all)[0]).toBeNaN();
});

test('the softmax gradient is the weighted difference to the one-hot class, and zero in padding', () => {
  // Logits 0 and log 3: softmax 1/4, 3/4. Row 1 has class 0 and weight 2, one row in the batch: 2 (1/4 - 1), 2 (3/4).
  const batch = { order: new Int32Array([1]), offset: 0, count: 1 };
  const codes = new Float32Array([1, 0]);
  const gradient = softmaxGradient(
    new Float32Array([0, Math.log(3), 5, 5]),
    2,
    2,
    codes,
    new Float32Array([1, 2]),
    batch,
  );
  expect([...gradient].map((g) => Number(g.toFixed(6)))).toEqual([-1.5, 1.5, 0, 0]);
});

test('the first step of Adam has the length of the rate', () => {
  // t = 1: m = 0.1 g, v = 0.001 g^2; rate * sqrt(0.001) / 0.1 * 0.1 g / (sqrt(0.001) g) = rate.
  const rate = (0.5 * Math.sqrt(1 - 0.999)) / (1 - 0.9);
  const next = adam(new Float32Array([1, 0, 0]), new Float32Array([4]), new Float32Array([0]), { rate, l2: 0 });
  expect(next[0]).toBeCloseTo(0.5, 5);
  expect(next[1]).toBeCloseTo(0.4, 6);
  expect(next[2]).toBeCloseTo(0.016, 6);
});
