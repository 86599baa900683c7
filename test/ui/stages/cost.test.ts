import { expect, test } from 'vitest';
import type { Run } from '../../../src/core/study/run.ts';
import type { RunListing } from '../../../src/store/types.ts';
import { comparable, costs, tradePoints, tradeSentence } from '../../../src/ui/stages/runs/trade-off.ts';
import { sortRuns } from '../../../src/ui/stages/runs/listing.ts';
import { backupRows, backupSentence, speedSentence } from '../../../src/ui/stages/train/speed.ts';
import { tradeOffFigure } from '../../../src/ui/plots/trade-off.ts';
import { someRun } from '../../store/fixtures.ts';

const cost = (p95: number, median = p95 / 2, bytes = 1000) => ({
  oneRow: { median, p95, n: 100 },
  rowsPerSecond: 12345,
  batchRows: 1000,
  bytes,
});
const of = (value: number, off = 0.01) => ({ value, low: value - off, high: value + off, n: 100 });
function listing(label: string, accuracy: number, median: number, more: Partial<Run> = {}): RunListing {
  const metrics = { test: { accuracy: of(accuracy) }, validation: {} };
  const run = { ...someRun(label), metrics, cost: cost(2 * median, median), ...more };
  return { id: label, label, note: '', savedAt: '2026-01-01', bytes: 0, run };
}
const text = (found: { text: string }[] | null) => found!.map((part) => part.text).join('');

// Accuracy and milliseconds: c is beaten in both by b; the other three by none.
const runs = [listing('a', 0.9, 8), listing('b', 0.85, 2), listing('c', 0.84, 3), listing('d', 0.7, 0.045)];

test('marks the runs that no other beats in both, and says what the quickest gives up', () => {
  const points = tradePoints(runs, 'accuracy', 'oneRow');
  expect(points.map(({ name, isBest }) => [name, isBest])).toEqual([
    ['a', true],
    ['b', true],
    ['c', false],
    ['d', true],
  ]);
  expect(text(tradeSentence(points, 'accuracy', 'oneRow'))).toBe(
    'a is the best (accuracy 0.900, 8.0 ms); d is the best in one row (accuracy 0.700, 45 µs).',
  );
  const near = tradePoints([listing('a', 0.9, 8), listing('b', 0.89, 2)], 'accuracy', 'oneRow');
  expect(text(tradeSentence(near, 'accuracy', 'oneRow'))).toContain('their intervals overlap');
  expect(text(tradeSentence(points.slice(1, 3), 'accuracy', 'oneRow'))).toContain('b is the best in both');
});

test('draws what the clock cannot tell from nothing where the axis can show it, and keeps the number', () => {
  const points = tradePoints([...runs.slice(0, 3), listing('d', 0.7, 0)], 'accuracy', 'oneRow');
  const { axis, text, least } = costs.oneRow;
  const figure = tradeOffFigure({ points, metric: 'accuracy', cost: axis, costText: text, least, rows: '4 runs' });
  const drawn = figure.data[1] as { x: number[] };
  expect(drawn.x).toEqual([8, 2, 3, 0.001]);
  expect(figure.table.rows.map((row) => row[1])).toEqual([8, 2, 3, 0]);
});

test('compares runs that answer the same question only, and sorts by what they cost', () => {
  const other = listing('o', 1, 1, { rows: { train: 1, validation: 1, test: 1, dropped: 0 } });
  expect(comparable([...runs, other], runs[0]!.run).map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd']);
  const unmeasured = { ...runs[0]!, id: 'u', run: { ...runs[0]!.run, cost: undefined } as unknown as Run };
  const ids = sortRuns([unmeasured, ...runs], { by: 'oneRow', falling: false }).map(({ id }) => id);
  expect(ids).toEqual(['d', 'b', 'c', 'a', 'u']);
});

test('says what asking takes, who answers within the budget, and what the backup gives up', () => {
  expect(text(speedSentence(cost(2)))).toBe(
    'One row takes 1.0 ms (95 of 100 within 2.0 ms, asked 100 times); 1,000 at once go at 12,000 rows a second; the model is 1.0 kB.',
  );
  const backup = {
    metrics: { test: { accuracy: of(0.8) }, validation: {} },
    differences: { accuracy: of(-0.1, 0.02) },
    threshold: 0.5,
    ended: 'converged',
    cost: cost(1),
  };
  const { run } = listing('a', 0.9, 8);
  const study = { ...run.study, backup: { kind: 'one-rule', options: {} }, latencyBudget: 5 };
  const told = { ...run, study, backup };
  expect(text(backupSentence(told, () => 'One rule'))).toBe(
    'The model is over the budget of 5 ms (95 of 100 rows within 16 ms): the backup answers (95 of 100 rows within 1.0 ms). The backup, one rule, comes to accuracy .800 instead of .900: −.100 (−.120 to −.080, paired).',
  );
  const roomy = { ...told, study: { ...study, latencyBudget: 20 } };
  expect(text(backupSentence(roomy, () => 'One rule'))).toContain('The model keeps to the budget of 20 ms');
  const tight = { ...told, study: { ...study, latencyBudget: 0.5 } };
  expect(text(backupSentence(tight, () => 'One rule'))).toContain('Neither keeps to the budget');
  expect(backupSentence(run, () => '')).toBeNull();
  expect(backupRows(told)).toEqual([
    { metric: 'accuracy', model: '.900', backup: '.800', difference: '−.100', interval: '−.120 to −.080' },
  ]);
});
