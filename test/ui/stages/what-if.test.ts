import { expect, test } from 'vitest';
import type { Permutation } from '../../../src/core/explain/permutation.ts';
import {
  cellWords,
  counterfactualFinding,
  importanceFinding,
  pairFinding,
  questionWords,
  surrogateFinding,
  whatIfFinding,
} from '../../../src/ui/stages/explain/findings.ts';
import { decided, nextWrong, placeOfRow } from '../../../src/ui/stages/explain/rows.ts';

const read = (segments: { text: string }[]) => segments.map(({ text }) => text).join('');
const importance = (column: string, mean: number, low: number): Permutation => ({
  ...{ column, columns: [column], mean, low, high: mean + 0.1, rocAuc: null, repeats: 5, rows: 80 },
});

test('importance: the column most is lost with, and how many are not missed', () => {
  expect(read(importanceFinding([importance('a', 0.2, 0.1), importance('b', 0.05, 0.01), importance('c', 0, 0)]))).toBe(
    'It leans most on a: shuffled, the log loss rises by .200 nats, next b with .050; 1 of 3 columns are not missed.',
  );
  expect(read(importanceFinding([importance('a', 0.01, -0.1)]))).toBe('No column is missed when it is shuffled.');
});

test('what if: the row as it is, then what its edits do', () => {
  const told = { row: 1234, was: 0.3, now: 0.6, of: 'yes', actual: 'yes' };
  expect(read(whatIfFinding({ ...told, now: 0.3, decided: 'no', edited: [] }))).toBe(
    'Row 1,234 is yes; the score for yes is .300, and it says no.',
  );
  expect(read(whatIfFinding({ ...told, decided: 'yes', edited: ['age', 'sex'] }))).toBe(
    'With age, sex changed the score for yes goes from .300 to .600, and it says yes.',
  );
});

test('counterfactual: the nearest one, or that there is none', () => {
  const found = [{ changes: { age: 41.23456, sex: 'f' }, distance: 2, scores: [0.4, 0.6] }];
  const told = { row: 1, decided: 'no', to: 'yes', found, exhausted: 2, evaluated: 9, sentence: 's', nearest: null };
  expect(read(counterfactualFinding(told))).toBe('With age 41.23, sex f it would say yes instead of no.');
  expect(read(counterfactualFinding({ ...told, found: [] }))).toBe('No change was found after which it says yes.');
  expect([cellWords(null), cellWords(1234567), cellWords('x')]).toEqual(['(missing)', '1234567', 'x']);
});

test('two columns: the share that is not their sum, or why there is none', () => {
  const told = { columns: ['a', 'b'] as [string, string], class: 'yes', rows: 9 };
  expect(read(pairFinding({ ...told, value: 1 / 3 }))).toBe(
    'Of how the score for yes varies with a and b, .333 is not the sum of the two: much depends on both at once.',
  );
  expect(read(pairFinding({ ...told, value: 0.001 }))).toContain('next to nothing');
  expect(read(pairFinding({ ...told, value: null, reason: 'it does not move' }))).toBe(
    'a and b: undefined, it does not move.',
  );
});

test('surrogate: how far it can stand for the model', () => {
  const leaf = { question: null, yes: -1, no: -1, score: 0.2, rows: 50 };
  const root = { ...leaf, question: { column: 'a', upTo: 6.5 }, yes: 1, no: 2 };
  const told = {
    class: 'yes',
    nodes: [root, leaf, leaf],
    fidelity: 0.8,
    agreement: 0.915,
    rows: { grown: 9, held: 9 },
  };
  expect(read(surrogateFinding(told))).toBe(
    'A tree of one question explains 80 % of how the score for yes varies; it decides as the model does in 91.5 % of rows.',
  );
  expect(read(surrogateFinding({ ...told, fidelity: -3 }))).toContain('explains nothing of it');
  expect(read(surrogateFinding({ ...told, fidelity: null }))).toContain('does not vary');
  expect([questionWords(root.question), questionWords({ column: 'c', is: 'u' })]).toEqual([
    'a is at most 6.5',
    'c is u',
  ]);
});

test('rows: by number, or the next one that is wrong, round the end', () => {
  const rows = Uint32Array.of(2, 5, 9);
  expect([0, 5, 6, 99].map((row) => placeOfRow(rows, row))).toEqual([0, 1, 2, 2]);
  const actual = Int32Array.of(1, 0, 1);
  const test = { rows, actual, predicted: actual, scores: Float64Array.of(0.7, 0.3, 0.8, 0.2, 0.5, 0.5), classes: 2 };
  const decide = (scores: ArrayLike<number>) => decided(scores, 0.5);
  // Scores of the second class .3, .2, .5: only the first row is decided wrongly.
  expect([0, 1, 2].map((from) => nextWrong(test, from, decide))).toEqual([0, 0, 0]);
  expect(nextWrong({ ...test, actual: Int32Array.of(0, 0, 1) }, 0, decide)).toBeNull();
  expect([decided([0.5, 0.5], 0.5), decided([0.4, 0.4, 0.2], 0.5)]).toEqual([1, 0]);
});
