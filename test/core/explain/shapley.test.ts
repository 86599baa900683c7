import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRng } from '../../../src/core/base/random.ts';
import type { Cell } from '../../../src/core/explain/rows.ts';
import { shapley, type ShapleyOptions } from '../../../src/core/explain/shapley.ts';
import { category, classes, control, number, predictor, sigmoid } from './fixture.ts';

type Row = Record<string, Cell>;

/** Columns from rows of numbers: the first row is explained, the others are the background. */
function explain(table: number[][], score: (row: Row) => number, more: Partial<ShapleyOptions> = {}) {
  const columns = table[0]!.map((_, j) =>
    number(
      `x${j}`,
      table.map((row) => row[j]!),
    ),
  );
  return shapley({
    columns,
    row: 0,
    source: 7,
    background: Uint32Array.from({ length: table.length - 1 }, (_, i) => i + 1),
    classes,
    predict: predictor(score),
    output: 'probability',
    rng: createRng(0),
    control,
    ...more,
  });
}

/** The definition: the mean over all orders of what a column adds to those before it. */
function byDefinition(table: number[][], score: (row: Row) => number): number[] {
  const m = table[0]!.length;
  const worth = (known: number[]) => {
    const background = table.slice(1);
    const rows = background.map((b) =>
      Object.fromEntries(b.map((v, j) => [`x${j}`, known.includes(j) ? table[0]![j]! : v])),
    );
    return rows.reduce((sum, row) => sum + score(row), 0) / rows.length;
  };
  const orders = (left: number[]): number[][] =>
    left.length === 0 ? [[]] : left.flatMap((i) => orders(left.filter((j) => j !== i)).map((rest) => [i, ...rest]));
  const all = orders([...Array(m).keys()]);
  const values = Array<number>(m).fill(0);
  for (const order of all)
    for (const [at, i] of order.entries())
      values[i]! += (worth(order.slice(0, at + 1)) - worth(order.slice(0, at))) / all.length;
  return values;
}

const corners = [
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
];
const and = ({ x0, x1 }: Row) => (x0 as number) * (x1 as number);
const or = ({ x0, x1 }: Row) => Math.max(x0 as number, x1 as number);

describe('published values over the uniform background of {0, 1}²', () => {
  test.for([
    ['and', and, [1, 1], 0.25, 0.375],
    ['and', and, [0, 0], 0.25, -0.125],
    ['or', or, [1, 1], 0.75, 0.125],
    ['or', or, [0, 0], 0.75, -0.375],
  ] as const)('of %s', async ([, score, row, base, value]) => {
    const [, yes] = await explain([[...row], ...corners], score);
    expect(yes!.base).toBeCloseTo(base, 12);
    expect(yes!.values['x0']).toBeCloseTo(value, 12);
    expect(yes!.values['x1']).toBeCloseTo(value, 12);
  });

  test('of a single split is half, and the other column has none', async () => {
    const split = ({ x0 }: Row) => x0 as number;
    const [, one] = await explain([[1, 0], ...corners], split);
    const [, none] = await explain([[0, 0], ...corners], split);
    expect(one!.values).toEqual({ x0: 0.5, x1: 0 });
    expect(none!.values).toEqual({ x0: -0.5, x1: 0 });
  });

  test('of the other class are the negatives', async () => {
    const [no, yes] = await explain([[1, 1], ...corners], and);
    expect([no!.class, yes!.class]).toEqual(classes);
    expect(no!.values['x0']).toBeCloseTo(-yes!.values['x0']!, 12);
  });
});

test('follows rows as they are where the background is dependent', async () => {
  // Background (0, 0) and (1, 1) only; f = x0 x1 at (1, 0). v() = 1/2, v(0) = (0 + 1)/2 = 1/2, v(1) = 0, v(01) = 0.
  // phi0 = ((1/2 - 1/2) + (0 - 0))/2 = 0, phi1 = ((0 - 1/2) + (0 - 1/2))/2 = -1/2.
  const [, yes] = await explain(
    [
      [1, 0],
      [0, 0],
      [1, 1],
    ],
    and,
  );
  expect(yes!.base).toBe(0.5);
  expect(yes!.values['x0']).toBeCloseTo(0, 12);
  expect(yes!.values['x1']).toBeCloseTo(-0.5, 12);
  expect(yes).toMatchObject({ row: 7, method: 'exact', standardError: null, background: 2, output: 'probability' });
});

const tables = fc.tuple(fc.integer({ min: 2, max: 5 }), fc.integer({ min: 1, max: 6 })).chain(([m, n]) =>
  fc.array(fc.array(fc.integer({ min: -3, max: 3 }), { minLength: m, maxLength: m }), {
    minLength: n + 1,
    maxLength: n + 1,
  }),
);
const numbers = (row: Row) => Object.values(row) as number[];
/** Products of neighbours: not additive, not symmetric. */
const tangled = (row: Row) =>
  sigmoid(numbers(row).reduce((sum, v, i, all) => sum + 0.3 * (i + 1) * v - 0.2 * v * (all[i + 1] ?? 1), 0));

describe('axioms', () => {
  test('exact is the definition, and base and values make the score', async () => {
    await fc.assert(
      fc.asyncProperty(tables, async (table) => {
        const [, yes] = await explain(table, tangled);
        const values = Object.values(yes!.values);
        for (const [i, value] of byDefinition(table, tangled).entries()) expect(values[i]).toBeCloseTo(value, 10);
        const row = Object.fromEntries(table[0]!.map((v, j) => [`x${j}`, v]));
        expect(values.reduce((sum, v) => sum + v, yes!.base)).toBeCloseTo(tangled(row), 10);
      }),
      { numRuns: 40 },
    );
  });

  test('dummy: a column the score does not read has 0; so has one that is as in every background row', async () => {
    const table = [
      [1, 5, 2],
      [0, 1, 2],
      [3, 2, 2],
    ];
    const [, yes] = await explain(table, ({ x0, x2 }) => sigmoid((x0 as number) * (x2 as number)));
    expect(yes!.values['x1']).toBeCloseTo(0, 12);
    expect(yes!.values['x2']).toBe(0);
  });

  test('symmetry: columns that do the same have the same', async () => {
    const table = [
      [2, 2, 1],
      [0, 0, 3],
      [1, 1, -1],
    ];
    const [, yes] = await explain(table, ({ x0, x1, x2 }) => sigmoid((x0 as number) * (x1 as number) + (x2 as number)));
    expect(yes!.values['x0']).toBeCloseTo(yes!.values['x1']!, 12);
  });

  test('linearity: the values of a mixture are the mixture of the values', async () => {
    const table = [
      [2, -1, 1],
      [0, 1, 3],
      [1, 2, -1],
    ];
    const other = (row: Row) => sigmoid(numbers(row)[0]! * numbers(row)[2]!);
    const [a, b, both] = await Promise.all(
      [tangled, other, (row: Row) => 0.3 * tangled(row) + 0.7 * other(row)].map((f) => explain(table, f)),
    );
    for (const name of ['x0', 'x1', 'x2'])
      expect(both![1]!.values[name]).toBeCloseTo(0.3 * a![1]!.values[name]! + 0.7 * b![1]!.values[name]!, 12);
  });

  test('the order of the background rows does not matter', async () => {
    const table = [[2, -1], ...Array.from({ length: 300 }, (_, i) => [i % 7, (i * 5) % 11])];
    const [, one] = await explain(table, tangled);
    const [, other] = await explain([table[0]!, ...table.slice(1).reverse()], tangled);
    for (const name of ['x0', 'x1']) expect(other!.values[name]).toBeCloseTo(one!.values[name]!, 12);
  });
});

describe('a linear model', () => {
  const weights = [0.7, -0.4, 0.2];
  const linear = (row: Row) => numbers(row).reduce((sum, v, i) => sum + weights[i]! * v, 0);
  const table = [
    [2, -1, 4],
    [0, 1, 3],
    [1, 3, -1],
    [5, -2, 0],
  ];
  // Background means: 2, 2/3, 2/3.
  const expected = [0.7 * (2 - 2), -0.4 * (-1 - 2 / 3), 0.2 * (4 - 2 / 3)];

  test.for([false, true])(
    'on the logit scale has w (x - mean of the background), closed form: %s',
    async (additive) => {
      const [no, yes] = await explain(table, (row) => sigmoid(linear(row)), {
        output: 'logit',
        order: additive ? 1 : null,
      });
      expect(yes!.method).toBe(additive ? 'additive' : 'exact');
      for (const [i, value] of expected.entries()) {
        expect(yes!.values[`x${i}`]).toBeCloseTo(value, 9);
        expect(no!.values[`x${i}`]).toBeCloseTo(-value, 9);
      }
    },
  );

  test('is not taken for one where the parts do not make the whole', async () => {
    const [, yes] = await explain(table, tangled, { order: 1 });
    expect(yes!.method).toBe('exact');
  });
});

describe('more than 12 columns', () => {
  const rng = createRng(5);
  const table = Array.from({ length: 9 }, () => Array.from({ length: 14 }, () => rng.normal()));
  const score = (row: Row) => {
    const v = numbers(row);
    return sigmoid(v[0]! * v[1]! + 0.5 * v[2]! - 0.5 * v[13]! * v[3]!);
  };

  test('are sampled: base and values still make the score, and the values are near the exact ones', async () => {
    const [, yes] = await explain(table, score, { pairs: 200 });
    expect(yes!.method).toBe('sampled');
    const row = Object.fromEntries(table[0]!.map((v, j) => [`x${j}`, v]));
    expect(Object.values(yes!.values).reduce((sum, v) => sum + v, yes!.base)).toBeCloseTo(score(row), 10);
    // Only five columns are read; of these alone the exact values are known.
    const read = [0, 1, 2, 3, 13];
    const some = table.map((each) => read.map((j) => each[j]!));
    const [, exact] = await explain(some, (r) => {
      const v = numbers(r);
      return sigmoid(v[0]! * v[1]! + 0.5 * v[2]! - 0.5 * v[4]! * v[3]!);
    });
    for (const [i, j] of read.entries()) {
      const error = yes!.standardError![`x${j}`]!;
      expect(Math.abs(yes!.values[`x${j}`]! - exact!.values[`x${i}`]!)).toBeLessThan(3 * error + 1e-9);
      expect(error).toBeGreaterThan(0);
    }
    expect(yes!.values['x7']).toBeCloseTo(0, 12);
    expect(yes!.standardError!['x7']).toBeLessThan(1e-12);
  });

  test('come out the same for the same seed', async () => {
    const [one, again, other] = await Promise.all(
      [0, 0, 1].map((s) => explain(table, score, { rng: createRng(s), pairs: 8 })),
    );
    expect(again).toEqual(one);
    expect(other![1]!.values).not.toEqual(one![1]!.values);
  });
});

test('a missing cell and a level are cells like others', async () => {
  const columns = [category('c', [null, 'u', 'v']), number('a', [NaN, 1, 2])];
  const predict = predictor(({ c, a }) => (c === null ? 0.5 : 0.1) + (a === null ? 0.3 : 0.1));
  const [, yes] = await shapley({
    ...{ columns, row: 0, source: 0, background: Uint32Array.of(1, 2), classes, predict },
    ...{ output: 'probability', rng: createRng(0), control },
  });
  expect(yes!.base).toBeCloseTo(0.2, 12);
  expect(yes!.values['c']).toBeCloseTo(0.4, 12);
  expect(yes!.values['a']).toBeCloseTo(0.2, 12);
});
