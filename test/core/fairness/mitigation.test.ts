import { expect, test } from 'vitest';
import { createRng } from '../../../src/core/base/random.ts';
import { groupCutoffs, reweighing } from '../../../src/core/fairness/mitigation.ts';
import { cutoffsOf } from '../../../src/core/metrics/cutoffs.ts';
import { compasRows } from '../compas.ts';

const costs = { truePositive: 0, falsePositive: 1, falseNegative: 2, trueNegative: 0 };

test('the weights of COMPAS, Black and White (OC1)', () => {
  const { race, actual } = compasRows(['African-American', 'Caucasian']);
  const counts = [
    [0, 0],
    [0, 0],
  ];
  race.forEach((g, i) => (counts[g]![actual[i]!]! += 1));
  const [[b0, b1], [w0, w1]] = reweighing(counts) as [[number, number], [number, number]];
  expect(b0).toBeCloseTo(1.099166, 6);
  expect(b1).toBeCloseTo(0.906364, 6);
  expect(w0).toBeCloseTo(0.880374, 6);
  expect(w1).toBeCloseTo(1.184268, 6);
  // Weighted, both groups have the same share of positives.
  const share = (g: number, [zero, one]: number[]) =>
    (counts[g]![1]! * one!) / (counts[g]![0]! * zero! + counts[g]![1]! * one!);
  expect(Math.abs(share(0, [b0, b1]) - share(1, [w0, w1]))).toBeLessThan(1e-9);
});

test('a class that a group does not have has no weight', () => {
  expect(
    reweighing([
      [3, 0],
      [1, 2],
    ])[0]![1],
  ).toBeNull();
});

/** The least cost within each disparity, by trying all pairs of cutoffs. */
function brute(groups: ReturnType<typeof cutoffsOf>[], alike: 'selectionRate' | 'truePositiveRate' | 'equalizedOdds') {
  const [a, b] = groups as [ReturnType<typeof cutoffsOf>, ReturnType<typeof cutoffsOf>];
  const rows = a.cell.length + b.cell.length;
  const of = (g: typeof a, e: number) => {
    const [tp, fp] = [g.truePositive[e]!, g.falsePositive[e]!];
    const rates = {
      selectionRate: [(tp + fp) / g.cell.length],
      truePositiveRate: [tp / g.positives],
      equalizedOdds: [tp / g.positives, fp / g.negatives],
    }[alike];
    return { cost: fp + 2 * (g.positives - tp), rates };
  };
  const all: { cost: number; disparity: number }[] = [];
  for (let i = 0; i < a.thresholds.length; i++)
    for (let j = 0; j < b.thresholds.length; j++) {
      const [x, y] = [of(a, i), of(b, j)];
      const disparity = Math.max(...x.rates.map((r, k) => Math.abs(r - y.rates[k]!)));
      all.push({ cost: (x.cost + y.cost) / rows, disparity });
    }
  return all.filter(
    (p) =>
      !all.some(
        (q) =>
          (q.cost < p.cost - 1e-12 && q.disparity <= p.disparity + 1e-12) ||
          (q.cost <= p.cost + 1e-12 && q.disparity < p.disparity - 1e-12),
      ),
  );
}

test('the frontier is that of trying every pair of cutoffs, whatever the order of the groups', () => {
  const rng = createRng(5);
  for (let set = 0; set < 60; set++) {
    const groups = [0, 1].map(() => {
      const score = Float64Array.from({ length: 12 }, () => rng.integer(6) / 6);
      // The first two rows make sure of both classes.
      return cutoffsOf(
        score.map((s, i) => (i < 2 ? i : rng.uniform() < s ? 1 : 0)),
        score,
      );
    });
    for (const alike of ['selectionRate', 'truePositiveRate', 'equalizedOdds'] as const) {
      const found = groupCutoffs(groups, costs, alike, { constant: true });
      const points = (list: { cost: number; disparity: number }[]) =>
        [...new Set(list.map(({ cost, disparity }) => `${cost.toFixed(9)} ${disparity.toFixed(9)}`))].sort();
      expect(points(found), `${set} ${alike}`).toEqual(points(brute(groups, alike)));
      const swapped = groupCutoffs([...groups].reverse(), costs, alike, { constant: true });
      expect(points(swapped)).toEqual(points(found));
    }
  }
});

test('naming everybody or nobody of a group is refused unless asked for', () => {
  const groups = [0, 1].map(() => cutoffsOf([0, 1, 0, 1], Float64Array.of(0.1, 0.2, 0.3, 0.4)));
  const dear = { ...costs, falsePositive: 100 };
  for (const { cutoffs } of groupCutoffs(groups, dear, 'selectionRate'))
    for (const t of cutoffs) expect([0.2, 0.3, 0.4]).toContain(t);
  const one = cutoffsOf([0, 1], Float64Array.of(0.5, 0.5));
  expect(groupCutoffs([one, groups[0]!], costs, 'selectionRate')).toEqual([]);
});
