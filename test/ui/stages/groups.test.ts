import { expect, test } from 'vitest';
import { groupsOf, overallRates } from '../../../src/ui/stages/fairness/groups.ts';
import { mergeCurves } from '../../../src/core/explain/merge.ts';
import { columnsToExplain } from '../../../src/ui/stages/explain/columns.ts';
import type { TableSummary } from '../../../src/core/data/profile-types.ts';
import type { Run } from '../../../src/core/study/run.ts';

test('groups rows by their own text; missing is a group of its own', () => {
  const { names, codes } = groupsOf(
    [
      ['x', 'F'],
      ['x', null],
      ['x', 'M'],
      ['x', 'F'],
    ],
    1,
    ['M', 'F'],
  );
  expect(names).toEqual(['M', 'F', '(missing)']);
  expect([...codes]).toEqual([1, 2, 0, 1]);
});

test('overall rates by hand, undefined where there is nothing to divide by', () => {
  // is 1 1 1 0 0; says 1 0 1 1 0: tp 2, fp 1, fn 1, tn 1
  const rates = overallRates(Int32Array.of(1, 1, 1, 0, 0), Int32Array.of(1, 0, 1, 1, 0), 1);
  expect(rates).toEqual({
    selectionRate: 3 / 5,
    truePositiveRate: 2 / 3,
    falsePositiveRate: 1 / 2,
    positivePredictiveValue: 2 / 3,
    accuracy: 3 / 5,
  });
  const none = overallRates(Int32Array.of(0, 0), Int32Array.of(0, 0), 1);
  expect(none.truePositiveRate).toBeNull();
  expect(none.positivePredictiveValue).toBeNull();
  expect(none.falsePositiveRate).toBe(0);
});

const run = {
  study: {
    data: { sha256: 'a', columns: { id: { role: 'feature' }, town: { role: 'ignore' } } },
    framing: { target: 'y' },
  },
} as unknown as Run;
const column = (name: string, role: string) => ({ name, role });
const table = {
  sha256: 'a',
  columns: [
    column('y', 'feature'),
    column('id', 'ignore'),
    column('town', 'feature'),
    column('age', 'feature'),
    { ...column('note', 'feature'), type: 'text' },
  ],
} as unknown as TableSummary;

test('explains the feature columns of the run, as its study has them, but for texts', () => {
  expect(columnsToExplain(run, table)).toEqual(['id', 'age']);
  expect(columnsToExplain(run, { ...table, sha256: 'b' })).toEqual([]);
  expect(columnsToExplain(run, null)).toEqual([]);
});

test('fresh curves take the place of old ones', () => {
  const curve = (name: string, rows: number) => ({ column: name, class: 'yes', grid: [], mean: [], rows });
  expect(
    mergeCurves([curve('a', 1), curve('b', 1)], [curve('b', 2), curve('c', 2)]).map((c) => [c.column, c.rows]),
  ).toEqual([
    ['a', 1],
    ['b', 2],
    ['c', 2],
  ]);
});
