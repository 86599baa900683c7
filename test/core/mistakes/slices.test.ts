import { expect, test } from 'vitest';
import { createRng, type Rng } from '../../../src/core/base/random.ts';
import type { Column } from '../../../src/core/data/table.ts';
import { fisherUpper, logFactorials } from '../../../src/core/metrics/exact.ts';
import { holdsOf, partsOf } from '../../../src/core/mistakes/conditions.ts';
import { findSlices, type Marked } from '../../../src/core/mistakes/slices.ts';
import { errorTree } from '../../../src/core/mistakes/tree.ts';

const base = { role: 'feature', sensitive: false, reason: '' } as const;
const coded = (name: string, codes: Int32Array, levels: string[]): Column =>
  ({ ...base, name, type: 'category', coded: { codes, levels } }) as Column;
const numbers = (name: string, values: Float64Array): Column =>
  ({ ...base, name, type: 'number', values, coded: null }) as Column;

/** Categories with levels a, b, c of equal chance, and one number between 0 and 1. */
function columnsOf(n: number, rng: Rng, categories = 4): Column[] {
  const drawn = (): Int32Array => Int32Array.from({ length: n }, () => rng.integer(3));
  const made = Array.from({ length: categories }, (_, c) => coded(`c${c}`, drawn(), ['a', 'b', 'c']));
  return [
    ...made,
    numbers(
      'x',
      Float64Array.from({ length: n }, () => rng.uniform()),
    ),
  ];
}

/** The first rows to look on and the rest to confirm on, each wrong with its own chance. */
function marked(n: number, chance: (row: number) => number, rng: Rng): { find: Marked; hold: Marked } {
  const wrong = Uint8Array.from({ length: n }, (_, row) => (rng.uniform() < chance(row) ? 1 : 0));
  const half = n >> 1;
  const part = (from: number, to: number) => ({
    rows: Uint32Array.from({ length: to - from }, (_, i) => from + i),
    wrong: wrong.slice(from, to),
  });
  return { find: part(0, half), hold: part(half, n) };
}
const codesOf = (column: Column) => (column.coded as { codes: Int32Array }).codes;
const quiet = { control: {} };

test('a planted slice of three conditions is the first in 95 of 100 seeds', { timeout: 120_000 }, async () => {
  // c0 a, c1 b and c2 c: 1 in 27 rows (3.7 %), wrong with .4 where the rest are with .2.
  let first = 0;
  for (let seed = 0; seed < 100; seed++) {
    const rng = createRng(seed).split('planted');
    const n = 20_000;
    const columns = columnsOf(n, rng);
    const isIn = (row: number) => [0, 1, 2].every((c) => codesOf(columns[c]!)[row] === c);
    const { slices } = await findSlices({
      ...{ columns, conditions: 3, ...quiet },
      ...marked(n, (row) => (isIn(row) ? 0.4 : 0.2), rng),
    });
    const told = JSON.stringify(
      slices[0]?.conditions.map((part) => ('level' in part ? [part.column, part.level] : part)),
    );
    if (told === '[["c0","a"],["c1","b"],["c2","c"]]') first++;
    if (seed === 0) {
      // Its parents, worse only for its sake, are not told beside it; held out rows confirm it.
      expect(slices.length).toBe(1);
      expect(slices[0]!.held.difference.low).toBeGreaterThan(0);
      expect(Math.abs(slices[0]!.held.inside.value! - 0.4)).toBeLessThan(0.1);
    }
  }
  expect(first).toBeGreaterThanOrEqual(95);
});

test('a planted slice of one condition is told as one, by numbers and by level', async () => {
  const rng = createRng(3);
  const columns = columnsOf(8000, rng);
  const x = (columns[4] as Extract<Column, { values: Float64Array }>).values;
  const told = await findSlices({
    ...{ columns, conditions: 2, ...quiet },
    ...marked(8000, (row) => (x[row]! >= 0.875 ? 0.5 : codesOf(columns[3]!)[row] === 0 ? 0.3 : 0.15), rng),
  });
  const [first, second] = told.slices;
  // The last of eight stretches begins near 7/8.
  expect(first!.conditions).toEqual([{ column: 'x', from: expect.closeTo(0.875, 1), below: null }]);
  expect(second!.conditions).toEqual([{ column: 'c3', level: 'a' }]);
  expect(told.slices.length).toBe(2);
});

test('where errors are pure chance, at most 5 % of the searches tell of a slice', { timeout: 120_000 }, async () => {
  let told = 0;
  for (let seed = 0; seed < 300; seed++) {
    const rng = createRng(seed).split('chance');
    const columns = columnsOf(2000, rng);
    const { slices } = await findSlices({ columns, conditions: 2, ...quiet, ...marked(2000, () => 0.2, rng) });
    if (slices.length > 0) told++;
  }
  expect(told).toBeLessThanOrEqual(15);
});

test('what is tested is every combination that is large enough, with its exact chance', async () => {
  const rng = createRng(8);
  const columns = columnsOf(1200, rng, 2);
  const { find, hold } = marked(1200, (row) => (codesOf(columns[0]!)[row] === 1 ? 0.6 : 0.1), rng);
  const { tried, least, slices, found } = await findSlices({ columns, conditions: 3, find, hold, ...quiet });
  expect(least).toBe(30);
  // Counted row by row.
  const parts = columns.flatMap((column) => partsOf(column, find.rows).map((part) => holdsOf(part, column)));
  const owner = columns.flatMap((column) => partsOf(column, find.rows).map(() => column.name));
  let large = 0;
  const count = (of: number[]) => {
    const rows = [...find.rows].filter((row) => of.every((p) => parts[p]!(row))).length;
    if (rows >= 30 && find.rows.length - rows >= 30) large++;
  };
  for (let a = 0; a < parts.length; a++) {
    count([a]);
    for (let b = a + 1; b < parts.length; b++) {
      if (owner[a] === owner[b]) continue;
      count([a, b]);
      for (let c = b + 1; c < parts.length; c++) if (![owner[a], owner[b]].includes(owner[c]!)) count([a, b, c]);
    }
  }
  expect(tried).toBe(large);
  const first = slices[0]!;
  expect(first.conditions).toEqual([{ column: 'c0', level: 'b' }]);
  const rows = [...find.rows].filter((row) => codesOf(columns[0]!)[row] === 1);
  const wrong = rows.filter((row) => find.wrong[row] === 1).length;
  expect(first.found).toMatchObject({ rows: rows.length, wrong });
  expect(first.found.p).toBe(fisherUpper(wrong, rows.length, found.wrong, 600, logFactorials(600)));
});

test('it can be cancelled', async () => {
  const columns = columnsOf(1000, createRng(1));
  const stop = new AbortController();
  stop.abort();
  const work = findSlices({
    ...{ columns, conditions: 2, control: { signal: stop.signal } },
    ...marked(1000, () => 0.2, createRng(2)),
  });
  await expect(work).rejects.toThrow(/abort/i);
});

test('every row is in one part of each column, on rows not seen too', () => {
  const values = Float64Array.of(1, 2, 2, NaN, 3, 4, 5, 6, 7, 8, 9, 10, -50, 50);
  const column = numbers('x', values);
  const parts = partsOf(
    column,
    Uint32Array.from({ length: 12 }, (_, i) => i),
  );
  values.forEach((_, row) => expect(parts.filter((part) => holdsOf(part, column)(row)).length, `row ${row}`).toBe(1));
});

test('the tree on right and wrong asks what parts them, and its shares are of rows held out', () => {
  const rng = createRng(4);
  const columns = columnsOf(4000, rng);
  const { find, hold } = marked(4000, (row) => (codesOf(columns[1]!)[row] === 2 ? 0.7 : 0.1), rng);
  const { nodes, rows } = errorTree(columns, find, hold, createRng(0));
  expect(rows).toEqual({ grown: 2000, of: 2000, held: 2000 });
  expect(nodes[0]!.question).toEqual({ column: 'c1', is: 'c' });
  expect(nodes[0]!.coverage).toBe(1);
  const own = [...hold.rows.keys()].filter((i) => codesOf(columns[1]!)[hold.rows[i]!] === 2);
  const wrong = own.filter((i) => hold.wrong[i] === 1).length;
  const yes = nodes[nodes[0]!.yes]!;
  expect(yes.wrong).toMatchObject({ value: wrong / own.length, n: own.length });
  expect(yes.coverage).toBe(wrong / hold.wrong.reduce((a, b) => a + b, 0));
});
