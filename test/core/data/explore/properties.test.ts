import fc from 'fast-check';
import { expect, test } from 'vitest';
import { associate } from '../../../../src/core/data/explore/associations.ts';
import { distribute } from '../../../../src/core/data/explore/distribution.ts';
import { rankInformation } from '../../../../src/core/data/explore/information.ts';
import { findMissing } from '../../../../src/core/data/explore/missingness.ts';
import { allRows } from '../../../../src/core/data/explore/view.ts';
import type { Column, Table } from '../../../../src/core/data/table.ts';

type Row = [x: number, z: number, c: number, d: number, y: number];
const cell = fc.oneof({ weight: 8, arbitrary: fc.integer({ min: -20, max: 20 }) }, fc.constant(NaN));
const code = fc.integer({ min: -1, max: 3 });
const rowsOf = fc.array(fc.tuple(cell, cell, code, code, fc.integer({ min: -1, max: 1 })), {
  minLength: 1,
  maxLength: 60,
});

function tableFrom(rows: Row[]): Table {
  const base = { role: 'feature', sensitive: false, reason: '' } as const;
  const numbers = (name: string, at: 0 | 1): Column => ({
    ...base,
    name,
    type: 'number',
    values: Float64Array.from(rows, (row) => row[at]),
    coded: null,
  });
  const levels = (name: string, at: 2 | 3): Column => ({
    ...base,
    name,
    type: 'category',
    coded: { codes: Int32Array.from(rows, (row) => row[at]), levels: ['p', 'q', 'r', 's'] },
  });
  return {
    name: 'drawn',
    sha256: '',
    rows: rows.length,
    columns: [numbers('x', 0), numbers('z', 1), levels('c', 2), levels('d', 3)],
    sourceRows: Uint32Array.from(rows, (_, i) => i),
  };
}

const targetOf = (rows: Row[]) => ({
  name: 'y',
  classes: ['no', 'yes'],
  codes: Int32Array.from(rows, (row) => row[4]),
});

test('associations are symmetric, within their range, and undefined with a reason only', async () => {
  await fc.assert(
    fc.asyncProperty(rowsOf, async (rows) => {
      const table = tableFrom(rows);
      const { pearson, spearman, information } = await associate(table, allRows(table));
      for (const { kind, value, n, reason } of [pearson, spearman, information])
        for (const [i, line] of value.entries())
          for (const [j, v] of line.entries()) {
            expect([value[j]![i], n[j]![i], kind[j]![i]]).toEqual([v, n[i]![j], kind[i]![j]]);
            expect(v === null).toBe(reason[i]![j] !== null);
            const low = kind[i]![j] === 'pearson' || kind[i]![j] === 'spearman' ? -1 : 0;
            if (v !== null) expect(v >= low && v <= 1).toBe(true);
          }
    }),
  );
});

test('no figure depends on the order of rows, and turning a number round turns only the sign', async () => {
  await fc.assert(
    fc.asyncProperty(rowsOf, fc.integer(), async (rows, by) => {
      const turned = [...rows.slice(Math.abs(by) % rows.length), ...rows.slice(0, Math.abs(by) % rows.length)];
      const [a, b] = [tableFrom(rows), tableFrom(turned)];
      const close = (p: number | null, q: number | null) =>
        p === null || q === null ? expect(p).toBe(q) : expect(p).toBeCloseTo(q, 9);
      const [one, other] = [await associate(a, allRows(a)), await associate(b, allRows(b))];
      for (const how of ['pearson', 'spearman', 'information'] as const)
        one[how].value.forEach((line, i) => line.forEach((v, j) => close(v, other[how].value[i]![j]!)));
      const negated = tableFrom(rows.map(([x, z, c, d, y]) => [-x, z, c, d, y]));
      const mirror = await associate(negated, allRows(negated));
      for (const how of ['pearson', 'spearman'] as const) {
        const v = one[how].value[0]![1]!;
        close(v === null ? null : -v, mirror[how].value[0]![1]!);
      }
      const shares = async (table: Table, from: Row[]) =>
        new Map(
          (await rankInformation(table, targetOf(from), allRows(table))).columns.map((found) => [
            found.column,
            found.share,
          ]),
        );
      const [known, moved] = [await shares(a, rows), await shares(b, turned)];
      for (const [name, share] of known) close(share, moved.get(name)!);
      const patterns = (table: Table) =>
        findMissing(table, null, allRows(table))
          .patterns.map(({ columns, n }) => `${n} ${columns.join()}`)
          .sort();
      expect(patterns(a)).toEqual(patterns(b));
    }),
  );
});

test('every row falls in one pattern, and every value in one bin of one group', () => {
  fc.assert(
    fc.property(rowsOf, (rows) => {
      const table = tableFrom(rows);
      const { patterns, others } = findMissing(table, targetOf(rows), allRows(table));
      expect(patterns.reduce((sum, { n }) => sum + n, others.n)).toBe(rows.length);
      for (const name of ['x', 'c']) {
        const { all, groups } = distribute(table, name, targetOf(rows), allRows(table));
        for (const { n, counts, other } of [all, ...groups])
          expect(counts.reduce((sum, count) => sum + count, other)).toBe(n);
        expect(groups.reduce((sum, { n, missing }) => sum + n + missing, 0)).toBe(rows.length);
        all.counts.forEach((count, bin) =>
          expect(groups.reduce((sum, { counts }) => sum + counts[bin]!, 0)).toBe(count),
        );
      }
    }),
  );
});
