import { expect, test } from 'vitest';
import { InputError } from '../../../src/core/base/errors.ts';
import { readTable } from '../../../src/core/data/reader.ts';
import { frameTarget } from '../../../src/core/framing/index.ts';

const read = async (lines: string[]) =>
  (await readTable(new TextEncoder().encode(lines.join('\n')), 't.csv', {})).table;
const codes = (framed: { codes: Int32Array }) => [...framed.codes];

test('binary classes are [negative, positive] with the cells own text', async () => {
  const table = await read(['x,y', '1,1', '2,0', '3,1', '4,', '5,0']);
  const framed = frameTarget(table, { kind: 'binary', target: 'y', positive: '1' });
  expect(framed.classes).toEqual(['0', '1']);
  expect(codes(framed)).toEqual([1, 0, 1, -1, 0]);
});

test('a binary target of more than two values calls the rest `not <positive>`', async () => {
  const table = await read(['x,y', '1,a', '2,b', '3,c', '4,b']);
  const framed = frameTarget(table, { kind: 'binary', target: 'y', positive: 'b' });
  expect(framed.classes).toEqual(['not b', 'b']);
  expect(codes(framed)).toEqual([0, 1, 0, 1]);
});

test('multiclass classes stand in code-point order: capitals before small, astral last', async () => {
  // U+FF5A is before U+1F600 by code point, behind it by UTF-16 unit (D83D).
  const table = await read(['x,y', '1,b', '2,😀', '3,B', '4,ｚ', '5,a', '6,10', '7,9']);
  const framed = frameTarget(table, { kind: 'multiclass', target: 'y' });
  expect(framed.classes).toEqual(['10', '9', 'B', 'a', 'b', 'ｚ', '😀']);
  expect(codes(framed)).toEqual([4, 6, 2, 5, 3, 0, 1]);
});

test('multiclass keeps the order the study gives', async () => {
  const table = await read(['x,y', '1,low', '2,high', '3,mid']);
  const framed = frameTarget(table, { kind: 'multiclass', target: 'y', classes: ['low', 'mid', 'high'] });
  expect(framed.classes).toEqual(['low', 'mid', 'high']);
  expect(codes(framed)).toEqual([0, 2, 1]);
});

test.for([
  [
    { kind: 'binary', target: 'income', positive: '>50k' },
    'study.framing.positive: not a class of income: >50k (did you mean >50K?)',
  ],
  [
    { kind: 'binary', target: 'incme', positive: '>50K' },
    'study.framing.target: not a column of t.csv (did you mean income?): incme',
  ],
  [
    { kind: 'binary', target: 'one', positive: 'a' },
    'study.framing.target: two classes at least are needed, and one has one value only: a',
  ],
  [
    { kind: 'binary', target: 'none', positive: 'a' },
    'study.framing.target: every cell is missing, so there is nothing to learn: none',
  ],
  [
    { kind: 'multiclass', target: 'income', classes: ['>50K'] },
    'study.framing.classes: every class of income must be named; not named: <=50K',
  ],
  [
    { kind: 'multiclass', target: 'income', classes: ['>50K', '<=50k'] },
    'study.framing.classes[1]: not a class of income (did you mean <=50K?): <=50k',
  ],
  [
    { kind: 'multiclass', target: 'income', classes: ['>50K', '>50K'] },
    'study.framing.classes[1]: each class may be named once: >50K',
  ],
] as const)('%o is refused', async ([framing, message]) => {
  const table = await read(['income,one,none', '>50K,a,', '<=50K,a,', '>50K,,']);
  const frame = () => frameTarget(table, structuredClone(framing) as Parameters<typeof frameTarget>[1]);
  expect(frame).toThrow(new InputError(message));
});
