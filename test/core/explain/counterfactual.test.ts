import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { counterfactuals, nearestRow, type CounterfactualOptions } from '../../../src/core/explain/counterfactual.ts';
import { deviationOf } from '../../../src/core/explain/moves.ts';
import type { Cell } from '../../../src/core/explain/rows.ts';
import { category, classes, control, number, predictor, range, sigmoid } from './fixture.ts';

type Row = Record<string, Cell>;
// a 0..9 (deviation 2.5), b 0 or 10 (deviation 5), c one of u, v, w.
const a = Array.from({ length: 30 }, (_, i) => i % 10);
const b = Array.from({ length: 30 }, (_, i) => (i % 2) * 10);
const c = Array.from({ length: 30 }, (_, i) => 'uvw'[i % 3]!);
const columns = [number('a', a), number('b', b), category('c', c)];
const yes = (scores: ArrayLike<number>) => scores[1]! >= 0.5;
const search = (score: (row: Row) => number, more: Partial<CounterfactualOptions> = {}) =>
  counterfactuals({
    ...{ columns, row: 0, background: range(30), decides: yes, predict: predictor(score), classes, control },
    ...more,
  });
/** Row 0 is a 0, b 0, c u: logit -4. */
const linear = ({ a, b, c }: Row) =>
  sigmoid(-4 + 0.9 * (a as number) + 0.5 * (b as number) + (c === 'w' ? 1 : c === 'v' ? 0.3 : 0));

describe('counterfactuals', () => {
  test('the best single change of a linear model closes the gap within one step of the grid', async () => {
    const { found, exhausted } = await search(linear);
    // a: 4 / .9 = 4.44, so 5, at |5 - 0| / 2.5 = 2. b: 10 at 10 / 5 = 2.
    expect(found.slice(0, 2)).toEqual([
      { changes: { a: 5 }, distance: 2, scores: [expect.closeTo(sigmoid(-0.5), 12), expect.closeTo(sigmoid(0.5), 12)] },
      { changes: { b: 10 }, distance: 2, scores: expect.anything() },
    ]);
    expect(exhausted).toBe(3);
  });

  test('certify that there is none, with what was tried', async () => {
    const { found, exhausted, evaluated, sentence } = await search(linear, {
      constraints: { a: { high: 3 }, b: { fixed: true } },
    });
    // a: 1, 2, 3; c: v, w. Singles 5, pairs 6, triples 0.
    expect(found).toEqual([]);
    expect([exhausted, evaluated]).toEqual([3, 11]);
    expect(sentence).toBe('None within these constraints with up to 3 changes among 11 grid points evaluated.');
  });

  test('say what was not tried where the grid is too large', async () => {
    // Singles: 9 + 1 + 2 = 12. Pairs: 9 + 18 + 2 = 29.
    const { exhausted, evaluated, sentence } = await search(() => 0, { budget: 40 });
    expect([exhausted, evaluated]).toEqual([1, 12]);
    expect(sentence).toBe(
      'None within these constraints with up to 1 change among 12 grid points evaluated; more changes at once were too many to try.',
    );
  });

  test('do not change more than is needed', async () => {
    const { found } = await search(({ a, c }) => ((a as number) >= 8 ? 0.9 : c === 'w' ? 0.7 : 0.1));
    expect(found.map(({ changes }) => changes)).toEqual([{ c: 'w' }, { a: 8 }]);
  });

  test('a pair that is forbidden is not gone', async () => {
    const { found } = await search(({ c }) => (c === 'w' ? 0.9 : c === 'v' ? 0.8 : 0), {
      constraints: { c: { forbidden: [['u', 'w']] } },
    });
    expect(found.map(({ changes }) => changes)).toEqual([{ c: 'v' }]);
  });

  test('names a constraint on a column that is not there', async () => {
    await expect(search(linear, { constraints: { d: {} } })).rejects.toThrow('counterfactual: not a feature');
  });

  test('are valid, keep the constraints, and are what brute force finds', async () => {
    const constraint = fc.record({
      fixed: fc.boolean(),
      direction: fc.constantFrom('increase', 'decrease', undefined),
      low: fc.integer({ min: 0, max: 4 }),
      high: fc.integer({ min: 4, max: 9 }),
    });
    const weights = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 4, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(weights, constraint, fc.boolean(), fc.nat(29), async (w, own, fixed, row) => {
        const score = (x: Row) =>
          sigmoid(
            -8 + w[0]! * (x['a'] as number) * 0.3 + w[1]! * (x['b'] as number) * 0.3 + (x['c'] === 'w' ? w[2]! : w[3]!),
          );
        const { found } = await search(score, { row, constraints: { a: own, b: { fixed } } });
        // Every cell that is allowed, and how far it is.
        const start: Row = { a: a[row]!, b: b[row]!, c: c[row]! };
        const isAllowed = (v: number) =>
          v === start['a'] ||
          (!own.fixed &&
            v >= own.low &&
            v <= own.high &&
            (own.direction === undefined || (own.direction === 'increase') === v > a[row]!));
        const all: { changed: string; count: number; distance: number }[] = [];
        for (let x = 0; x < 10; x++)
          for (const y of [0, 10])
            for (const z of ['u', 'v', 'w']) {
              if (!isAllowed(x) || (fixed && y !== start['b'])) continue;
              const to: Row = { a: x, b: y, c: z };
              const changed = ['a', 'b', 'c'].filter((name) => to[name] !== start[name]);
              if (changed.length === 0 || score(to) < 0.5) continue;
              const distance = Math.abs(x - a[row]!) / 2.5 + Math.abs(y - b[row]!) / 5 + (z === start['c'] ? 0 : 1);
              all.push({ changed: changed.join(), count: changed.length, distance });
            }
        all.sort((p, q) => p.count - q.count || p.distance - q.distance);
        expect(found.length > 0).toBe(all.length > 0);
        if (found.length === 0) return;
        expect(Object.keys(found[0]!.changes)).toHaveLength(all[0]!.count);
        expect(found[0]!.distance).toBeCloseTo(all[0]!.distance, 10);
        for (const { changes, distance } of found) {
          const to = { ...start, ...changes };
          expect(score(to)).toBeGreaterThanOrEqual(0.5);
          expect(isAllowed(to['a'] as number) && (!fixed || to['b'] === start['b'])).toBe(true);
          const same = all.filter(({ changed }) => changed === Object.keys(changes).sort().join());
          expect(distance).toBeCloseTo(Math.min(...same.map((each) => each.distance)), 10);
        }
      }),
      { numRuns: 500 },
    );
  });
});

test('the deviation is the median of distances from the median, and never 0', () => {
  // Median 3; distances 2 1 0 1 7: median 1.
  expect(deviationOf(Float64Array.of(1, 2, 3, 4, 10))).toBe(1);
  // Median and distances 0; standard deviation of 0 0 0 0 5 is 2.
  expect(deviationOf(Float64Array.of(0, 0, 0, 0, 5))).toBe(2);
  expect(deviationOf(Float64Array.of(4, 4))).toBe(1);
});

test('the nearest row that is decided so', async () => {
  // x: mean 4, deviation 4. Levels p twice of 5, q 3 times: the chance of the same is 4/25 + 9/25 = .52.
  const few = [number('x', [0, 0, 4, 6, 10]), category('k', ['p', 'q', 'q', 'p', 'q'])];
  const spread = Math.sqrt((16 + 16 + 0 + 4 + 36) / 5);
  const found = await nearestRow({
    ...{ columns: few, row: 0, background: range(5), decides: yes, classes, control },
    predict: predictor(({ x }) => ((x as number) >= 4 ? 0.9 : 0.1)),
  });
  // Row 2: 4 / 3.79 + .52 = 1.574; row 3: 6 / 3.79 = 1.581.
  expect(found!.row).toBe(2);
  expect(found!.distance).toBeCloseTo(4 / spread + 0.52, 10);
  const none = { columns: few, row: 0, background: range(5), decides: () => false, classes, control };
  expect(await nearestRow({ ...none, predict: predictor(() => 0) })).toBeNull();
});
