import { expect, test } from 'vitest';
import type { ShapleyPairs } from '../../../src/core/explain/shapley-pairs.ts';
import type { ModelBundle, Run } from '../../../src/core/study/run.ts';
import { shapleyPairsFigure, strongestOf } from '../../../src/ui/plots/shapley-pairs.ts';
import { scalesOf, togetherFinding } from '../../../src/ui/stages/explain/overview.ts';

const pairs: ShapleyPairs = {
  class: 'yes',
  columns: ['a', 'b', 'c'],
  values: [
    [0.1, 0.02, 0],
    [0.02, 0.3, -0.05],
    [0, -0.05, 0.2],
  ],
  ...{ output: 'logit', method: 'tree', background: 100, rows: 1 },
};
const words = (found: ShapleyPairs) => togetherFinding(found).map(({ text }) => text).join(''); // prettier-ignore

test('the strongest pair is told with both its halves', () => {
  // b and c: -.05 on either side, -.1 together.
  expect(strongestOf(pairs)).toEqual({ first: 'b', second: 'c', value: -0.05 });
  expect(words(pairs)).toBe('b and c do most together: −.100 of the log-odds for yes.');
  const alone = { ...pairs, values: pairs.values.map((row, i) => row.map((v, j) => (i === j ? v : 0))) };
  expect(words(alone)).toBe('No two columns do anything together to the log-odds for yes.');
});

test('the picture has the largest first, and the table what each does by itself and each two together', () => {
  const figure = shapleyPairsFigure(pairs);
  // Sizes of lines: a .12, b .37, c .25.
  expect((figure.data[0] as { x: string[] }).x).toEqual(['b', 'c', 'a']);
  expect(figure.table.rows).toEqual([
    ['b', '(by itself)', 0.3],
    ['b', 'c', -0.1],
    ['b', 'a', 0.04],
    ['c', '(by itself)', 0.2],
    ['c', 'a', 0],
    ['a', '(by itself)', 0.1],
  ]);
  expect(figure.rows).toBe('In closed form: worked out leaf by leaf; against 100 training rows');
  const mean = shapleyPairsFigure({ ...pairs, output: 'margin', rows: 50 }, 400);
  expect(mean.rows).toContain('50 of 400 test rows, a seeded sample');
  expect(mean.label).toContain('the margin for yes');
});

test('a margin is offered where the model has a score of its own', () => {
  const of = (classes: string[], kind: string, calibration?: object) =>
    scalesOf({ classes } as Run, { model: { kind }, calibration } as unknown as ModelBundle)[2]?.label;
  expect(of(['no', 'yes'], 'gradient-boosting')).toBeUndefined();
  expect(of(['no', 'yes'], 'gradient-boosting', {})).toBe('log-odds before calibration');
  expect(of(['no', 'yes'], 'random-forest', {})).toBe('score before calibration');
  expect(of(['a', 'b', 'c'], 'gradient-boosting')).toBe('margin before the softmax');
  expect(of(['a', 'b', 'c'], 'logistic')).toBeUndefined();
});
