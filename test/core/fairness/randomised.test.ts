import { describe, expect, test } from 'vitest';
import { createRng } from '../../../src/core/base/random.ts';
import { cutoffDrawn, drawsOf, equalizedOdds, type Drawn } from '../../../src/core/fairness/randomised.ts';
import { cutoffsOf, type Cutoffs } from '../../../src/core/metrics/cutoffs.ts';

const costs = { truePositive: 0, falsePositive: 1, falseNegative: 1, trueNegative: 0 };

/** Rates that a mixture of cutoffs gives in expectation. */
function ratesOf({ thresholds, truePositive, falsePositive, positives, negatives }: Cutoffs, mixture: Drawn[]) {
  const sum = (counts: Float64Array, of: number) =>
    mixture.reduce((total, { cutoff, chance }) => total + (chance * counts[thresholds.indexOf(cutoff)]!) / of, 0);
  return { found: sum(truePositive, positives), alarmed: sum(falsePositive, negatives) };
}

describe('by hand', () => {
  // a, falling: + - + -. Corners (0, 0), (0, 1/2), (1/2, 1), (1, 1): from (0, 1/2) to (1/2, 1) y = 1/2 + x.
  const a = cutoffsOf([1, 0, 1, 0], Float64Array.of(0.8, 0.6, 0.4, 0.2));
  // b, falling: - + + -. Points (0, 0), (1/2, 0), (1/2, 1), (1, 1); on its hull y = 2x up to (1/2, 1).
  const b = cutoffsOf([0, 1, 1, 0], Float64Array.of(0.9, 0.7, 0.5, 0.3));

  test('the cheapest rates that both can have', () => {
    // The lower of the two hulls is b's: y = 2x to (1/2, 1), then 1. With 4 positives and 4 negatives the cost of a row is
    // (4 (1 - y) + 4 x) / 8: 1/2 at (0, 0), 1/4 at (1/2, 1), 1/2 at (1, 1).
    const found = equalizedOdds([a, b], costs)!;
    expect([found.falsePositiveRate, found.truePositiveRate, found.cost]).toEqual([0.5, 1, 0.25]);
    // Both have that point as a corner: nothing is drawn.
    expect(found.mixtures).toEqual([[{ cutoff: 0.4, chance: 1 }], [{ cutoff: 0.5, chance: 1 }]]);
  });

  test('a group that could do better is held back by a draw', () => {
    // c parts its classes; b does not. At a false alarm of 3 the cost is (4 (1 - y) + 12 x) / 8; under b, y = 2x, it is least
    // at (0, 0): 1/2. At a miss of 3 it is (12 (1 - y) + 4 x) / 8: least at (1/2, 1) with 1/4, where c names one negative
    // of two, whatever its score: half of all draws name everybody.
    const c = cutoffsOf([1, 1, 0, 0], Float64Array.of(0.9, 0.8, 0.2, 0.2));
    expect(equalizedOdds([b, c], { ...costs, falsePositive: 3 })!.cost).toBe(0.5);
    const found = equalizedOdds([b, c], { ...costs, falseNegative: 3 })!;
    expect(found.cost).toBe(0.25);
    expect(found.mixtures[1]).toEqual([
      { cutoff: 0.8, chance: 0.5 },
      { cutoff: 0.2, chance: 0.5 },
    ]);
  });

  test('a group is held to a point inside its hull by a draw', () => {
    // f, falling: - + + - - - + +: its hull has the corners (0, 0), (1/4, 1/2), (1, 1), slopes 2 and 2/3. With a, 6 positives
    // and 6 negatives: (6 (1 - y) + 9 x) / 12 is least at (1/4, 1/2): 5.25 / 12. For a that lies halfway from nobody to (1/2, 1).
    const f = cutoffsOf([0, 1, 1, 0, 0, 0, 1, 1], Float64Array.of(0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2));
    const found = equalizedOdds([a, f], { ...costs, falsePositive: 1.5 })!;
    expect([found.falsePositiveRate, found.truePositiveRate, found.cost]).toEqual([0.25, 0.5, 0.4375]);
    expect(found.mixtures[0]).toEqual([
      { cutoff: Infinity, chance: 0.5 },
      { cutoff: 0.4, chance: 0.5 },
    ]);
  });

  test('a group without a class cannot be held to its rates', () => {
    expect(equalizedOdds([a, cutoffsOf([1, 1], Float64Array.of(0.2, 0.4))], costs)).toBeNull();
  });
});

test('as cheap as any mixture of two cutoffs found by trying all, and alike in every group', () => {
  const rng = createRng(4);
  let most = 0;
  for (let set = 0; set < 40; set++) {
    const groups = Array.from({ length: 2 + (set % 2) }, () => {
      const score = Float64Array.from({ length: 24 }, () => rng.integer(12) / 12);
      return cutoffsOf(
        score.map((s, i) => (i < 2 ? i : rng.uniform() < 0.2 + 0.6 * s ? 1 : 0)),
        score,
      );
    });
    const prices = { ...costs, falsePositive: 1 + rng.integer(4), falseNegative: 1 + rng.integer(4) };
    const found = equalizedOdds(groups, prices)!;
    for (const [g, mixture] of found.mixtures.entries()) {
      const { found: y, alarmed: x } = ratesOf(groups[g]!, mixture);
      most = Math.max(most, mixture.length);
      expect(y).toBeCloseTo(found.truePositiveRate, 9);
      expect(x).toBeCloseTo(found.falsePositiveRate, 9);
    }
    // The highest true positive rate that mixing any two cutoffs gives at a false positive rate, hull or not.
    const highest = ({ truePositive, falsePositive, positives, negatives }: Cutoffs, at: number) => {
      const points = Array.from(truePositive, (tp, e) => ({ y: tp / positives, x: falsePositive[e]! / negatives }));
      let top = 0;
      for (const p of points)
        for (const q of points)
          if (p.x <= at && q.x >= at)
            top = Math.max(top, q.x > p.x ? p.y + ((q.y - p.y) * (at - p.x)) / (q.x - p.x) : Math.max(p.y, q.y));
      return top;
    };
    const [positives, negatives] = [0, 1].map((side) =>
      groups.reduce((sum, group) => sum + (side === 0 ? group.positives : group.negatives), 0),
    ) as [number, number];
    let least = Infinity;
    for (let x = 0; x <= 1000; x++) {
      const y = Math.min(...groups.map((group) => highest(group, x / 1000)));
      const cost = positives * (1 - y) * prices.falseNegative + (negatives * x * prices.falsePositive) / 1000;
      least = Math.min(least, cost / (positives + negatives));
    }
    expect(found.cost).toBeLessThanOrEqual(least + 1e-9);
    // The cost has a slope of at most the dearest price over a step of the grid.
    expect(found.cost).toBeGreaterThan(least - 4 / 1000);
  }
  // Points inside a hull were among them.
  expect(most).toBe(3);
});

test('a row draws by its number alone, the shares drawn are the chances, and many rows have equal rates', () => {
  const rows = Uint32Array.from({ length: 20_000 }, (_, i) => i);
  const draws = drawsOf(createRng(9), rows);
  expect(drawsOf(createRng(9), [17])[0]).toBe(draws[17]);
  const mixture = [{ cutoff: Infinity, chance: 0.25 }, { cutoff: 0.6, chance: 0.45 }, { cutoff: 0.3, chance: 0.3 }]; // prettier-ignore
  const share = (cutoff: number) => draws.filter((u) => cutoffDrawn(mixture, u) === cutoff).length / rows.length;
  // Three standard errors of a share of 20,000 rows are at most .0106.
  expect(Math.abs(share(Infinity) - 0.25)).toBeLessThan(0.0106);
  expect(Math.abs(share(0.6) - 0.45)).toBeLessThan(0.0106);

  // Two groups, b's scores worth less; decided by draws, the rates of 10,000 rows each differ by sampling alone.
  const rng = createRng(3);
  const made = [1, 0.4].map((strength) => {
    const actual = Int32Array.from({ length: 10_000 }, () => rng.integer(2));
    const score = Float64Array.from(actual, (y) => 1 / (1 + Math.exp(-strength * (2 * y - 1) - rng.normal())));
    return { actual, score, cutoffs: cutoffsOf(actual, score) };
  });
  const found = equalizedOdds(made.map(({ cutoffs }) => cutoffs), costs)!; // prettier-ignore
  for (const [g, { actual, score }] of made.entries()) {
    const named = score.map((s, r) => (s >= cutoffDrawn(found.mixtures[g]!, draws[g * 10_000 + r]!) ? 1 : 0));
    for (const [y, rate] of [found.falsePositiveRate, found.truePositiveRate].entries()) {
      const own = named.filter((_, r) => actual[r] === y);
      const error = Math.sqrt((rate * (1 - rate)) / own.length);
      expect(Math.abs(own.reduce((sum, k) => sum + k, 0) / own.length - rate)).toBeLessThan(4 * error);
    }
  }
});
