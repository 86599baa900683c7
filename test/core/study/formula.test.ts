import { describe, expect, test } from 'vitest';
import { createRng } from '../../../src/core/base/random.ts';
import { evaluateFormula, parseFormula } from '../../../src/core/study/formula.ts';

const read = (text: string) => parseFormula(text, 'study.purpose.formula');
/** 100 rows: 50 left rightly, 10 named wrongly, 5 missed, 35 named rightly. */
const matrix = [
  [50, 10],
  [5, 35],
];
const on = (text: string, cells = matrix) => evaluateFormula(read(text), cells, createRng(1));

describe('a formula', () => {
  test('keeps the order of signs', () => {
    // 2 + 3 · 4 − 6 / 2 = 11; (2 + 3) · 4 = 20; −(1 − 3) = 2; 8 / 4 / 2 = 1; 5 − 2 − 1 = 2.
    expect(on('2 + 3 * 4 - 6 / 2').value).toBe(11);
    expect(on('(2 + 3) * 4').value).toBe(20);
    expect(on('-(1 - 3)').value).toBe(2);
    expect(on('8 / 4 / 2').value).toBe(1);
    expect(on('5 - 2 - 1').value).toBe(2);
  });

  test('takes its quantities from the counts', () => {
    // TP .35, FP .1, FN .05: 1000 · (20 · .35 − 5 · .1 − 40 · .05) = 1000 · (7 − .5 − 2) = 4500.
    expect(on('1000 * (20 * named_rightly - 5 * named_wrongly - 40 * missed)').value).toBeCloseTo(4500, 9);
    // 35 / 45 and 35 / 40.
    expect(on('precision').value).toBeCloseTo(35 / 45, 12);
    expect(on('recall').value).toBeCloseTo(35 / 40, 12);
    expect(on('right + wrong').value).toBe(1);
  });

  test('has an interval that resampled rows give: of a share about ± 1.96 · √(p (1 − p) / n)', () => {
    // 1000 · .85 ± 1960 · √(.85 · .15 / 100) = 850 ± 70.
    const { value, low, high, n } = on('1000 * right');
    expect(value).toBeCloseTo(850, 9);
    expect(low!).toBeGreaterThan(765);
    expect(low!).toBeLessThan(795);
    expect(high!).toBeGreaterThan(905);
    expect(high!).toBeLessThan(930);
    expect(n).toBe(100);
  });

  test('that names a positive class is undefined of three classes, and says so', () => {
    const three = [
      [3, 0, 0],
      [0, 3, 1],
      [0, 0, 3],
    ];
    expect(on('recall', three)).toMatchObject({
      value: null,
      reason: 'recall needs a positive class, and there are 3 classes',
    });
    expect(on('right', three).value).toBeCloseTo(0.9, 12);
    expect(
      on('1 / named_wrongly', [
        [1, 0],
        [0, 1],
      ]),
    ).toMatchObject({ value: null, reason: 'something is divided by 0' });
  });

  test('is refused in one sentence', () => {
    expect(() => read('2 * recal')).toThrow(
      /^study\.purpose\.formula: not a number.*did you mean recall\?\), but recal: 2 \* recal$/,
    );
    expect(() => read('2 *')).toThrow('study.purpose.formula: ends too early: 2 *');
    expect(() => read('(2 + 3')).toThrow('a parenthesis is not closed: (2 + 3');
    expect(() => read('2 3')).toThrow('a sign is missing before 3: 2 3');
    expect(() => read('constructor')).toThrow('not a number');
  });
});
