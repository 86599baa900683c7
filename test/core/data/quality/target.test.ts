import { expect, test } from 'vitest';
import { disguise } from '../../../../src/core/data/quality/disguise.ts';
import { fewRows } from '../../../../src/core/data/quality/few-rows.ts';
import { imbalance } from '../../../../src/core/data/quality/imbalance.ts';
import { leakage } from '../../../../src/core/data/quality/leakage.ts';
import { category, contextOf, csv, number } from './context.ts';

const columns = { y: category };

test('imbalance: a rarest class under 10 % warns, under 1 % fails, 10 % passes', async () => {
  const run = async (text: string) => imbalance.run(await contextOf(text, { columns, target: 'y' }));
  // 180 a, 19 b (9.5 %), 1 c (0.5 %).
  expect(await run(csv('y', 200, (i) => (i < 180 ? 'a' : i < 199 ? 'b' : 'c')))).toMatchObject([
    { status: 'fail', column: 'y', value: 0.005, threshold: 0.01, levels: ['c', 'b'] },
  ]);
  expect(await run(csv('y', 200, (i) => (i < 181 ? 'a' : 'b')))).toMatchObject([
    { status: 'warn', value: 0.095, threshold: 0.1, levels: ['b'] },
  ]);
  const even = csv('y', 200, (i) => (i < 180 ? 'a' : 'b'));
  expect(await run(even)).toMatchObject([{ status: 'pass', threshold: 0.1 }]);
  expect(imbalance.run(await contextOf(even, { columns }))).toEqual([]);
});

test('imbalance: twenty even classes are not rare, one with less than half an even share is', async () => {
  const run = async (text: string) => imbalance.run(await contextOf(text, { columns, target: 'y' }));
  expect(await run(csv('y', 200, (i) => `k${i % 20}`))).toMatchObject([{ status: 'pass', threshold: 0.025 }]);
  // k0 has four of 200 rows: 2 %, under 2.5 %.
  expect(await run(csv('y', 200, (i) => (i % 20 === 0 && i >= 80 ? 'k1' : `k${i % 20}`)))).toMatchObject([
    { status: 'warn', value: 0.02, threshold: 0.025, levels: ['k0'] },
  ]);
});

test('few rows: under 100 warns, under 10 fails', async () => {
  const run = async (text: string) => fewRows.run(await contextOf(text, { columns, target: 'y' }));
  const text = csv('y', 209, (i) => (i < 100 ? 'a' : i < 199 ? 'b' : i < 208 ? 'c' : '?'));
  const [finding] = await run(text);
  expect(finding).toMatchObject({ status: 'fail', value: 9, threshold: 10, levels: ['c', 'b'] });
  expect(finding!.text).toBe('y: the class c has 9 rows, fewer than 10; 2 of 3 classes have fewer than 100');
  expect(await run(csv('y', 199, (i) => 'ab'[i % 2]!))).toMatchObject([
    { status: 'warn', value: 99, threshold: 100, levels: ['b'] },
  ]);
  expect(await run(csv('y', 200, (i) => 'ab'[i % 2]!))).toMatchObject([{ status: 'pass' }]);
});

test('leakage: a feature that orders the classes alone, a level that tells them, and gaps that tell them', async () => {
  // 100 rows, every third yes. sum: yes all over no. code: p for yes, q for no. gap: missing where yes. half: i % 10 says little.
  const text = csv('sum,code,gap,half,y', 100, (i) =>
    i % 3 === 0 ? `${1000 - i},p,?,${i % 10},yes` : `${i},q,${i % 4},${i % 10},no`,
  );
  const told = { sum: number, code: category, gap: number, half: number, y: category };
  const found = leakage.run(await contextOf(text, { columns: told, target: 'y' }));
  expect(found.map(({ column, status, value }) => [column, status, value])).toEqual([
    ['sum', 'fail', 1],
    ['code', 'fail', 1],
    ['gap', 'fail', 1],
  ]);
  expect(found[2]!.text).toContain('where its cells are missing');
  expect(found[0]!.repair).toEqual({ kind: 'column', name: 'sum', change: { role: 'ignore' } });
});

test('leakage: an AUC of 0.98 is not over it, and few rows of a class prove nothing', async () => {
  // yes at 0..8 and 12.5, no at 11..20: 12.5 is over 11 and 12, so 98 of 100 pairs are in order; at 11.5 it is 99.
  const told = { x: number, y: category };
  const ten = (last: number) => csv('x,y', 20, (i) => (i < 10 ? `${i === 9 ? last : i},yes` : `${i + 1},no`));
  expect(leakage.run(await contextOf(ten(12.5), { columns: told, target: 'y' }))).toMatchObject([
    { status: 'pass', threshold: 0.98 },
  ]);
  expect(leakage.run(await contextOf(ten(11.5), { columns: told, target: 'y' }))).toMatchObject([
    { status: 'fail', value: 0.99 },
  ]);
  const nine = csv('x,y', 29, (i) => (i < 9 ? `${i},yes` : `${i + 50},no`));
  expect(leakage.run(await contextOf(nine, { columns: told, target: 'y' }))).toMatchObject([{ status: 'pass' }]);
  const three = csv('x,y', 30, (i) => `${i},${'abc'[i % 3]}`);
  expect(leakage.run(await contextOf(three, { columns: told, target: 'y' }))).toEqual([]);
});

test('target in disguise: levels one to one with the classes, also of numbers', async () => {
  const told = { code: category, n: number, near: category, id: category, y: category };
  const text = csv('code,n,near,id,y', 30, (i) =>
    [
      ['x', 'y', 'z'][i % 3],
      10 + (i % 3),
      i === 4 ? 'x' : ['x', 'y', 'z'][i % 3],
      `r${i}`,
      ['a', 'b', 'c'][i % 3],
    ].join(),
  );
  const found = disguise.run(await contextOf(text, { columns: told, target: 'y' }));
  expect(found.map(({ column, levels }) => [column, levels])).toEqual([
    ['code', ['x = a', 'y = b', 'z = c']],
    ['n', ['10 = a', '11 = b', '12 = c']],
  ]);
  expect(found[0]!.status).toBe('fail');
  // Four rows of two classes prove nothing.
  const few = csv('c,y', 4, (i) => `${'pq'[i % 2]},${'ab'[i % 2]}`);
  expect(disguise.run(await contextOf(few, { columns: { c: category, y: category }, target: 'y' }))).toMatchObject([
    { status: 'pass' },
  ]);
  const honest = csv('c,y', 30, (i) => `${'pq'[i % 2]},${'ab'[Math.floor(i / 3) % 2]}`);
  expect(disguise.run(await contextOf(honest, { columns: { c: category, y: category }, target: 'y' }))).toMatchObject([
    { status: 'pass' },
  ]);
});
