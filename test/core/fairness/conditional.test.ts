import { expect, test } from 'vitest';
import { conditionalGap } from '../../../src/core/fairness/conditional.ts';

/** Rows as [group, level, actual, said]. */
const of = (rows: readonly (readonly [number, number, number, number])[]) => ({
  groups: { codes: Int32Array.from(rows, ([g]) => g), names: ['a', 'b'] },
  control: { codes: Int32Array.from(rows, ([, d]) => d), names: ['x', 'y', 'never'] },
  decided: {
    actual: Int32Array.from(rows, ([, , y]) => y),
    predicted: Int32Array.from(rows, ([, , , s]) => s),
    positive: 1,
  },
});
const times = (n: number, row: readonly [number, number, number, number]) => Array.from({ length: n }, () => row);

test('a gap that is a matter of department alone is gone within departments (Simpson)', () => {
  // Department x takes 80 %, y 20 %, whoever asks; a asks at x 40 of 50 times, b 10 of 50.
  // Overall a: (32 + 2) / 50 = .68, b: (8 + 8) / 50 = .32; within each department 0.
  const rows = [
    ...times(32, [0, 0, 1, 1]), ...times(8, [0, 0, 1, 0]), ...times(2, [0, 1, 1, 1]), ...times(8, [0, 1, 1, 0]),
    ...times(8, [1, 0, 1, 1]), ...times(2, [1, 0, 1, 0]), ...times(8, [1, 1, 1, 1]), ...times(32, [1, 1, 1, 0]),
  ]; // prettier-ignore
  const { groups, control, decided } = of(rows);
  const found = conditionalGap(groups, control, decided, 'selectionRate', 10);
  expect(found.overall).toBeCloseTo(0.36, 12);
  expect(found.levels.map(({ level, n }) => [level, n])).toEqual([['x', 50], ['y', 50]]); // prettier-ignore
  expect(found.weighted).toBeCloseTo(0, 12);
});

test('levels weigh by their rows; one with a group too small has no gap and no weight', () => {
  // x: a 1/2, b 1/1, gap .5 of 3 rows. y: a 0/3, b 3/3, gap 1 of 6 rows. Weighted (3 · .5 + 6 · 1) / 9 = .8333.
  const rows = [[0, 0, 0, 1], [0, 0, 0, 0], [1, 0, 0, 1], ...times(3, [0, 1, 0, 0]), ...times(3, [1, 1, 0, 1])] as const; // prettier-ignore
  const { groups, control, decided } = of(rows);
  expect(conditionalGap(groups, control, decided, 'selectionRate', 1).weighted).toBeCloseTo(7.5 / 9, 12);
  const strict = conditionalGap(groups, control, decided, 'selectionRate', 2);
  expect(strict.levels[0]!.difference).toBeNull();
  expect([strict.weighted, strict.rows]).toEqual([1, 6]);
});
