import { expect, test } from 'vitest';
import { createRng } from '../../../src/core/base/random.ts';
import {
  alongWeights,
  atWeight,
  candidatesFrom,
  columnsOf,
  orderOf,
  rankingFinding,
  scoresAt,
  weightFinding,
} from '../../../src/ui/stages/evaluate/candidates.ts';

const framing = {
  kind: 'decoupled' as const,
  ...{ target: 'taken', positive: 'yes', query: 'q', item: 'shop', first: 1, value: 'margin', weight: 0 },
  watch: [{ who: 'engineer', column: 'minutes', better: 'less' as const }],
};
/** Two queries of two: the likelier one is right and brings less in both. */
const cells = [
  ['q1', 'a', '10', '5'],
  ['q1', 'b', '30', '9'],
  ['q2', 'c', '20', '4'],
  ['q2', 'a', '40', '2'],
].map(([q, shop, minutes, margin]) => [q!, shop!, margin!, minutes!]);
const told = candidatesFrom(framing, cells, {
  actual: Int32Array.of(1, 0, 0, 1),
  right: Float64Array.of(0.8, 0.2, 0.4, 0.6),
  worth: Float64Array.of(5, 9, 4, 2),
  deviations: [0.5, 2],
});
const plain = (segments: { text: string }[]) => segments.map(({ text }) => text).join('');

test('asks the table for query, item and what is watched, the value among it', () => {
  expect(columnsOf(framing)).toEqual(['q', 'shop', 'margin', 'minutes']);
  expect(columnsOf({ kind: 'per-item', target: 't', positive: 'y', query: 'q', first: 3 })).toEqual(['q', 'q']);
  expect([...told.queries]).toEqual([0, 0, 1, 1]);
  expect(told.watched.map(({ who, values }) => [who, ...values])).toEqual([
    ['value', 5, 9, 4, 2],
    ['engineer', 10, 30, 20, 40],
  ]);
});

test('the weight turns the order round, and the models stay', () => {
  expect(orderOf(told, 0, scoresAt(told, 0))).toEqual([0, 1]);
  // At 1: 5/2 against 9/2.
  expect(orderOf(told, 0, scoresAt(told, 1))).toEqual([1, 0]);
  const [none, all] = [0, 1].map((weight) => atWeight(told, weight, 1, createRng(0), 200));
  expect([none!.hit.value, ...none!.means.map(({ value }) => value)]).toEqual([1, 3.5, 25]);
  expect([all!.hit.value, ...all!.means.map(({ value }) => value)]).toEqual([0, 6.5, 25]);
  expect(none!.hit.n).toBe(2);
});

test('the way between is 21 weights, and ends where it is told to', async () => {
  const rng = createRng(0);
  const along = await alongWeights(told, 1, rng, new AbortController().signal);
  expect([along.length, along[0]!.weight, along[20]!.weight]).toEqual([21, 0, 1]);
  const gone = new AbortController();
  gone.abort();
  expect(await alongWeights(told, 1, rng, gone.signal)).toEqual([]);
});

test('says who gains by the weight and who pays', () => {
  const [none, all] = [0, 1].map((weight) => atWeight(told, weight, 1, createRng(0), 0));
  const both = [...told.watched, { who: 'rider', better: 'less' as const }];
  all!.means.push({ ...all!.means[1]!, value: 30 });
  none!.means.push({ ...none!.means[1]!, value: 25 });
  expect(plain(weightFinding(all!, none!, both, 1))).toBe(
    'At a weight of 1.00 the right one is among the first 1 in 0 % of 2 test queries (100 % by the target alone). Better off: value. Worse off: rider.',
  );
  expect(plain(weightFinding(none!, none!, both, 1))).toMatch(
    /in 100 % of 2 test queries\. This is the target alone\.$/,
  );
});

test('the finding of a ranking is told beside a random order', () => {
  const estimate = (value: number | null) => ({ value, low: null, high: null, n: 253 });
  const metrics = { 'hit@1': estimate(0.59), 'hit@3': estimate(0.93) };
  const baseline = { 'hit@1': estimate(0.125), 'hit@3': estimate(0.375) };
  const told = { kind: 'per-item' as const, target: 't', positive: 'yes', query: 'session', first: 3 };
  expect(plain(rankingFinding(metrics, baseline, told))).toBe(
    'The right candidate comes first in 59 % of 253 test queries by session; a random order would have it so in 13 %, and among the first 3 in 93.0 % (38 %).',
  );
  expect(plain(rankingFinding({ 'hit@1': estimate(null) }, baseline, told))).toMatch(/nothing can be said/);
});
