import { expect, test } from 'vitest';
import { groupsOfColumn, keptBack, readEdges } from '../../../src/ui/stages/fairness/cells.ts';
import { balanceFinding, balanceRows } from '../../../src/ui/stages/fairness/balance.ts';
import { comparable, labRunsFinding } from '../../../src/ui/stages/fairness/lab-runs.ts';
import type { ColumnProfile } from '../../../src/core/data/profile-types.ts';
import type { Distribution } from '../../../src/core/data/explore/types.ts';
import type { Run } from '../../../src/core/study/run.ts';

const text = (parts: { text: string }[]) => parts.map((part) => part.text).join('');
const profile = { name: 'age', type: 'number', distinct: 60 } as ColumnProfile;

test('a number in bands by edges told; cells that are no plain number are counted', () => {
  expect(readEdges('25, 45')).toEqual([25, 45]);
  expect([readEdges('45, 25'), readEdges('x'), readEdges('')]).toEqual([null, null, null]);
  const { groups, unread } = groupsOfColumn([['20'], ['30'], ['1,000'], [null]], profile, 4, [25]);
  expect(groups.names).toEqual(['to 25', 'over 25', '(missing)']);
  expect([...groups.codes]).toEqual([0, 1, 2, 2]);
  expect(unread).toBe(1);
});

test('a count under the least is kept back', () => {
  expect(keptBack('Asian has 3 rows, fewer than 30', 10)).toBe('Asian has under 10 rows, fewer than 30');
  expect(keptBack('Asian has 12 rows, fewer than 30', 10)).toBe('Asian has 12 rows, fewer than 30');
});

test('base rates and shares of the rows beside the population', () => {
  const group = (label: string, counts: number[]) => ({ label, n: 0, missing: 0, counts, other: 0, quantiles: null });
  const of = {
    levels: ['f', 'm'],
    groups: [group('no', [30, 40]), group('yes', [10, 120])],
  } as unknown as Distribution;
  const rows = balanceRows(of, 'yes', null, { f: 52, m: 48 });
  // f: 10 of 40 positive, 40 of 200 rows, 52 of 100 people. m: 120 of 160.
  expect(rows.map(({ group, n, share, base, reference }) => [group, n, share, base.value, reference])).toEqual([
    ['f', 40, 0.2, 0.25, 0.52],
    ['m', 160, 0.8, 0.75, 0.48],
  ]);
  expect(text(balanceFinding('sex', rows))).toBe(
    'Before any model, 25 % of f and 75 % of m are positive; f is 20 % of the rows.',
  );
});

test('only runs on the same rows are held side by side, and the finding names no winner', () => {
  const run = (seed: number, gap: number, accuracy: number) =>
    ({
      study: { data: { sha256: 'x' }, framing: { kind: 'binary' }, split: {}, seed },
      classes: ['no', 'yes'],
      groups: {
        sex: { gaps: { demographicParityDifference: { value: gap, low: gap - 0.1, high: gap + 0.1, excluded: [] } } },
      },
      metrics: { test: { accuracy: { value: accuracy, low: 0, high: 1, n: 10 } } },
    }) as unknown as Run;
  const listing = (label: string, of: Run) => ({ id: label, label, note: '', savedAt: '', bytes: 0, run: of });
  const runs = [
    listing('plain', run(0, 0.3, 0.8)),
    listing('reweighed', run(0, 0.1, 0.7)),
    listing('other', run(1, 0, 1)),
  ];
  const same = comparable(runs, run(0, 0, 0), 'sex');
  expect(same.map(({ label }) => label)).toEqual(['plain', 'reweighed']);
  expect(text(labRunsFinding(same, 'sex', 'demographicParityDifference', 'accuracy'))).toBe(
    'The smallest gap in the share named, .100 (.000 to .200), is that of reweighed with accuracy .700; the best accuracy, .800, that of plain with a gap of .300.',
  );
});
