import { describe, expect, test } from 'vitest';
import { createRng } from '../../../src/core/base/random.ts';
import type { Frame, FrameColumn, Targets } from '../../../src/core/features/contract.ts';
import { ordinal } from '../../../src/core/features/ordinal.ts';
import { target } from '../../../src/core/features/target.ts';

/** A cell that is `-` is missing. */
function frame(
  cells: string,
  type: 'category' | 'ordinal' = 'category',
  levels = [...new Set(cells.replaceAll('-', ''))],
): Frame {
  const codes = Int32Array.from(cells, (cell) => levels.indexOf(cell));
  const column: FrameColumn = { name: 'c', source: 'c', type, values: null, codes, levels, indicator: false };
  return { rows: cells.length, columns: [column] };
}
const numbers = ({ columns }: Frame) => columns.map(({ values }) => [...values!]);
const classesOf = (codes: string, classes = 2, seed = 1): Targets => ({
  codes: Int32Array.from(codes, Number),
  classes,
  rng: createRng(seed),
});

describe('ordinal', () => {
  test('the place by code point; a level never seen is -1, what is missing stays so', () => {
    const state = ordinal.fit(frame('cab-a'), { columns: 'category' }, 'p');
    expect(numbers(ordinal.apply(state, frame('abcz-')))).toEqual([[0, 1, 2, -1, NaN]]);
  });

  test('an ordinal column keeps its own order', () => {
    const state = ordinal.fit(frame('LMH', 'ordinal', ['L', 'M', 'H']), { columns: 'category' }, 'p');
    expect(numbers(ordinal.apply(state, frame('HML', 'ordinal', ['L', 'M', 'H'])))).toEqual([[2, 1, 0]]);
  });
});

describe('target', () => {
  // a: 1 of 2; b: 3 of 3; missing: 0 of 1. Overall 4 of 6.
  const train = frame('aabbb-');
  const told = classesOf('101110');

  test('the share of the level smoothed towards the share overall; unseen levels get that, missing is a level', () => {
    const state = target.fit(train, { columns: 'category', smooth: 2 }, 'p', told);
    // (1 + 2 * 2/3) / 4, (3 + 4/3) / 5, (0 + 4/3) / 3, 2/3.
    const [values] = numbers(target.apply(JSON.parse(JSON.stringify(state)) as typeof state, frame('ab-z')));
    [7 / 12, 13 / 15, 4 / 9, 2 / 3].forEach((share, i) => expect(values![i]).toBeCloseTo(share, 12));
  });

  test('auto weighs by the variance inside the level, as the manual of scikit-learn has it', () => {
    const state = target.fit(train, { columns: 'category', smooth: 'auto' }, 'p', told);
    // Variance overall 2/9. a: n 2, inside 1/4: weight (4/9) / (4/9 + 1/4) = 16/25, 0.64 * 1/2 + 0.36 * 2/3 = 0.56. b: inside 0, weight 1.
    const [values] = numbers(target.apply(state, frame('ab')));
    expect(values![0]).toBeCloseTo(0.56, 12);
    expect(values![1]).toBeCloseTo(1, 12);
  });

  test('more than two classes: a column a class', () => {
    const state = target.fit(frame('aabbb'), { columns: 'category', smooth: 0 }, 'p', classesOf('01222', 3));
    const made = target.apply(state, frame('ab'));
    expect(made.columns.map(({ name, source }) => [name, source])).toEqual([
      ['c (class 0)', 'c'],
      ['c (class 1)', 'c'],
      ['c (class 2)', 'c'],
    ]);
    expect(numbers(made)).toEqual([
      [0.5, 0],
      [0.5, 0],
      [0, 1],
    ]);
  });

  test('a training row gets what the other folds say: its own class never moves its own value', () => {
    const cells = 'abcdefghij'.repeat(2);
    const classes = '0110100111'.repeat(2);
    const crossed = (codes: string) =>
      numbers(target.fitApply!(frame(cells), { columns: 'category', smooth: 0 }, 'p', classesOf(codes)).frame)[0]!;
    const before = crossed(classes);
    // Two rows a level: each gets the other's class, or, where both are in one fold, the share of the other folds.
    for (let i = 0; i < 10; i++)
      for (const [own, other] of [
        [i, i + 10],
        [i + 10, i],
      ] as const)
        if (Number.isInteger(before[own])) expect(before[own]).toBe(Number(classes[other]));
    expect(before.filter((share) => Number.isInteger(share)).length).toBeGreaterThan(8);
    // A column that says nothing but the row: every level is unseen outside its fold, so no value tells its class.
    const alone = frame('abcdefghij');
    const only = numbers(
      target.fitApply!(alone, { columns: 'category', smooth: 0 }, 'p', classesOf('0101010101')).frame,
    );
    // 5 folds of 2 rows, one of each class: the other 8 rows are half of each.
    expect(only).toEqual([Array(10).fill(0.5)]);
    expect(crossed(classes)).toEqual(before);
  });

  test('without a target it refuses, and with under 5 rows', () => {
    const fit = (rows: Frame, targets: Targets | null) => () =>
      target.fit(rows, { columns: 'category', smooth: 0 }, 'study.recipe[0]', targets);
    expect(fit(train, null)).toThrow('study.recipe[0].step: needs a target to learn from: target');
    expect(fit(frame('abab'), classesOf('0101'))).toThrow(
      'study.recipe[0].step: needs 5 training rows at least, and there are 4: target',
    );
  });
});
