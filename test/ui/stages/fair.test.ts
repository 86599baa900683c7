import { expect, test } from 'vitest';
import { createRng } from '../../../src/core/base/random.ts';
import { dealOut, dealsFor, chanceFinding } from '../../../src/ui/stages/fairness/chance.ts';
import { labFinding, pareto, type Scored } from '../../../src/ui/stages/fairness/lab.ts';
import {
  demands,
  forcedBy,
  forcedWith,
  lectureFinding,
  lectureRows,
  startOf,
} from '../../../src/ui/stages/fairness/lecture.ts';

const text = (parts: { text: string }[]) => parts.map((part) => part.text).join('');

test('base rates .5 and .2 with the precision and the share found of all force two false positive rates', () => {
  const cells = [
    { tp: 40, fn: 10, fp: 10, tn: 40 },
    { tp: 16, fn: 24, fp: 4, tn: 156 },
  ];
  const rows = lectureRows(['a', 'b'], cells);
  const [toError, toPrecision, toFound] = demands;
  // All: precision 56 / 70 = .8, found 56 / 90 = .62 to two places, false positives 14 / 210 = .07.
  expect(startOf(cells)).toEqual({ predictive: 0.8, found: 0.62, alarmed: 0.07 });
  const asked = { predictive: 0.8, found: 56 / 90, alarmed: 0.07 };
  expect(rows.map(({ base }) => base.value)).toEqual([0.5, 0.2]);
  // Forced: p / (1 - p) * .25 * .6222: .1556 for a (p .5), .0389 for b (p .2).
  expect(forcedBy(0.5, toError, asked)).toBeCloseTo(0.25 * (56 / 90), 12);
  expect(forcedBy(0.2, toError, asked)).toBeCloseTo(0.0625 * (56 / 90), 12);
  expect(text(lectureFinding(rows, toError, asked))).toMatch(/20 % for b and 50 % for a.*\.039 and \.156/);
  // Equal error rates: .2 * .6 / (.2 * .6 + .8 * .07) = .12 / .176; of 100 rows 12 named rightly, 5.6 wrongly.
  expect(forcedBy(0.2, toPrecision, { ...asked, found: 0.6 })).toBeCloseTo(12 / 17.6, 12);
  // (1 - p) / p * .8 / .2 * .07: .28 for a; 1.12 for b, which no classifier has.
  expect(forcedBy(0.5, toFound, asked)).toBeCloseTo(0.28, 12);
  expect(text(lectureFinding(rows, toFound, asked))).toMatch(/1\.120, which no classifier can have and \.280/);
  // A higher base rate forces more false positives and less to be found: the ends of the interval change sides.
  const [up, down] = [forcedWith(rows[0]!.base, toError, asked), forcedWith(rows[0]!.base, toFound, asked)];
  expect(up.low).toBeCloseTo(forcedBy(rows[0]!.base.low!, toError, asked)!, 12);
  expect(down.low).toBeCloseTo(forcedBy(rows[0]!.base.high!, toFound, asked)!, 12);
  expect(text(lectureFinding(rows.slice(0, 1), toError, asked))).toMatch(/cannot be shown/);
});

test('a gap beyond chance is named with its p', async () => {
  const codes = Int32Array.from({ length: 200 }, (_, i) => i % 2);
  const decisions = { groups: { codes, names: ['a', 'b'] }, actual: codes, predicted: codes, positive: 1 };
  const chances = await dealOut(decisions, createRng(1), new AbortController().signal, 99);
  // All of b are named, none of a.
  expect(text(chanceFinding('sex', chances!))).toMatch(/1 of 2 gaps .* selection rate, 1\.000, p \.010/);
  expect([dealsFor(100), dealsFor(40_000), dealsFor(300_000)]).toEqual([1000, 500, 200]);
});

/** Group b's scores stand .2 below a's: one cutoff finds fewer of b. */
function shifted(n: number): Scored {
  const codes = Int32Array.from({ length: n }, (_, i) => i % 2);
  const score = Float64Array.from({ length: n }, (_, i) => 0.2 + 0.8 * (i / n) - 0.2 * (i % 2));
  return {
    groups: { codes, names: ['a', 'b'] },
    actual: score.map((s, i) => (s + 0.2 * (i % 2) >= 0.6 ? 1 : 0)) as unknown as Int32Array,
    score,
  };
}

test('cutoffs by group close the gap of shifted scores, and cost less', () => {
  const points = pareto(
    shifted(200),
    shifted(200),
    0.6,
    { truePositive: 0, falsePositive: 1, falseNegative: 1, trueNegative: 0 },
    'truePositiveRate',
    createRng(2),
  );
  // At .6 all positives of a (scores from .6) are found; of b those from .8 of .6 to 1.0 before the shift: half.
  expect(points[0]!.gap.value).toBeCloseTo(0.5, 2);
  expect(points[1]!.gap.value).toBe(0);
  expect(points[1]!.cost).toBe(0);
  expect(text(labFinding(points))).toMatch(/to \.000 .* less per 1,000 rows/);
  expect(
    pareto(
      shifted(40),
      shifted(40),
      0.6,
      { truePositive: 0, falsePositive: 1, falseNegative: 1, trueNegative: 0 },
      'selectionRate',
      createRng(2),
    ),
  ).toEqual([]);
});
