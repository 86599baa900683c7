import { expect, test } from 'vitest';
import { createRng } from '../../../src/core/base/random.ts';
import { groupTable } from '../../../src/core/fairness/index.ts';
import { resampleGaps } from '../../../src/ui/stages/fairness/resample.ts';

const n = 600;
const groups = { names: ['a', 'b', 'c'], codes: Int32Array.from({ length: n }, (_, i) => (i < 10 ? 2 : i % 2)) };
const actual = Int32Array.from({ length: n }, (_, i) => (i % 3 === 0 ? 1 : 0));
const predicted = Int32Array.from({ length: n }, (_, i) => (i % 5 < 2 + (i % 2) ? 1 : 0));
const decisions = { groups, actual, predicted, positive: 1 };

test('a little at a time gives the same intervals as all at once', async () => {
  const rng = () => createRng(3);
  const bare = groupTable(groups, actual, predicted, 1, rng(), { bootstrap: 0 });
  const whole = groupTable(groups, actual, predicted, 1, rng(), { bootstrap: 200 });
  const sliced = await resampleGaps(bare.gaps, decisions, rng(), new AbortController().signal, 200);
  for (const key of Object.keys(whole.gaps) as (keyof typeof whole.gaps)[]) {
    expect(sliced[key].low).toBe(whole.gaps[key].low);
    expect(sliced[key].high).toBe(whole.gaps[key].high);
    expect(sliced[key].excluded).toContain('c');
  }
  expect(sliced.demographicParityDifference.low).not.toBeNull();
});
