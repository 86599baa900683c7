import { expect, test } from 'vitest';
import { surrogateTree } from '../../../src/core/explain/surrogate.ts';
import { category, number, range } from './fixture.ts';

// a 0..9 ten times over; c is u for the first half.
const a = Array.from({ length: 100 }, (_, i) => i % 10);
const c = Array.from({ length: 100 }, (_, i) => (i < 50 ? 'u' : 'v'));
const columns = [category('c', c), number('a', a)];
const tree = (score: (i: number) => number, more = {}) => {
  const scores = Float64Array.from({ length: 100 }, (_, i) => score(i));
  const part = { rows: range(100), scores };
  return surrogateTree({ columns, grow: part, held: part, class: 'yes', threshold: 0.5, least: 5, ...more });
};

test('finds the questions a score is made of, and imitates it wholly', () => {
  // .9 where a is over 6, else .4 for u and .1 for v.
  const found = tree((i) => (a[i]! > 6 ? 0.9 : c[i] === 'u' ? 0.4 : 0.1));
  const [root] = found.nodes;
  expect(root!.question).toEqual({ column: 'a', upTo: 6.5 });
  // 30 at .9, 35 at .4, 35 at .1: 44.5 / 100.
  expect(root!.score).toBeCloseTo(0.445, 12);
  expect(found.nodes[root!.yes]!.question).toEqual({ column: 'c', is: 'u' });
  expect(found.nodes[root!.no]).toMatchObject({ question: null, rows: 30 });
  expect(found.nodes[root!.no]!.score).toBeCloseTo(0.9, 12);
  expect(found.fidelity).toBeCloseTo(1, 12);
  expect(found.agreement).toBe(1);
  expect(found.rows).toEqual({ grown: 100, held: 100 });
});

test('is judged on rows held out', () => {
  // Grown on a step at 4.5, judged where the step is turned round: every row on the other side.
  // Scores .2 and .8 (mean .5): squared error .36 a row against .09, so 1 - 4.
  const held = { rows: range(100), scores: Float64Array.from(a, (v) => (v > 4 ? 0.2 : 0.8)) };
  const found = tree((i) => (a[i]! > 4 ? 0.8 : 0.2), { held });
  expect(found.fidelity).toBeCloseTo(-3, 10);
  expect(found.agreement).toBe(0);
});

test('is a leaf where nothing varies, and its fidelity is undefined', () => {
  const found = tree(() => 0.3);
  expect(found.nodes).toEqual([{ question: null, yes: -1, no: -1, score: expect.closeTo(0.3, 12), rows: 100 }]);
  expect(found.fidelity).toBeNull();
});

test('goes no deeper than it may, and leaves enough rows in each leaf', () => {
  const score = (i: number) => (a[i]! + (c[i] === 'u' ? 10 : 0)) / 20;
  expect(tree(score).nodes.filter(({ question }) => question !== null)).toHaveLength(7);
  expect(tree(score, { depth: 1 }).nodes).toHaveLength(3);
  for (const { question, rows } of tree(score, { least: 30 }).nodes) expect(question !== null || rows >= 30).toBe(true);
});
