import { expect, test } from 'vitest';
import { around, rangesOf, Scales, type Range } from '../../../src/ui/plots/scales.svelte.ts';
import { scaled } from '../../../src/ui/plots/scaling.ts';

test('an axis has room for every run looked at, turned as it was, and forgets them with the table', () => {
  let about = { table: 't', run: 'a' as string | null };
  const scales = new Scales(() => about);
  const shared = (run: string | null, own: Range, table = 't') => {
    about = { table, run };
    return scales.shared('y', own);
  };
  expect(shared('a', [0, 5])).toEqual([0, 5]);
  expect(shared('b', [1, 9])).toEqual([0, 9]);
  expect(shared('a', [0, 4])).toEqual([0, 9]);
  // What is of no run has its own range and leaves none behind; a run has its newest only.
  expect(shared(null, [0, 99])).toEqual([0, 99]);
  expect(shared('b', [1, 3])).toEqual([0, 4]);
  expect(shared('b', [0, 3], 'other')).toEqual([0, 3]);
});

test('the range around two', () => {
  expect(around([0, 1], [2, 3])).toEqual([0, 3]);
  expect(around([0, 1], [3, 2])).toEqual([3, 0]);
  expect(around(['2020-01-01', '2020-05-01'], ['2019-01-01', '2020-02-01'])).toEqual(['2019-01-01', '2020-05-01']);
  expect(around(['2020-01-01', '2020-05-01'], [1, 2])).toEqual([1, 2]);
});

test('what a person drew near is told by axis', () => {
  expect(rangesOf({ 'xaxis.range[0]': 0.1, 'xaxis.range[1]': 0.2, 'yaxis2.range': [3, 4] })).toEqual({
    xaxis: [0.1, 0.2],
    yaxis2: [3, 4],
  });
  expect(rangesOf({ 'xaxis.autorange': true, width: 300 })).toEqual({});
});

test('only a scale can be drawn near, not places for names', () => {
  globalThis.matchMedia ??= (() => ({ matches: true })) as unknown as typeof matchMedia;
  const layout = { xaxis: { fixedrange: true }, yaxis: { fixedrange: true }, dragmode: false as const };
  scaled([{ type: 'bar', x: ['a', 'b'], y: [1, 2] }], layout, { xaxis: [0, 1], yaxis: [0.5, 1] });
  expect(layout).toEqual({
    xaxis: { fixedrange: true },
    yaxis: { fixedrange: false, range: [0.5, 1], autorange: false },
    dragmode: 'zoom',
  });
});
