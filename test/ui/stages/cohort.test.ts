import { expect, test } from 'vitest';
import { cohortChange, cohortFinding, editWords, gapChange } from '../../../src/ui/stages/explain/cohort.ts';
import { decided } from '../../../src/ui/stages/explain/rows.ts';

const text = (parts: { text: string }[]) => parts.map((part) => part.text).join('');
const test4 = {
  rows: Uint32Array.of(0, 1, 2, 3),
  actual: Int32Array.of(1, 1, 0, 0),
  predicted: Int32Array.of(1, 0, 0, 0),
  scores: Float64Array.of(0.4, 0.6, 0.6, 0.4, 0.7, 0.3, 0.9, 0.1),
  classes: 2,
};
const after = {
  rows: test4.rows,
  edited: Uint8Array.of(1, 1, 1, 0),
  scores: Float64Array.of(0.6, 0.4, 0.4, 0.6, 0.45, 0.55, 0.1, 0.9),
};

test('means and turned decisions are of the edited rows only', () => {
  const change = cohortChange(test4, after, 1, (scores) => decided(scores, 0.5));
  // Before .6, .4, .3; after .4, .6, .55. One is lost, two are gained; the last row is not edited.
  expect(change).toMatchObject({ n: 3, gained: 2, lost: 1 });
  expect(change.was).toBeCloseTo(1.3 / 3, 12);
  expect(change.now).toBeCloseTo(1.55 / 3, 12);
  expect([...change.decided]).toEqual([0, 1, 1, 0]);
  expect(text(cohortFinding(change, { column: 'age', add: 5 }, 'yes'))).toBe(
    'With age +5 in 3 rows, the mean score for yes goes from .433 to .517, and 3 decisions turn: 2 to yes, 1 away from it.',
  );
  expect(editWords({ column: 'sex', set: null })).toBe('sex set to (missing)');
});

test('the gap of 30 rows a group and more', () => {
  const codes = Int32Array.from({ length: 60 }, (_, i) => i % 2);
  const none = new Int32Array(60);
  const sixty = { ...test4, actual: none };
  expect(gapChange({ codes, names: ['a', 'b'] }, sixty, none, codes, 1)).toEqual({ was: 0, now: 1 });
  expect(gapChange({ codes: codes.slice(1), names: ['a', 'b'] }, sixty, none, codes, 1).was).toBeNull();
});
