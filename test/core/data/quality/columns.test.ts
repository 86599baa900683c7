import { expect, test } from 'vitest';
import { cardinality } from '../../../../src/core/data/quality/cardinality.ts';
import { constant } from '../../../../src/core/data/quality/constant.ts';
import { duplicateColumns } from '../../../../src/core/data/quality/duplicate-columns.ts';
import { missing } from '../../../../src/core/data/quality/missing.ts';
import { nearConstant } from '../../../../src/core/data/quality/near-constant.ts';
import { outliers } from '../../../../src/core/data/quality/outliers.ts';
import { parseRecipe } from '../../../../src/core/features/recipe.ts';
import { category, contextOf, csv, number } from './context.ts';

test('missing: a warning over 5 %, a failure over 40 %, each with its rows and repair', async () => {
  // Of 20 rows few misses 1 (5 %, not over), some 2 (10 %), most 9 (45 %).
  const text = csv('few,some,most,c', 20, (i) =>
    [i < 1 ? '?' : i, i < 2 ? '?' : i % 5, i < 9 ? '?' : i % 7, i >= 18 ? '?' : 'pq'[i % 2]].join(),
  );
  const found = missing.run(
    await contextOf(text, { columns: { few: number, some: number, most: number, c: category } }),
  );
  expect(found.map(({ column, status, value, threshold }) => [column, status, value, threshold])).toEqual([
    ['some', 'warn', 0.1, 0.05],
    ['most', 'fail', 0.45, 0.4],
    ['c', 'warn', 0.1, 0.05],
  ]);
  expect(found[0]!.text).toBe('some: 10 % of the cells are missing, over 5 %');
  expect(found[0]!.rows).toEqual([0, 1]);
  expect(found[0]!.repair).toMatchObject({
    kind: 'step',
    step: { step: 'impute', columns: ['some'], strategy: 'median' },
  });
  expect(found[1]!.repair).toEqual({ kind: 'column', name: 'most', change: { role: 'ignore' } });
  expect(found[2]!.repair).toMatchObject({ step: { strategy: 'most-frequent' } });
});

test('missing: a complete table passes, and so does a column that is left out', async () => {
  const text = 'x,y\n1,?\n2,?\n';
  const [finding, ...rest] = missing.run(await contextOf(text, { columns: { y: { type: 'number', role: 'ignore' } } }));
  expect(rest).toEqual([]);
  expect(finding).toMatchObject({ status: 'pass', column: null, threshold: 0.05, rows: [], repair: null });
});

test('constant: a feature of one value fails, one of two passes', async () => {
  const columns = { one: number, c: category, two: number };
  const found = constant.run(await contextOf('one,c,two\n5,k,1\n?,k,1\n5,?,2\n', { columns }));
  expect(found.map(({ column, status }) => [column, status])).toEqual([
    ['one', 'fail'],
    ['c', 'fail'],
  ]);
  expect(constant.run(await contextOf('two\n1\n1\n2\n'))).toMatchObject([{ status: 'pass', column: null }]);
});

test('duplicate columns: by what they say, whatever the levels are called', async () => {
  const columns = { a: category, b: category, x: number, y: number, z: number };
  const text = 'a,b,x,y,z\np,1,0.5,0.5,0.5\nq,2,2,2,2\np,1,?,?,3\n?,?,4,4,4\n';
  const found = duplicateColumns.run(await contextOf(text, { columns }));
  expect(found.map(({ column, levels }) => [column, levels])).toEqual([
    ['b', ['a', 'b']],
    ['y', ['x', 'y']],
  ]);
  // Numbers that differ by less than the hash sees, and columns without a value, say nothing alike.
  const near = await contextOf('u,v,e,f\n0.5,0.500000001,?,?\n1,1,?,?\n', {
    columns: { u: number, v: number, e: number, f: number },
  });
  expect(duplicateColumns.run(near)).toMatchObject([{ status: 'pass' }]);
  const differing = duplicateColumns.run(
    await contextOf('a,b\np,1\nq,2\np,2\n', { columns: { a: category, b: category } }),
  );
  expect(differing).toMatchObject([{ status: 'pass' }]);
});

test('outliers: outside three interquartile ranges, farthest first', async () => {
  // x: 0..99 twice over, then 400 and -500: quartiles near 25 and 75, so the fences are near -125 and 225; 2 of 202 are out.
  const text = csv('x', 202, (i) => String(i < 200 ? i % 100 : i === 200 ? 400 : -500));
  const [finding] = outliers.run(await contextOf(text, { columns: { x: number } }));
  expect(finding).toMatchObject({ status: 'warn', column: 'x', threshold: 0, rows: [201, 200] });
  expect(finding!.value).toBeCloseTo(2 / 202, 12);
  // One of 202 at either end: the first and the last whole percent.
  expect(finding!.repair).toEqual({ kind: 'step', step: { step: 'clip', columns: ['x'], low: 0.01, high: 0.99 } });
  expect(() => parseRecipe([{ step: 'clip', columns: ['x'], low: 0.01, high: 0.99 }])).not.toThrow();
  // 12 of 112 at 1000 are over 5 %.
  const many = csv('x', 112, (i) => String(i < 100 ? i : 1000));
  // All at the upper end, 10.7 %: the lower end is left alone.
  expect(outliers.run(await contextOf(many, { columns: { x: number } }))).toMatchObject([
    { status: 'fail', threshold: 0.05, repair: { step: { low: 0, high: 0.89 } } },
  ]);
  // 200 is inside: 225 would be the fence of 0..99.
  const inside = csv('x', 101, (i) => String(i < 100 ? i : 200));
  expect(outliers.run(await contextOf(inside, { columns: { x: number } }))).toMatchObject([
    { status: 'pass', rows: [] },
  ]);
  // Most are 0: the quartiles say nothing of how far is far.
  const mostly = csv('x', 50, (i) => String(i < 45 ? 0 : i));
  expect(outliers.run(await contextOf(mostly, { columns: { x: number } }))).toMatchObject([{ status: 'pass' }]);
});

test('high cardinality: over 50 warns, over 200 fails, with the width and the memory of one column a level', async () => {
  const text = csv('c,d,e', 500, (i) => `c${i % 50},d${i % 51},e${i % 250}`);
  const columns = { c: category, d: category, e: category };
  const found = cardinality.run(await contextOf(text, { columns }));
  expect(found.map(({ column, status, value, threshold }) => [column, status, value, threshold])).toEqual([
    ['d', 'warn', 51, 50],
    ['e', 'fail', 250, 200],
  ]);
  // 500 rows of 250 columns of 4 bytes: 500,000 B.
  expect(found[1]!.text).toBe('e: 250 levels, over 200; one column a level is 250 columns, 0.5 MB for 500 rows');
  // 500 = 9 * 51 + 41: the levels from d41 on have nine rows and not ten.
  expect(found[0]!.levels.slice(0, 2)).toEqual(['d41', 'd42']);
  expect(cardinality.run(await contextOf('c\na\nb\n', { columns: { c: category } }))).toMatchObject([
    { status: 'pass' },
  ]);
});

test('near-constant: a warning where more than 99 % are the same, whatever is missing; one value only is not its affair', async () => {
  // Of 200: a 199 (99.5 %), b 198 (99 %, not over), c one value, d 198 of the 199 that are there (99.497 %).
  const text = csv('a,b,c,d', 200, (i) => `${i < 1 ? 'q' : 'p'},${i < 2 ? 1 : 0},5,${i < 1 ? '' : i < 2 ? 'v' : 'u'}`);
  const told = { a: category, b: number, c: number, d: category };
  const found = nearConstant.run(await contextOf(text, { columns: told }));
  expect(found.map(({ column, status, threshold }) => [column, status, threshold])).toEqual([
    ['a', 'warn', 0.99],
    ['d', 'warn', 0.99],
  ]);
  expect(found[0]!.text).toBe('a: 99.5 % of its cells are the same, over 99 %');
  expect(nearConstant.run(await contextOf('x\n1\n2\n', { columns: { x: number } }))).toMatchObject([
    { status: 'pass' },
  ]);
});
