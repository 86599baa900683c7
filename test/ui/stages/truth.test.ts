import { expect, test } from 'vitest';
import { chancesOf, limitFinding, limitOf, limitOfQueries, ruleOf } from '../../../src/ui/stages/evaluate/truth.ts';

const truth = {
  target: 'y',
  classes: ['a', 'b', 'c'],
  chances: [
    [0.7, 0.2, 0.1],
    [0.1, 0.3, 0.6],
    [0.3, 0.4, 0.3],
  ],
};
const plain = (segments: { text: string }[]) => segments.map(({ text }) => text).join('');
const rows = Uint32Array.of(0, 1, 2);

test('takes the chances to the classes of the run, whatever its kind of answer', () => {
  const several = chancesOf(truth, { kind: 'multiclass', target: 'y' }, ['c', 'a', 'b'], Uint32Array.of(1));
  expect([...several!]).toEqual([0.6, 0.1, 0.3]);
  const binary = chancesOf(truth, { kind: 'binary', target: 'y', positive: 'b' }, ['not b', 'b'], rows);
  expect([...binary!].map((p) => Number(p.toFixed(9)))).toEqual([0.8, 0.2, 0.7, 0.3, 0.6, 0.4]);
  const tree = { kind: 'hierarchical' as const, target: ['x', 'y'], how: 'nodes' as const };
  expect([...chancesOf(truth, tree, ['low / b', 'low / c', 'up / a'], Uint32Array.of(0))!]).toEqual([0.2, 0.1, 0.7]);
});

test('of another target, or a row that is not there, nothing is said', () => {
  expect(chancesOf(truth, { kind: 'multiclass', target: 'x' }, ['a', 'b'], rows)).toBeNull();
  expect(chancesOf(truth, { kind: 'multiclass', target: 'y' }, ['a', 'b', 'c'], Uint32Array.of(3))).toBeNull();
});

test('the rule names the likeliest class: right in the long run on the mean of its chances', () => {
  const chances = chancesOf(truth, { kind: 'multiclass', target: 'y' }, ['a', 'b', 'c'], rows)!;
  // The rule says a, c, b. Of actual a, b, b it has two, of three; a model that says b, b, b has two as well.
  const limit = limitOf(chances, 3, Int32Array.of(0, 1, 1), Int32Array.of(1, 1, 1))!;
  expect(limit.expected).toBeCloseTo((0.7 + 0.6 + 0.4) / 3, 12);
  expect([limit.rule.value, limit.model.value, limit.rule.n]).toEqual([2 / 3, 2 / 3, 3]);
  // Rule right on rows 0 and 2, a model that says c, a, a on none: (2 - 0) / 3, +- 1.96 sqrt(2 - 4/3) / 3 = 0.533.
  const worse = limitOf(chances, 3, Int32Array.of(0, 1, 1), Int32Array.of(2, 0, 0))!;
  expect(worse.left.low).toBeCloseTo(2 / 3 - (1.959964 * Math.sqrt(2 / 3)) / 3, 6);
  expect(plain(limitFinding(worse, 'test rows'))).toMatch(
    /57 % of such test rows, and is on 67 % of these; the model is on 0 %\. 66\.7 of 100 could still be learned/,
  );
  expect(plain(limitFinding(limit, 'test rows'))).toMatch(/cannot be told from nothing/);
  expect(limitOf(chances, 3, new Int32Array(0), new Int32Array(0))).toBeNull();
});

test('finds the paragraph of a card that states the rule', () => {
  expect(ruleOf('<h1>A</h1>\n<p><strong>The true rule.</strong> x\n<em>y</em>.</p>\n<p>z</p>')).toBe(
    '<p><strong>The true rule.</strong> x\n<em>y</em>.</p>',
  );
  expect(ruleOf('<p>The true rule.</p>')).toBeNull();
});

test('of candidates, the rule and the model each put one first', () => {
  // Query 0: the rule says row 0 (0.7), the model row 1; row 0 was right. Query 1: both say row 3; row 2 was right.
  const chances = Float64Array.of(0.3, 0.7, 0.7, 0.3, 0.6, 0.4, 0.4, 0.6);
  const score = Float64Array.of(0.2, 0.9, 0.1, 0.5);
  const limit = limitOfQueries(chances, score, Int32Array.of(1, 0, 1, 0), Int32Array.of(0, 0, 1, 1))!;
  expect(limit.expected).toBeCloseTo((0.7 + 0.6) / 2, 12);
  expect([limit.rule.value, limit.model.value, limit.rule.n]).toEqual([0.5, 0, 2]);
});
