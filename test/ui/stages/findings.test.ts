import { expect, test } from 'vitest';
import type { GroupRow } from '../../../src/core/study/run.ts';
import type { Segment } from '../../../src/ui/plots/format.ts';
import { binaryFinding, lede, multiclassFinding } from '../../../src/ui/stages/evaluate/findings.ts';
import { explainFinding } from '../../../src/ui/stages/explain/findings.ts';
import { fairnessFinding } from '../../../src/ui/stages/fairness/findings.ts';

const read = (parts: Segment[]) => parts.map(({ text }) => text).join('');
const income = { target: 'income', positive: '>50K' };

test('says what share it finds and how often it is wrong about those it names', () => {
  // 1499 / (1499 + 839) = .6411; 618 / (1499 + 618) = .2919
  const said = binaryFinding({
    ...income,
    truePositive: 1499,
    falsePositive: 618,
    falseNegative: 839,
    trueNegative: 6813,
  });
  expect(read(said)).toBe('It finds 64 % of the rows where income is >50K; of the rows it names, 29 % are not.');
  expect(said.filter(({ strong }) => strong).map(({ text }) => text)).toEqual(['64 %', '29 %']);
});

test('says so when it names nobody, everybody, or when there is nobody to find', () => {
  const counts = { truePositive: 0, falsePositive: 0, falseNegative: 0, trueNegative: 0 };
  expect(read(binaryFinding({ ...income, ...counts, falseNegative: 20, trueNegative: 80 }))).toBe(
    'It names nobody: it misses all 20 test rows where income is >50K.',
  );
  expect(read(binaryFinding({ ...income, ...counts, truePositive: 20, falsePositive: 80 }))).toBe(
    'It names everybody; of the 100 rows it names, 80 % are not >50K.',
  );
  expect(read(binaryFinding({ ...income, ...counts, trueNegative: 80 }))).toContain('cannot be said');
  expect(read(binaryFinding({ ...income, ...counts }))).toContain('no test rows');
});

test('multiclass: the share right beside the commonest class, and the weakest class', () => {
  // right 8 + 3 = 11 of 16 = .6875; recalls 8/10 and 3/6
  const said = multiclassFinding(
    [
      [8, 2],
      [3, 3],
    ],
    ['Adelie', 'Gentoo'],
    0.625,
  );
  expect(read(said)).toBe(
    'It is right for 69 % of the test rows; always naming the commonest class is right for 63 %. It is weakest on Gentoo, where it finds 50 %.',
  );
});

test('says where the sentence comes from', () => {
  expect(lede(9769, 0.38)).toBe('9,769 held-out test rows only, decided at .38. Intervals are 95 %.');
  expect(lede(69, null)).toContain('the likeliest class');
});

const group = (name: string, rate: number | null, n: number): GroupRow => {
  const estimate = { value: rate, low: rate, high: rate, n };
  return {
    group: name,
    n: 2 * n,
    selectionRate: estimate,
    truePositiveRate: estimate,
    falsePositiveRate: estimate,
    positivePredictiveValue: estimate,
    accuracy: estimate,
  };
};

test('fairness: names the two groups furthest apart and leaves small ones out', () => {
  const rows = [group('Male', 0.667, 1980), group('Female', 0.48, 358), group('Other', 0.1, 29)];
  const gap = { value: 0.187, low: 0.13, high: 0.25, excluded: ['Other'] };
  expect(read(fairnessFinding('sex', rows, gap))).toBe(
    'It finds 67 % of the positives where sex is Male and 48 % where it is Female, a gap of .19 (.13 to .25).',
  );
  expect(read(fairnessFinding('sex', [rows[0]!, rows[2]!], null))).toContain('nothing can be said');
});

test('explain: the column that moves the mean score most', () => {
  const curve = (column: string, mean: number[]) => ({ column, class: 'yes', grid: [20, 40], mean, rows: 10 });
  const said = explainFinding([curve('age', [0.1, 0.4]), curve('hours', [0.2, 0.3])], 'yes');
  expect(read(said!)).toBe('With age at 40 the mean score for yes is .40, at 20 .10, all else as it is.');
  expect(read(explainFinding([curve('age', [0.2, 0.2])], 'yes')!)).toContain('does not move');
  expect(explainFinding([], 'yes')).toBeNull();
});
