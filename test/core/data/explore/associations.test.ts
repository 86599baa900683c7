import { expect, test } from 'vitest';
import { associate } from '../../../../src/core/data/explore/associations.ts';
import type { AssociationMatrix } from '../../../../src/core/data/explore/types.ts';
import { allRows, viewOf } from '../../../../src/core/data/explore/view.ts';
import type { ReadOptions } from '../../../../src/core/data/profile-types.ts';
import { tableOf } from '../csv.ts';

const category = { type: 'category' } as const;

async function associationsOf(text: string, columns: ReadOptions['columns'] = {}) {
  const table = await tableOf(text, { columns });
  return associate(table, allRows(table));
}

function cell(matrix: AssociationMatrix, a: string, b: string) {
  const [i, j] = [matrix.columns.indexOf(a), matrix.columns.indexOf(b)];
  return {
    kind: matrix.kind[i]![j]!,
    value: matrix.value[i]![j]!,
    n: matrix.n[i]![j]!,
    reason: matrix.reason[i]![j]!,
  };
}

/** Rows `a,b` as often as told. */
const repeated = (cells: [string, string, number][]) =>
  `a,b\n${cells.flatMap(([a, b, n]) => Array<string>(n).fill(`${a},${b}`)).join('\n')}\n`;

test('Pearson and Spearman of numbers with ties and gaps', async () => {
  const { pearson, spearman } = await associationsOf('x,y\n1,2\n2,1\n?,9\n2,4\n4,4\n9,?\n5,7\n');
  // Complete pairs (1,2) (2,1) (2,4) (4,4) (5,7): sums 14 and 18, of products 63, of squares 50 and 86;
  // r = (63 - 14*18/5) / sqrt((50 - 14*14/5) (86 - 18*18/5)) = 12.6 / sqrt(10.8 * 21.2).
  expect(cell(pearson, 'x', 'y').value).toBeCloseTo(12.6 / Math.sqrt(10.8 * 21.2), 12);
  // Ranks of x: 1 2.5 2.5 4 5, of y: 2 1 3.5 3.5 5. Means 3. Products of deviations: (-2)(-1) + (-.5)(-2) + (-.5)(.5) + (1)(.5)
  // + (2)(2) = 7.25; squares 9.5 and 9.5. scipy.stats.spearmanr: 0.763157894736842.
  expect(cell(spearman, 'x', 'y')).toMatchObject({ kind: 'spearman', n: 5, reason: null });
  expect(cell(spearman, 'x', 'y').value).toBeCloseTo(7.25 / 9.5, 12);
  expect(cell(spearman, 'y', 'x')).toEqual(cell(spearman, 'x', 'y'));
  expect(cell(pearson, 'x', 'x').value).toBeCloseTo(1, 12);
  expect(cell(pearson, 'x', 'x')).toMatchObject({ kind: 'pearson', n: 6, reason: null });
});

test("Cramér's V is corrected for bias", async () => {
  // 20 10 / 5 15: chi2 = 50 (20*15 - 10*5)^2 / (30*20*25*25) = 25/3; phi2 = 1/6; less 1/49; r~ - 1 = 1 - 1/49.
  const text = repeated([
    ['p', 'u', 20],
    ['p', 'v', 10],
    ['q', 'u', 5],
    ['q', 'v', 15],
  ]);
  const { pearson, spearman } = await associationsOf(text);
  expect(cell(pearson, 'a', 'b').value).toBeCloseTo(Math.sqrt((1 / 6 - 1 / 49) / (48 / 49)), 12);
  expect(cell(spearman, 'a', 'b')).toEqual(cell(pearson, 'a', 'b'));
  // A column with itself: phi2 = r - 1 and both corrections are (r-1)^2/(n-1), so exactly 1.
  expect(cell(pearson, 'a', 'a').value).toBeCloseTo(1, 12);
  // 10 20 5 / 15 3 12: scipy.stats.chi2_contingency(correction=False) = 16.15856777493606; the formula gives 0.46988641695.
  const wide = repeated([
    ['p', 'u', 10],
    ['p', 'v', 20],
    ['p', 'w', 5],
    ['q', 'u', 15],
    ['q', 'v', 3],
    ['q', 'w', 12],
  ]);
  expect(cell((await associationsOf(wide)).pearson, 'a', 'b').value).toBeCloseTo(0.46988641695, 10);
});

test("independent categories have Cramér's V 0, not the noise of the sample", async () => {
  // 3 2 / 2 3: phi2 = 0.04, under its bias 1/9.
  const text = repeated([
    ['p', 'u', 3],
    ['p', 'v', 2],
    ['q', 'u', 2],
    ['q', 'v', 3],
  ]);
  expect(cell((await associationsOf(text)).pearson, 'a', 'b')).toMatchObject({ kind: 'cramers-v', value: 0, n: 10 });
});

test('the correlation ratio of a number and a category', async () => {
  // Algebra 45 70 29 15 21, geometry 40 20 30 42, statistics 65 95 80 70 85 73: means 36, 33, 78, of all 52;
  // between 5*16^2 + 4*19^2 + 6*26^2 = 6780, total 9640 (the example of Wikipedia's `Correlation ratio`).
  const rows = { algebra: [45, 70, 29, 15, 21], geometry: [40, 20, 30, 42], statistics: [65, 95, 80, 70, 85, 73] };
  const text = `c,x\n${Object.entries(rows)
    .flatMap(([name, scores]) => scores.map((x) => `${name},${x}\n`))
    .join('')}?,5\n`;
  const { pearson } = await associationsOf(text, { c: category });
  expect(cell(pearson, 'c', 'x')).toMatchObject({ kind: 'correlation-ratio', n: 15 });
  expect(cell(pearson, 'c', 'x').value).toBeCloseTo(Math.sqrt(6780 / 9640), 12);
});

test('what is undefined says why, and 0.1 three times is one value', async () => {
  const text = 'same,x,gap,one,c,flat\n0.1,1,?,k,p,0.7\n0.1,2,?,k,q,0.7\n0.1,3,4,k,r,0.7\n';
  const { pearson, spearman, left } = await associationsOf(text, { one: category, c: category });
  expect(cell(pearson, 'same', 'x')).toEqual({ kind: 'pearson', value: null, n: 3, reason: 'same has one value only' });
  for (const matrix of [pearson, spearman])
    expect(cell(matrix, 'x', 'flat')).toMatchObject({ value: null, n: 3, reason: 'flat has one value only' });
  expect(cell(spearman, 'same', 'x').reason).toBe('same has one value only');
  expect(cell(pearson, 'x', 'gap')).toMatchObject({ value: null, n: 1, reason: 'fewer than two rows with both' });
  expect(cell(pearson, 'one', 'x')).toMatchObject({ value: null, n: 3, reason: 'one has one value only' });
  expect(cell(pearson, 'c', 'same')).toMatchObject({ value: null, reason: 'same has one value only' });
  expect(cell(pearson, 'c', 'one')).toMatchObject({ value: null, reason: 'one has one value only' });
  // Three levels on three rows: r~ = 3 - 4/2 = 1, so the formula divides by 0.
  expect(cell(pearson, 'c', 'c')).toMatchObject({ value: null, reason: 'every row is a level of its own' });
  expect(left).toEqual([]);
});

test('only the rows asked for count; texts and ids are left, with the reason', async () => {
  const table = await tableOf('x,y,t\n1,1,a\n2,2,b\n3,9,c\n1,50,d\n', { columns: { t: { type: 'text' } } });
  const { pearson, rows, left } = await associate(table, Uint32Array.of(0, 1));
  expect(rows).toBe(2);
  expect(cell(pearson, 'x', 'y').n).toBe(2);
  expect(cell(pearson, 'x', 'y').value).toBeCloseTo(1, 12);
  expect(left).toEqual([{ column: 't', reason: 'text: neither a number nor a category' }]);
});

test('a view puts numbers in order of value, whatever their sign and size', async () => {
  const values = Float64Array.of(3, -0, NaN, -2.5, 1e300, 0, -1e-300, 3, -Infinity, 5e-324, -1e300);
  const column = { name: 'x', type: 'number', role: 'feature', sensitive: false, reason: '', coded: null } as const;
  const view = viewOf(
    { ...column, values },
    Uint32Array.from(values, (_, i) => i),
  );
  expect([...view.distinct!]).toEqual([-Infinity, -1e300, -2.5, -1e-300, -0, 5e-324, 3, 1e300]);
  expect([...view.codes]).toEqual([6, 4, -1, 2, 7, 4, 3, 6, 0, 5, 1]);
  expect([view.size, view.missing]).toEqual([8, 1]);
});

test('work of many pairs is left between any two of them, and ends where it is cancelled', async () => {
  const table = await tableOf('x,y,z\n1,2,3\n2,1,4\n4,4,9\n');
  const { signal, abort } = cancel();
  let clock = 0;
  let rests = 0;
  const control = {
    signal,
    // Time enough to rest passes between any two looks at the clock.
    now: () => (clock += 1000),
    whenRunning: async () => void rests++,
  };
  await associate(table, allRows(table), control);
  // Three columns and the six pairs of them, each with itself included.
  expect(rests).toBe(9);
  const done: number[] = [];
  const stopped = associate(table, allRows(table), {
    ...control,
    progress: (progress) => {
      done.push(progress.done);
      if (progress.done === 1) abort();
    },
  });
  await expect(stopped).rejects.toThrow(/abort/i);
  expect(done).toEqual([0, 1]);
});

function cancel() {
  const controller = new AbortController();
  return { signal: controller.signal, abort: () => controller.abort() };
}
