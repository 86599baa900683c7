import { expect, test } from 'vitest';
import { createRng } from '../../../src/core/base/random.ts';
import { cellsOfClass, classGaps, jointDeals } from '../../../src/core/fairness/multiclass.ts';

const take = (decisions: Parameters<typeof jointDeals>[0], seed: number, n: number) => {
  const from = jointDeals(decisions, createRng(seed));
  return Array.from({ length: n + 1 }, () => from.next().value);
};

test('each class against the rest: 40 rows a group, three classes', () => {
  // Group 0 is said as it is; in group 1 class 2 is always said 1.
  const actual = Int32Array.from({ length: 120 }, (_, i) => i % 3);
  const codes = Int32Array.from({ length: 120 }, (_, i) => (i < 60 ? 0 : 1));
  const predicted = actual.map((a, i) => (codes[i] === 1 && a === 2 ? 1 : a));
  const decisions = { codes, groups: 2, actual, predicted, classes: 3 };
  const joints = take(decisions, 1, 199);
  // Of class 2 in group 1: 20 rows, none found, 40 others, none said.
  expect(cellsOfClass(joints[0]!, 2, 3, 2)[1]).toEqual({ tp: 0, fp: 0, fn: 20, tn: 40 });
  const [selection, found, alarmed] = classGaps(joints, 2, 3);
  // Said 2: 1/3 and 0. Said 1: 1/3 and 2/3. Said 0: 1/3 both.
  expect(selection!.gaps.map((gap) => Number(gap!.toFixed(12)))).toEqual([0, 0.333333333333, 0.333333333333]);
  expect(selection!.worst).toBe(1);
  expect(selection!.p).toBeLessThanOrEqual(0.02);
  // 20 positives a class and group are under 30: nothing to tell. 40 negatives: of class 1 none in group 0, half in group 1.
  expect(found).toMatchObject({ gaps: [null, null, null], worst: null, p: null, high: null });
  expect(alarmed).toMatchObject({ gaps: [0, 0.5, 0], worst: 1 });
});

test('a random attribute is flagged in one of twenty', () => {
  let flagged = 0;
  for (let seed = 0; seed < 300; seed++) {
    const rng = createRng(seed);
    const draw = (k: number) => Int32Array.from({ length: 211 }, () => rng.integer(k));
    const decisions = { codes: draw(3), groups: 3, actual: draw(3), predicted: draw(3), classes: 3 };
    if (classGaps(take(decisions, seed + 1000, 99), 3, 3)[0]!.p! <= 0.05) flagged++;
  }
  // Binomial(300, .05): 15, standard deviation 3.8.
  expect(Math.abs(flagged - 15)).toBeLessThanOrEqual(11);
}, 60_000);
