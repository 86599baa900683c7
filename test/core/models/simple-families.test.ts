import { describe, expect, test } from 'vitest';
import { classifiers } from '../../../src/core/models/index.ts';
import { computeOf, context, input, matrix, noisy } from './fixtures.ts';

const compute = await computeOf('cpu');
const fit = (kind: string, data: Parameters<typeof input>, options: object = {}) => {
  const family = classifiers[kind]!;
  return family.fit(input(...data), family.options.parse(options), context(compute));
};
const predict = (state: Awaited<ReturnType<typeof fit>>['state'], rows: number[][]) =>
  classifiers[state.kind]!.predict(state, matrix(rows), compute);

describe('one rule', () => {
  // The second column parts the classes at 4.5 with one error; the first has 3 errors at best.
  const rows = [
    [1, 1],
    [0, 2],
    [1, 3],
    [0, 4],
    [1, 5],
    [0, 6],
    [1, 7],
    [0, 8],
  ];
  const y = [0, 0, 0, 0, 1, 0, 1, 1];

  test('takes the column that errs least, and can be read', async () => {
    const { state } = await fit('one-rule', [rows, y], { smallest: 3 });
    // 1 to 4 are four of class 0, and 5 is of class 1: the interval ends. From 5 on: 1, 0, 1, 1, which never ends in between.
    expect(state.json).toMatchObject({ name: 'x1', error: 1 / 8, rule: 'x1: under 4.5 class 0, from 4.5 class 1' });
    // Laplace: (4 + 1) / (4 + 2) and (1 + 1) / (4 + 2).
    const scores = await predict(state, [
      [9, 4.4],
      [9, 4.6],
    ]);
    expect([...scores].map((p) => Number(p.toFixed(6)))).toEqual([0.833333, 0.166667, 0.333333, 0.666667]);
  });

  test('a column that never varies leaves one interval', async () => {
    const { state } = await fit(
      'one-rule',
      [
        [[1], [1], [1]],
        [0, 1, 1],
      ],
      { smoothing: 0 },
    );
    expect(state.json['rule']).toBe('x0: always class 1');
    expect([...(await predict(state, [[5]]))].map((p) => p.toFixed(6))).toEqual(['0.333333', '0.666667']);
  });
});

describe('naive Bayes', () => {
  test('counts by hand', async () => {
    // Class 0: 2 of a, 1 of b; class 1: 0 of a, 3 of b; add 1: 3/5, 2/5 and 1/5, 4/5; priors 1/2.
    const data: Parameters<typeof input> = [
      [
        [2, 1],
        [0, 3],
      ],
      [0, 1],
    ];
    const { state } = await fit('naive-bayes', data, { distribution: 'multinomial' });
    // One a: 3/5 against 1/5.
    expect((await predict(state, [[1, 0]]))[0]).toBeCloseTo(3 / 4, 12);
  });

  test('refuses counts under 0, and names the column', async () => {
    const fitting = fit(
      'naive-bayes',
      [
        [
          [2, -1],
          [0, 3],
        ],
        [0, 1],
      ],
      { distribution: 'multinomial' },
    );
    await expect(fitting).rejects.toThrow(/no value may be under 0.*: x1 has -1$/);
  });

  test('refuses a column that does not vary where no variance is added', async () => {
    const fitting = fit(
      'naive-bayes',
      [
        [
          [1, 2],
          [1, 3],
          [0, 4],
          [2, 5],
        ],
        [0, 0, 1, 1],
      ],
      { varSmoothing: 0 },
    );
    await expect(fitting).rejects.toThrow('study.model.options.varSmoothing: must be over 0');
  });

  test('a class without rows is never likely', async () => {
    for (const distribution of ['gaussian', 'multinomial', 'complement', 'bernoulli']) {
      const { state } = await fit(
        'naive-bayes',
        [
          [
            [1, 2],
            [3, 1],
            [2, 0],
          ],
          [0, 1, 1],
          { classes: 3 },
        ],
        { distribution },
      );
      const scores = await predict(state, [[1, 1]]);
      expect(scores[2]).toBe(0);
      expect(scores[0]! + scores[1]!).toBeCloseTo(1, 12);
    }
  });
});

describe('nearest neighbours', () => {
  const rows = [
    [0, 0],
    [0, 0],
    [3, 4],
    [6, 8],
  ];

  test('votes by distance by hand', async () => {
    // From (0, 1): 1, 1, sqrt(9 + 9), so class 1 has 1 / 4.2426 against 1 + 1.
    const options = { neighbors: 3, weights: 'distance' };
    const { state } = await fit('nearest-neighbors', [rows, [0, 0, 1, 1]], options);
    const far = 1 / Math.sqrt(18);
    expect((await predict(state, [[0, 1]]))[1]).toBeCloseTo(far / (2 + far), 12);
    // At no distance from two of class 0: they decide alone.
    expect([...(await predict(state, [[0, 0]]))]).toEqual([1, 0]);
  });

  test('the earlier of equally near rows votes', async () => {
    const { state } = await fit(
      'nearest-neighbors',
      [
        [[1], [-1], [9]],
        [1, 0, 0],
      ],
      { neighbors: 1 },
    );
    expect([...(await predict(state, [[0]]))]).toEqual([0, 1]);
  });

  test('distances keep their digits far from the origin', async () => {
    // |a|^2 is about 1e12 and the squared gaps are 1/64 and 1/16: 1/d is 8 against 4.
    const data: Parameters<typeof input> = [
      [[1e6 + 0.125], [1e6 - 0.25]],
      [0, 1],
    ];
    const { state } = await fit('nearest-neighbors', data, { neighbors: 2, weights: 'distance' });
    expect((await predict(state, [[1e6]]))[0]).toBeCloseTo(8 / 12, 12);
  });

  test('rows of weight 0 are not kept, and more neighbours than rows are refused', async () => {
    const weights = new Float64Array([1, 1, 1, 0]);
    const fitting = fit('nearest-neighbors', [rows, [0, 0, 1, 1], { weights }], { neighbors: 4 });
    await expect(fitting).rejects.toThrow(
      'study.model.options.neighbors: must be at most the number of training rows, 3: 4',
    );
  });
});

describe('linear SVM', () => {
  test('two rows by hand', async () => {
    // x = -1 and 1: by symmetry no intercept; squared hinge: w^2 / 2 + 2 C (1 - w)^2 is least at w = 4C / (1 + 4C) = 0.8.
    const { state } = await fit(
      'linear-svm',
      [
        [[-1], [1]],
        [0, 1],
      ],
      { cost: 1, tolerance: 1e-10 },
    );
    expect(state.arrays['coefficients']![0]).toBeCloseTo(0.8, 8);
    expect(state.arrays['intercepts']![0]).toBeCloseTo(0, 8);
  });

  test('says when it stopped before it had converged', async () => {
    const family = classifiers['linear-svm']!;
    const options = family.options.parse({ maxPasses: 1, tolerance: 1e-9 });
    expect((await family.fit(noisy(200, 4), options, context(compute))).ended).toBe('iteration limit');
  });

  test('refuses a class without rows', async () => {
    const fitting = fit('linear-svm', [[[1], [2]], [0, 1], { classes: 3 }]);
    await expect(fitting).rejects.toThrow('linear-svm needs rows of every class; none of class code: 2');
  });
});

describe('logistic with an L1 penalty', () => {
  const family = classifiers['logistic']!;

  test('two rows by hand', async () => {
    // x = -1 and 1, no intercept by symmetry: 2 / (1 + e^w) = l1 at the minimum, so l1 = 2 / (1 + e) gives w = 1.
    const { state } = await fit(
      'logistic',
      [
        [[-1], [1]],
        [0, 1],
      ],
      { l2: 0, l1: 2 / (1 + Math.E) },
    );
    expect(state.arrays['coefficients']![0]).toBeCloseTo(1, 6);
    expect(state.json['nonZero']).toBe(1);
  });

  test('a penalty over the slope at 0 leaves no column', async () => {
    const { state, ended } = await fit(
      'logistic',
      [
        [[-1], [1]],
        [0, 1],
      ],
      { l2: 0, l1: 1.01 },
    );
    expect([...state.arrays['coefficients']!]).toEqual([0]);
    expect([state.json['nonZero'], ended]).toEqual([0, 'converged']);
  });

  test('Newton steps and gradient steps reach minima where no subgradient is larger than the tolerance', async () => {
    // 601 columns and the intercept go over the limit of Newton's method.
    for (const columns of [100, 601]) {
      const data = noisy(200, columns, 2, 9);
      const fitted = await family.fit(data, family.options.parse({ l1: 4, tolerance: 1e-8 }), context(compute));
      const { coefficients, intercepts } = fitted.state.arrays;
      expect(fitted.ended).toBe('converged');
      const slopes = new Float64Array(columns + 1);
      for (let r = 0; r < 200; r++) {
        let z = intercepts![0]!;
        for (let c = 0; c < columns; c++) z += data.x.values[r * columns + c]! * coefficients![c]!;
        const gap = 1 / (1 + Math.exp(-z)) - data.y[r]!;
        for (let c = 0; c < columns; c++) slopes[c]! += gap * data.x.values[r * columns + c]!;
        slopes[columns]! += gap;
      }
      coefficients!.forEach((w, c) => {
        const slope = slopes[c]! + w;
        if (w === 0) expect(Math.abs(slope)).toBeLessThanOrEqual(4 + 1e-5);
        else expect(slope).toBeCloseTo(-4 * Math.sign(w), 5);
      });
      expect(slopes[columns]).toBeCloseTo(0, 5);
      expect(fitted.state.json['nonZero']).toBe(coefficients!.filter((w) => w !== 0).length);
    }
  });
});
