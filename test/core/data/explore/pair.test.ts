import { expect, test } from 'vitest';
import { comparePair } from '../../../../src/core/data/explore/pair.ts';
import { mutualInformation } from '../../../../src/core/data/explore/information.ts';
import { allRows, viewOf } from '../../../../src/core/data/explore/view.ts';
import { columnOf, tableOf } from '../csv.ts';

const category = { type: 'category' } as const;

test('two numbers: points with their rows, and no grid while they are few', async () => {
  const table = await tableOf('x,y\n1,2\n2,4.5\n?,1\n3,6\n4,?\n');
  const pair = comparePair(table, 'x', 'y', allRows(table), {
    name: 'c',
    classes: ['a', 'b'],
    codes: Int32Array.of(0, 1, 0, 1, 0),
  });
  expect(pair).toMatchObject({ kind: 'numbers', n: 3, missing: 2, density: null });
  if (pair.kind !== 'numbers') throw new Error('not numbers');
  expect(pair.points).toEqual({ x: [1, 2, 3], y: [2, 4.5, 6], rows: [0, 1, 3], group: [0, 1, 1], groups: ['a', 'b'] });
  expect(pair.measures.map(({ measure }) => measure)).toEqual(['pearson', 'spearman', 'information']);
  // Rising together: ranks agree.
  expect(pair.measures[1]!.measured).toEqual({ value: expect.closeTo(1, 12) as number, n: 3, reason: null });
});

test('many points are thinned, and counted on a grid', async () => {
  const n = 6000;
  const table = await tableOf(`x,y\n${Array.from({ length: n }, (_, i) => `${i},${(i * 7) % n}\n`).join('')}`, {
    columns: { x: { type: 'number' }, y: { type: 'number' } },
  });
  const pair = comparePair(table, 'x', 'y', allRows(table), null);
  if (pair.kind !== 'numbers') throw new Error('not numbers');
  expect(pair.points.x.length).toBe(2000);
  const { xEdges, yEdges, counts } = pair.density!;
  expect([xEdges[0], xEdges.at(-1), yEdges.length, counts.length]).toEqual([
    0,
    n - 1,
    counts.length + 1,
    yEdges.length - 1,
  ]);
  expect(counts.flat().reduce((sum, count) => sum + count, 0)).toBe(n);
});

test('a number by a category, whichever comes first', async () => {
  const table = await tableOf('c,x\np,1\np,3\nq,10\n?,4\nq,?\n', { columns: { c: category, x: { type: 'number' } } });
  for (const [first, second] of [
    ['c', 'x'],
    ['x', 'c'],
  ] as const) {
    const pair = comparePair(table, first, second, allRows(table), null);
    if (pair.kind !== 'levels') throw new Error('not levels');
    expect([pair.number, pair.n, pair.missing]).toEqual(['x', 3, 2]);
    expect(pair.levels.map(({ label, n }) => [label, n])).toEqual([
      ['p', 2],
      ['q', 1],
    ]);
    // Of 1 and 3 the middle is 2.
    expect(pair.levels[0]!.quantiles!.find(({ at }) => at === 0.5)!.value).toBe(2);
  }
});

test('two categories: counts, the rarest levels together', async () => {
  const lines = Array.from({ length: 14 }, (_, k) => `${`l${k},u\n`.repeat(20 - k)}`).join('');
  const table = await tableOf(`c,d\n${lines}l0,v\n`, { columns: { c: category, d: category } });
  const pair = comparePair(table, 'c', 'd', allRows(table), null);
  if (pair.kind !== 'table') throw new Error('not a table');
  expect(pair.secondLevels).toEqual(['u', 'v']);
  expect(pair.firstLevels).toEqual([...Array.from({ length: 11 }, (_, k) => `l${k}`), '(other)']);
  expect(pair.counts[0]).toEqual([20, 1]);
  // l11, l12 and l13: 9 + 8 + 7.
  expect(pair.counts[11]).toEqual([24, 0]);
});

test('mutual information is a share of the smaller entropy, less chance', async () => {
  // 4 x 25 rows, c decides d: I = H(d) = ln 2, H(c) = ln 4; chance (4 - 1)(2 - 1) / 200; share of ln 2.
  const lines = Array.from({ length: 100 }, (_, i) => `${'pqrs'[i % 4]},${'uv'[i % 2]}`).join('\n');
  const table = await tableOf(`c,d\n${lines}\n`, { columns: { c: category, d: category } });
  const [c, d] = ['c', 'd'].map((name) => viewOf(columnOf(table, name), allRows(table))) as [never, never];
  const { value, n } = mutualInformation(c, d);
  expect(n).toBe(100);
  expect(value).toBeCloseTo((Math.log(2) - 3 / 200) / Math.log(2), 12);
});
