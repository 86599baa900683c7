import { expect, test } from 'vitest';
import { decorrelate } from '../../../src/core/features/decorrelate.ts';
import { categories, frameOf, numbers } from './frames.ts';

const column = (frame: ReturnType<typeof frameOf>, name: string) => [
  ...frame.columns.find((one) => one.name === name)!.values!,
];

test('of a category every level gets the mean of all, and the column is dropped', () => {
  // Means: a (1 + 3) / 2 = 2, b (5 + 7) / 2 = 6, of all 4. So a moves up by 2 and b down by 2.
  const frame = frameOf(categories('sex', 'aabb'), numbers('hours', [1, 3, 5, 7]));
  const state = decorrelate.fit(frame, decorrelate.options.parse({ columns: ['hours'], of: ['sex'] }), 'p');
  const made = decorrelate.apply(state, frame);
  expect(made.columns.map(({ name }) => name)).toEqual(['hours']);
  expect(column(made, 'hours')).toEqual([3, 5, 3, 5]);
});

test('of a number the line of least squares is taken out about the mean; half of it with share 0.5', () => {
  // age 0, 1, 2 and pay 1, 2, 6: slope (−1 · −2 + 0 · −1 + 1 · 3) / 2 = 2.5, mean age 1.
  const frame = frameOf(numbers('age', [0, 1, 2]), numbers('pay', [1, 2, 6]));
  const told = { columns: ['pay'], of: ['age'], keep: true };
  const whole = decorrelate.fit(frame, decorrelate.options.parse(told), 'p');
  expect(column(decorrelate.apply(whole, frame), 'pay')).toEqual([3.5, 2, 3.5]);
  const half = decorrelate.fit(frame, decorrelate.options.parse({ ...told, share: 0.5 }), 'p');
  expect(column(decorrelate.apply(half, frame), 'pay')).toEqual([2.25, 2, 4.75]);
  expect(column(decorrelate.apply(half, frame), 'age')).toEqual([0, 1, 2]);
});

test('missing cells are a level of their own, missing numbers stay, and unseen levels are left as they are', () => {
  // Level means: a 2, missing 8, of all (1 + 3 + 8) / 3 = 4.
  const frame = frameOf(categories('sex', 'aa-a'), numbers('hours', [1, 3, 8, NaN]));
  const state = decorrelate.fit(frame, decorrelate.options.parse({ columns: 'number', of: ['sex'] }), 'p');
  expect(column(decorrelate.apply(state, frame), 'hours')).toEqual([3, 5, 4, NaN]);
  const others = frameOf(categories('sex', 'z-'), numbers('hours', [10, 10]));
  expect(column(decorrelate.apply(state, others), 'hours')).toEqual([10, 6]);
});

test('a column that is not there is refused by name', () => {
  const frame = frameOf(numbers('hours', [1, 2]));
  expect(() => decorrelate.fit(frame, decorrelate.options.parse({ columns: 'number', of: ['sex'] }), 'p')).toThrow(
    'p.of: must be the name of one column that is left before it (hours): sex',
  );
});
