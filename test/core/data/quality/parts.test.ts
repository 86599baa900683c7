import { expect, test } from 'vitest';
import { chiSquareTail, kolmogorovSmirnov } from '../../../../src/core/data/quality/chance.ts';
import { drift, stabilityIndex } from '../../../../src/core/data/quality/drift.ts';
import { unseen } from '../../../../src/core/data/quality/unseen.ts';
import { category, contextOf, csv, number } from './context.ts';

test.for([
  // scipy.stats.chi2.sf
  [3.841458820694124, 1, 0.04999999999999989],
  [25 / 3, 1, 0.003892417122778637],
  [10, 3, 0.01856613546304325],
  [100, 50, 3.454931382984871e-5],
  [5, 10, 0.8911780189141513],
  // Two degrees: exp(-x / 2).
  [0.5, 2, Math.exp(-0.25)],
] as const)('P(chi-square > %d) with %d degrees', ([x, df, p]) => {
  expect(chiSquareTail(x, df) / p).toBeCloseTo(1, 10);
});

test('Kolmogorov-Smirnov: the largest distance, and p by the limit distribution', () => {
  // 1 2 3 4 and 3 4 5 6: at 2, 2/4 against 0. scipy.stats.ks_2samp: 0.5.
  const far = kolmogorovSmirnov(Float64Array.of(1, 2, 3, 4), Float64Array.of(3, 4, 5, 6));
  expect(far.distance).toBe(0.5);
  // t = 0.5 sqrt(16 / 8), so 2 t^2 = 1 and the terms are exp(-k^2).
  expect(far.p).toBeCloseTo(2 * (Math.exp(-1) - Math.exp(-4) + Math.exp(-9) - Math.exp(-16)), 10);
  // Ties: both lists alike have no distance.
  expect(kolmogorovSmirnov(Float64Array.of(1, 1, 2), Float64Array.of(1, 1, 2))).toEqual({ distance: 0, p: 1 });
});

test('the stability index, with a floor for what is not there', () => {
  // 1/2 1/2 against 1/4 3/4: -1/4 ln(1/2) + 1/4 ln(3/2) = 1/4 ln 3.
  expect(stabilityIndex(Float64Array.of(5, 5), Float64Array.of(25, 75))).toBeCloseTo(Math.log(3) / 4, 12);
  // 1 0 against 1/2 1/2: -1/2 ln(1/2) + (1/2 - 0.0001) ln(5000).
  const floored = 0.5 * Math.log(2) + 0.4999 * Math.log(5000);
  expect(stabilityIndex(Float64Array.of(4, 0), Float64Array.of(3, 3))).toBeCloseTo(floored, 12);
});

const columns = { x: number, c: category };
const parts = (n: number) => 'ttve'.repeat(n / 4);

test('drift: a shift of the test rows fails, a smaller one warns', async () => {
  // Of 800 rows c is p or q; training and validation half and half (by the row's half of the file), test all q, x over by 100.
  const text = csv('x,c', 800, (i) => `${(i % 97) + (i % 4 === 3 ? 100 : 0)},${i % 4 !== 3 && i < 400 ? 'p' : 'q'}`);
  const found = drift.run(await contextOf(text, { columns, parts: parts(800) }));
  expect(found.map(({ column, status, threshold }) => [column, status, threshold])).toEqual([
    ['x', 'fail', 0.25],
    ['c', 'fail', 0.25],
  ]);
  expect(found[0]!.text).toContain('the test rows');
  expect(found[0]!.text).toContain('Kolmogorov-Smirnov distance 1');
  expect(new Set(found[1]!.levels)).toEqual(new Set(['p', 'q']));
  // Test: 65 of 200 are p and not 100 of 200: (-.175) ln(.325 / .5) + .175 ln(.675 / .5) = 0.0754 + 0.0525 = 0.128.
  const less = csv('c', 800, (i) => (i < (i % 4 === 3 ? 260 : 400) ? 'p' : 'q'));
  const [finding] = drift.run(await contextOf(less, { columns: { c: category }, parts: parts(800) }));
  expect(finding).toMatchObject({ column: 'c', status: 'warn', threshold: 0.1 });
  expect(finding!.value).toBeCloseTo(0.175 * (Math.log(0.675 / 0.5) - Math.log(0.325 / 0.5)), 10);
});

test('drift: a difference beyond chance but under the threshold is no finding', async () => {
  // Of 40,000 rows 10,000 are tested; 45 % of them are p, half of the others: .05 ln(.55 / .45) = 0.01, chi-square 75.
  const text = csv('c', 40_000, (i) => ((i >> 2) % 100 < (i % 4 === 3 ? 45 : 50) ? 'p' : 'q'));
  expect(drift.run(await contextOf(text, { columns: { c: category }, parts: parts(40_000) }))).toMatchObject([
    { status: 'pass', column: null },
  ]);
});

test('drift: an index over the threshold by chance alone is no finding', async () => {
  // 12 rows: training p p q q q q, validation and test three rows each: p p q: index 1/3 ln 2 + 1/3 ln 2 = 0.46, n too small.
  const cells = ['p', 'p', 'q', 'q', 'q', 'q', 'p', 'p', 'q', 'p', 'p', 'q'];
  const text = `c\n${cells.join('\n')}\n`;
  expect(drift.run(await contextOf(text, { columns: { c: category }, parts: 'ttttttvvveee' }))).toMatchObject([
    { status: 'pass', column: null, threshold: 0.1 },
  ]);
  expect(drift.run(await contextOf(text, { columns: { c: category } }))).toEqual([]);
});

test('unseen: levels that no training row has, with their rows and a step that pools them', async () => {
  // Rows in turn train, train, validation, test. Row 2 (validation) and row 3 (test) have a level of their own.
  const text = csv('c,x', 400, (i) => `${i === 2 ? 'only here' : i === 3 ? 'and here' : 'pq'[i % 2]},${i}`);
  const found = unseen.run(await contextOf(text, { columns, parts: parts(400) }));
  expect(found.map(({ column, status, value, rows, levels }) => [column, status, value, rows, levels])).toEqual([
    ['c', 'warn', 0.01, [2], ['only here']],
    ['c', 'warn', 0.01, [3], ['and here']],
  ]);
  expect(found[0]!.text).toBe('c: 1 of 100 validation rows (1 %, over 0 %) have a level that no training row has');
  expect(found[0]!.repair).toEqual({ kind: 'step', step: { step: 'rare', columns: ['c'] } });
  const many = csv('c,x', 400, (i) => `${i % 4 === 3 && i < 12 ? 'new' : 'p'},${i}`);
  expect(unseen.run(await contextOf(many, { columns, parts: parts(400) }))).toMatchObject([
    { status: 'fail', value: 0.03 },
  ]);
  const fine = csv('c,x', 40, (i) => `${'pq'[(i >> 2) % 2]},${i}`);
  expect(unseen.run(await contextOf(fine, { columns, parts: parts(40) }))).toMatchObject([{ status: 'pass' }]);
});
