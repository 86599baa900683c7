import { beforeAll, expect, test } from 'vitest';
import { createRng } from '../../../src/core/base/random.ts';
import type { Compute } from '../../../src/core/compute/types.ts';
import type { FitInput } from '../../../src/core/models/contract.ts';
import { classifiers } from '../../../src/core/models/index.ts';
import { meanLogLoss } from '../../../src/core/models/one-shot.ts';
import { computeOf, context, noisy } from './fixtures.ts';

let compute: Compute;
beforeAll(async () => {
  compute = await computeOf('cpu');
});

async function scoresOf(kind: string, input: FitInput, x = input.x, options: object = {}) {
  const family = classifiers[kind]!;
  const { state } = await family.fit(input, family.options.parse(options), context(compute));
  return { state, scores: await family.predict(state, x, compute) };
}

test.for([2, 3])('the mean of what its members say, of %d classes', async (classes) => {
  const input = noisy(120, 4, classes, 5);
  const [first, second] = [await scoresOf('naive-bayes', input), await scoresOf('logistic', input)];
  const { scores } = await scoresOf('blend', input, input.x, { members: ['naive-bayes', 'logistic'], how: 'mean' });
  for (const [at, score] of scores.entries())
    expect(score).toBeCloseTo((first.scores[at]! + second.scores[at]!) / 2, 12);
});

/** Two signs that decide together and nothing alone: trees can tell, a weighted sum cannot. */
function crossed(rows: number, seed: number): FitInput {
  const rng = createRng(seed);
  const values = Float32Array.from({ length: rows * 2 }, () => rng.normal());
  const y = Int32Array.from({ length: rows }, (_, row) => {
    const hit = values[2 * row]! * values[2 * row + 1]! > 0;
    return Number(rng.uniform() < 0.9 ? hit : !hit);
  });
  return { x: { rows, names: ['a', 'b'], values }, y, classes: 2, weights: null, validation: null };
}

test('stacking leans on the member that tells, and is little worse than it on new rows', async () => {
  const [training, fresh] = [crossed(600, 1), crossed(600, 2)];
  const options = { members: ['logistic', 'gradient-boosting'], how: 'stacking' };
  const { state, scores } = await scoresOf('blend', training, fresh.x, options);
  const [linear, trees] = state.arrays['2/coefficients']!;
  expect(trees).toBeGreaterThan(2);
  // The linear member says about a half whatever the row, so that its weight moves hardly anything: 0.1 of probability at most.
  const { scores: said } = await scoresOf('logistic', training, fresh.x);
  const spread = Math.max(...said) - Math.min(...said);
  expect(Math.abs(linear!) * spread).toBeLessThan(trees! / 2);
  const loss = (of: Float64Array) => meanLogLoss(of, fresh.y, 2, null);
  const { scores: best } = await scoresOf('gradient-boosting', training, fresh.x);
  expect(loss(scores)).toBeLessThan(loss(said));
  expect(loss(scores)).toBeLessThan(1.1 * loss(best));
});

test('one seed gives the same blend', async () => {
  const input = noisy(120, 4, 2, 5);
  const options = { members: ['naive-bayes', 'decision-tree'] };
  const [one, again] = [
    await scoresOf('blend', input, input.x, options),
    await scoresOf('blend', input, input.x, options),
  ];
  expect(again.scores).toEqual(one.scores);
});
