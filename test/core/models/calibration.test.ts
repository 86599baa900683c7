import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRng } from '../../../src/core/base/random.ts';
import { applyCalibration, fitCalibration } from '../../../src/core/models/calibration/index.ts';
import { fitIsotonic, isotonicProbability } from '../../../src/core/models/calibration/isotonic.ts';
import { fitPlatt } from '../../../src/core/models/calibration/platt.ts';

const kinds = ['platt', 'isotonic', 'temperature'] as const;

/** Rows whose class is drawn from their own probabilities: calibrated by construction. */
function honest(rows: number, classes: number) {
  const rng = createRng(2);
  const logits = Array.from({ length: rows * classes }, () => 1.5 * rng.normal());
  const scores = softmax(logits, classes, 1);
  const codes = Int32Array.from({ length: rows }, (_, r) => {
    let left = rng.uniform();
    for (let k = 0; k < classes - 1; k++) if ((left -= scores[r * classes + k]!) < 0) return k;
    return classes - 1;
  });
  return { logits, scores, codes };
}

function softmax(logits: number[], classes: number, factor: number): Float64Array {
  const made = Float64Array.from(logits, (z) => Math.exp(factor * z));
  for (let at = 0; at < made.length; at += classes) {
    const sum = made.subarray(at, at + classes).reduce((a, b) => a + b, 0);
    for (let k = 0; k < classes; k++) made[at + k]! /= sum;
  }
  return made;
}

const loss = (scores: Float64Array, codes: Int32Array, classes: number) =>
  codes.reduce((sum, code, r) => sum - Math.log(Math.max(scores[r * classes + code]!, 1e-15)), 0) / codes.length;

/** Any scores of 40 rows with their classes. */
const scored = fc.integer({ min: 2, max: 4 }).chain((classes) =>
  fc.record({
    classes: fc.constant(classes),
    logits: fc.array(fc.double({ min: -8, max: 8, noNaN: true }), { minLength: 40 * classes, maxLength: 40 * classes }),
    codes: fc.array(fc.integer({ min: 0, max: classes - 1 }), { minLength: 40, maxLength: 40 }),
  }),
);

describe('every kind', () => {
  test.for(kinds)('%s gives probabilities that sum to 1', (kind) => {
    fc.assert(
      fc.property(scored, ({ classes, logits, codes }) => {
        const scores = softmax(logits, classes, 1);
        const made = applyCalibration(fitCalibration(kind, scores, Int32Array.from(codes), classes), scores, classes);
        for (let at = 0; at < made.length; at += classes) {
          const row = [...made.subarray(at, at + classes)];
          expect(row.every((p) => p >= 0 && p <= 1)).toBe(true);
          expect(row.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 9);
        }
      }),
      { numRuns: 50 },
    );
  });

  test.for(kinds)('%s survives being written as JSON', (kind) => {
    const { scores, codes } = honest(200, 3);
    const made = fitCalibration(kind, scores, codes, 3);
    const read = JSON.parse(JSON.stringify(made)) as typeof made;
    expect(applyCalibration(read, scores, 3)).toEqual(applyCalibration(made, scores, 3));
  });

  test.for(kinds)('%s needs rows', (kind) => {
    expect(() => fitCalibration(kind, new Float64Array(0), new Int32Array(0), 2)).toThrow(
      `study.calibration: is fitted on validation rows, and there are none: ${kind}`,
    );
  });
});

describe('temperature', () => {
  test.for([2, 4])('logits three times too large are found out, %i classes', (classes) => {
    const { logits, codes } = honest(6000, classes);
    const calibration = fitCalibration('temperature', softmax(logits, classes, 3), codes, classes);
    expect(calibration.kind === 'temperature' && calibration.temperature).toBeCloseTo(3, 0);
  });

  test('never changes which class is likeliest, and never raises the loss on its own rows', () => {
    fc.assert(
      fc.property(scored, ({ classes, logits, codes }) => {
        const scores = softmax(logits, classes, 1);
        const actual = Int32Array.from(codes);
        const made = applyCalibration(fitCalibration('temperature', scores, actual, classes), scores, classes);
        expect(loss(made, actual, classes)).toBeLessThanOrEqual(loss(scores, actual, classes) + 1e-9);
        for (let at = 0; at < made.length; at += classes) {
          const [before, after] = [scores, made].map((all) => [...all.subarray(at, at + classes)]);
          // Rounding may make near equals equal, never turn them round.
          expect(after![before!.indexOf(Math.max(...before!))]).toBeCloseTo(Math.max(...after!), 12);
        }
      }),
      { numRuns: 50 },
    );
  });
});

describe('isotonic', () => {
  test('pools what falls, by hand', () => {
    // .1 0 | .2 1, .3 0, .4 0 -> 1/3 each | .5 1: straight lines between .1, .2, .4 and .5.
    const made = fitIsotonic(Float64Array.of(0.1, 0.2, 0.3, 0.4, 0.5), [false, true, false, false, true]);
    expect(made).toEqual({ at: [0.1, 0.2, 0.4, 0.5], values: [0, 1 / 3, 1 / 3, 1] });
    expect(isotonicProbability(made, 0.15)).toBeCloseTo(1 / 6, 12);
    expect(isotonicProbability(made, 0)).toBe(0);
    expect(isotonicProbability(made, 0.9)).toBe(1);
  });

  test('equal scores are one point of their mean', () => {
    expect(fitIsotonic(Float64Array.of(0.3, 0.3, 0.3, 0.3), [true, false, true, true])).toEqual({
      at: [0.3],
      values: [0.75],
    });
  });

  test('never falls, and errs in squares no more than the scores themselves', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.boolean()), { minLength: 1, maxLength: 60 }),
        (rows) => {
          const scores = Float64Array.from(rows, ([score]) => score);
          const hits = rows.map(([, hit]) => hit);
          const made = fitIsotonic(scores, hits);
          expect(made.values.every((value, i) => i === 0 || value >= made.values[i - 1]!)).toBe(true);
          const squares = (read: (score: number) => number) =>
            rows.reduce((sum, [score, hit]) => sum + (read(score) - Number(hit)) ** 2, 0);
          // The scores are a never-falling curve too, so the nearest such curve is nearer.
          expect(squares((score) => isotonicProbability(made, score))).toBeLessThanOrEqual(squares((s) => s) + 1e-9);
        },
      ),
    );
  });
});

describe('platt', () => {
  test('one margin on both sides ends at the drawn-in share', () => {
    // 3 positives and 1 negative at margin 0: targets 4/5 and 1/3, their mean (3 * 4/5 + 1/3) / 4 = 41/60.
    const { offset } = fitPlatt(new Float64Array(4), [true, true, true, false], null);
    expect(1 / (1 + Math.exp(offset))).toBeCloseTo(41 / 60, 9);
  });

  test('a weight of 2 is the row twice', () => {
    const once = fitPlatt(Float64Array.of(-1, 0.5, 2, 1), [false, true, true, false], Float64Array.of(1, 2, 1, 1));
    const twice = fitPlatt(Float64Array.of(-1, 0.5, 0.5, 2, 1), [false, true, true, true, false], null);
    expect(once.slope).toBeCloseTo(twice.slope, 8);
    expect(once.offset).toBeCloseTo(twice.offset, 8);
  });
});
