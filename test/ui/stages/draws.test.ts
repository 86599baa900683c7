import { expect, test } from 'vitest';
import { createRng } from '../../../src/core/base/random.ts';
import { cutoffOf, drawsOfRows } from '../../../src/core/study/mitigation.ts';
import { drawnName, drawnWords, pareto, type Scored } from '../../../src/ui/stages/fairness/lab.ts';

const costs = { truePositive: 0, falsePositive: 1, falseNegative: 1, trueNegative: 0 };

/** Scores that say less of group b; 2,000 rows of each. */
function scored(seed: number): Scored {
  const rng = createRng(seed);
  const codes = Int32Array.from({ length: 4000 }, (_, i) => i % 2);
  const actual = codes.map(() => rng.integer(2));
  const score = Float64Array.from(
    actual,
    (y, r) => 1 / (1 + Math.exp(-(codes[r] ? 0.6 : 2) * (2 * y - 1) - rng.normal())),
  );
  return {
    groups: { codes, names: ['a', 'b'] },
    actual,
    score,
    draws: drawsOfRows(
      seed,
      codes.map((_, r) => r),
    ),
  };
}

test('the draw stands beside the choices of one cutoff a group, and its gap is that of sampling', () => {
  const points = pareto(scored(1), scored(2), 0.5, costs, 'equalizedOdds', createRng(0));
  const drawn = points.find(({ name }) => name === drawnName)!;
  // 2,000 held-out rows of each group, 1,000 of each class: two rates differ by sampling of two sets of rows by .065 at most
  // (four standard errors of .5 (.016) twice over, in root of squares .022 each: 4 * .022 = .09).
  expect(drawn.gap.value!).toBeLessThan(0.09);
  expect(points[0]!.gap.value!).toBeGreaterThan(0.15);
  expect(drawn.cutoffs.some(({ mixture }) => mixture.length > 1)).toBe(true);
  expect(drawnWords(points[0]!, drawn)).toMatch(
    /^A draw between cutoffs has a gap of \.0\d\d .* on test rows, for [\d.]+ more per 1,000/,
  );
  // Other demands have no draw.
  expect(
    pareto(scored(1), scored(2), 0.5, costs, 'selectionRate', createRng(0)).some(({ name }) => name === drawnName),
  ).toBe(false);
});

test('a draw picks the cutoff of a group, and a group not met has the common one', () => {
  const cutoffs = {
    column: 'g',
    of: { a: 0.7, b: 0.4 },
    common: [],
    mixed: { a: [{ cutoff: 0.7, chance: 0.75 }, { cutoff: 0.2, chance: 0.25 }], b: [{ cutoff: 0.4, chance: 1 }] },
    validation: { gap: 0, cost: 0 },
  }; // prettier-ignore
  expect([0, 0.74, 0.75, 0.99].map((draw) => cutoffOf(cutoffs, 'a', draw, 0.5))).toEqual([0.7, 0.7, 0.2, 0.2]);
  expect([cutoffOf(cutoffs, 'b', 0.9, 0.5), cutoffOf(cutoffs, 'c', 0.1, 0.5)]).toEqual([0.4, 0.5]);
});
