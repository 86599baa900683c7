import { describe, expect, test } from 'vitest';
import { createCompute } from '../../../src/core/compute/index.ts';
import { createRng } from '../../../src/core/base/random.ts';
import { fitPenalised, type Penalty } from '../../../src/core/models/penalised.ts';
import { control } from '../study/fixture.ts';

const x = {
  rows: 8,
  names: ['a', 'b'],
  values: Float32Array.from([0, 1, 1, 0, 2, 1, 3, 0, 1, 1, 0, 0, 5, 0, 4, 1]),
};
const y = Int32Array.of(0, 0, 1, 1, 1, 0, 0, 1);
const groups = Int32Array.of(0, 0, 0, 0, 1, 1, 1, 1);
const fit = async (told: Omit<Penalty, 'groups'>) => {
  const input = { x, y, classes: 2, weights: null, validation: null };
  const context = { ...control, compute: await createCompute({ prefer: 'cpu' }), rng: createRng(0) };
  const options = { l2: 1, maxIterations: 200, tolerance: 1e-12 };
  const { state } = await fitPenalised(input, options, { ...told, groups }, context);
  return [...state.arrays['coefficients']!, ...state.arrays['intercepts']!];
};

// Minimised by SciPy (BFGS, then Nelder-Mead) of the same objective written out with NumPy.
describe('the minimum is that of SciPy', () => {
  test.for([
    [{ strength: 0, alike: 'selectionRate' }, [0.32649544, 0.73533304, -1.02148299]],
    [{ strength: 1, alike: 'selectionRate' }, [0.14647947, 0.69581045, -0.64168073]],
    [{ strength: 2, alike: 'truePositiveRate' }, [0.30208253, 0.19569869, -0.69860049]],
  ] as const)('%o', async ([told, expected]) => {
    const found = await fit(told);
    found.forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 5));
  });
});

test('the order of groups does not matter', async () => {
  const one = await fit({ strength: 3, alike: 'selectionRate' });
  groups.forEach((g, i) => (groups[i] = 1 - g));
  const other = await fit({ strength: 3, alike: 'selectionRate' });
  other.forEach((value, i) => expect(value).toBeCloseTo(one[i]!, 9));
});
