import { describe, expect, test } from 'vitest';
import { createRng } from '../../../src/core/base/random.ts';
import type { Control } from '../../../src/core/base/progress.ts';
import type { Column } from '../../../src/core/data/table.ts';
import { partialDependence } from '../../../src/core/explain/partial-dependence.ts';

const control: Control = {
  progress: () => undefined,
  signal: new AbortController().signal,
  whenRunning: async () => undefined,
  now: () => 0,
};
const base = { role: 'feature', sensitive: false, reason: '' } as const;
const number = (name: string, values: number[]): Column => ({
  ...base,
  name,
  type: 'number',
  values: Float64Array.from(values),
  coded: null,
});
const category = (name: string, cells: (string | null)[]): Column => {
  const levels = [...new Set(cells.filter((cell) => cell !== null))];
  return {
    ...base,
    name,
    type: 'category',
    coded: { codes: Int32Array.from(cells, (c) => (c === null ? -1 : levels.indexOf(c))), levels },
  };
};
const sigmoid = (z: number) => 1 / (1 + Math.exp(-z));
const cell = (columns: readonly Column[], name: string, row: number) => {
  const column = columns.find((each) => each.name === name)!;
  return 'values' in column ? column.values[row]! : (column.coded.levels[column.coded.codes[row]!] ?? null);
};
/** 0.7 a - 0.4 b + 1.5 where c is "u", in logits. */
const logit = (columns: readonly Column[], row: number) =>
  0.7 * (cell(columns, 'a', row) as number) -
  0.4 * (cell(columns, 'b', row) as number) +
  (cell(columns, 'c', row) === 'u' ? 1.5 : 0);
const predict = async (columns: readonly Column[], rows: Uint32Array) =>
  Float64Array.from([...rows].flatMap((row) => [1 - sigmoid(logit(columns, row)), sigmoid(logit(columns, row))]));

const n = 120;
const rng = createRng(3);
const columns = [
  number(
    'a',
    Array.from({ length: n }, () => rng.normal()),
  ),
  number(
    'b',
    Array.from({ length: n }, (_, i) => i % 7),
  ),
  category(
    'c',
    Array.from({ length: n }, (_, i) => (i % 10 === 0 ? null : 'vu'[i % 2]!)),
  ),
];
const rows = Uint32Array.from({ length: n }, (_, i) => i);
const draw = (column: string, more = {}) =>
  partialDependence({ columns, rows, column, classes: ['no', 'yes'], predict, rng: createRng(0), control, ...more });

describe('partial dependence', () => {
  test.for(['a', 'b', 'c'])('of %s equals a double loop over grid and rows', async (name) => {
    const curves = await draw(name);
    expect(curves.map((curve) => curve.class)).toEqual(['no', 'yes']);
    for (const [c, curve] of curves.entries())
      for (const [g, value] of curve.grid.entries()) {
        let sum = 0;
        for (const row of rows) {
          const edited = columns.map((column) =>
            column.name !== name
              ? column
              : typeof value === 'number'
                ? number(name, Array(n).fill(value))
                : category(name, Array(n).fill(value)),
          );
          sum += (await predict(edited, Uint32Array.of(row)))[c]!;
        }
        expect(curve.mean[g]).toBeCloseTo(sum / n, 12);
      }
  });

  test('is the mean of the individual curves', async () => {
    for (const curve of await draw('a', { ice: n }))
      for (const [g, mean] of curve.mean.entries())
        expect(curve.ice!.reduce((sum, each) => sum + each[g]!, 0) / n).toBeCloseTo(mean, 6);
  });

  test('of a linear logit has its slope, and moves a category by its coefficient', async () => {
    const scores = async (edited: readonly Column[], some: Uint32Array) =>
      Float64Array.from([...some].flatMap((row) => [0, logit(edited, row)]));
    const [, a] = await draw('a', { predict: scores });
    for (let g = 1; g < a!.grid.length; g++) {
      const slope = (a!.mean[g]! - a!.mean[g - 1]!) / ((a!.grid[g] as number) - (a!.grid[g - 1] as number));
      expect(slope).toBeCloseTo(0.7, 4);
    }
    const [, c] = await draw('c', { predict: scores });
    expect(c!.grid).toEqual(['u', 'v']);
    expect(c!.mean[0]! - c!.mean[1]!).toBeCloseTo(1.5, 9);
  });

  test('takes every value where at most 50 differ, else 50 between the 5th and 95th percentiles', async () => {
    const [b] = await draw('b');
    expect(b!.grid).toEqual([0, 1, 2, 3, 4, 5, 6]);
    const many = [
      number(
        'a',
        Array.from({ length: 101 }, (_, i) => i),
      ),
      columns[1]!,
      columns[2]!,
    ];
    const [a] = await draw('a', { columns: many, rows: Uint32Array.from({ length: 101 }, (_, i) => i) });
    // 0..100: the 5th percentile is 5, the 95th 95; the step is 90 / 49.
    expect(a!.grid).toHaveLength(50);
    expect(a!.grid[0]).toBe(5);
    expect(a!.grid[49]).toBe(95);
    expect(a!.grid[1]).toBeCloseTo(5 + 90 / 49, 12);
    expect(a!.density).toEqual(Array.from({ length: 101 }, (_, i) => i));
  });

  test('counts the rows at each level, missing ones left out', async () => {
    // 120 rows, every tenth missing: of the 60 even ones ("v") 12 are missing.
    const [c] = await draw('c');
    expect(c!.density).toEqual([60, 48]);
  });

  test('draws a seeded sample of the rows over the limit and says how many', async () => {
    const [one] = await draw('a', { limit: 30 });
    const [again] = await draw('a', { limit: 30 });
    const [other] = await draw('a', { limit: 30, rng: createRng(1) });
    expect(one!.rows).toBe(30);
    expect(again).toEqual(one);
    expect(other!.mean).not.toEqual(one!.mean);
  });

  test('stops when it is cancelled', async () => {
    const stop = new AbortController();
    stop.abort(new Error('cancelled'));
    await expect(draw('a', { control: { ...control, signal: stop.signal } })).rejects.toThrow('cancelled');
  });
});

test('in log-odds the slope of a linear model is its coefficient, and each single curve has it (RQ9)', async () => {
  const [, yes] = await draw('a', { output: 'logit', ice: 5 });
  expect(yes!.output).toBe('logit');
  const slope = (values: number[]) =>
    (values.at(-1)! - values[0]!) / ((yes!.grid.at(-1) as number) - (yes!.grid[0] as number));
  expect(slope(yes!.mean)).toBeCloseTo(0.7, 9);
  for (const curve of yes!.ice!) expect(slope(curve)).toBeCloseTo(0.7, 9);
  // The curve of a row goes through its own log-odds where the grid has its own value: b does.
  const [, ofB] = await draw('b', { output: 'logit', ice: 5 });
  ofB!.iceRows!.forEach((row, i) => {
    const own = ofB!.grid.indexOf(cell(columns, 'b', row) as number);
    expect(ofB!.ice![i]![own]).toBeCloseTo(logit(columns, row), 9);
  });
});
