import { expect, test } from 'vitest';
import type { FitInput, Fitted, FitContext, ModelState } from '../../../src/core/models/contract.ts';
import { fitBands, predictBands } from '../../../src/core/models/composed/bands.ts';

const context = {} as FitContext;
const names = ['a'];
const matrix = (rows: number) => ({ rows, names, values: new Float32Array(rows) });
const state: ModelState = { kind: 'given', json: {}, arrays: {} };
const curves = { step: [], loss: [], validationLoss: [] };

/** What the part was given, and the model made of it. */
async function bandsOf(target: number[], edges: number[], held: number[] = [], weights: number[] | null = null) {
  let given: FitInput | undefined;
  const input: FitInput = {
    x: matrix(target.length),
    y: new Int32Array(target.length),
    classes: edges.length + 1,
    weights: weights && Float64Array.from(weights),
    validation: held.length > 0 ? { x: matrix(held.length), y: new Int32Array(held.length) } : null,
  };
  const numbers = { target: Float64Array.from(target), held: Float64Array.from(held), edges };
  const fitPart = async (part: unknown): Promise<Fitted> => {
    given = part as FitInput;
    return { state, curves, ended: 'converged' };
  };
  const fitted = await fitBands(input, numbers, fitPart, context);
  return { given: given!, state: fitted.state };
}

test('few values are a band each, and their chances make the number and the classes', async () => {
  const { given, state } = await bandsOf([1, 2, 2, 4], [2], [4, 1, 3]);
  expect([...given.y]).toEqual([0, 1, 1, 2]);
  expect(given.classes).toBe(3);
  // 3 lies between the borders 2 and 4, in the band of 2.
  expect([...given.validation!.y]).toEqual([2, 0, 1]);
  const chances = async () => Float64Array.of(0.5, 0.25, 0.25);
  // .5 * 1 + .25 * 2 + .25 * 4 = 2; under 2: .5, from 2: .25 + .25.
  expect([...(await predictBands(state, chances, true))]).toEqual([2]);
  expect([...(await predictBands(state, chances, false))]).toEqual([0.5, 0.5]);
});

test('an edge splits a band, and a class without training rows has no chance', async () => {
  const target = Array.from({ length: 32 }, (_, i) => i);
  const { given, state } = await bandsOf(target, [5, 100]);
  // Sixteen bands of two values, of which {4, 5} is parted by the edge at 5.
  expect(given.classes).toBe(17);
  expect([...given.y.subarray(0, 8)]).toEqual([0, 0, 1, 1, 2, 3, 4, 4]);
  const chances = async () => new Float64Array(17).fill(1 / 17);
  const told = await predictBands(state, chances, false);
  // Bands under 5: {0,1}, {2,3}, {4}.
  expect(told[0]).toBeCloseTo(3 / 17, 12);
  expect(told[1]).toBeCloseTo(14 / 17, 12);
  expect(told[2]).toBe(0);
});

test('means are weighted; a row of a band that no training row is in is left out of the validation rows', async () => {
  // Both of one value: one band, above the edge; a classifier has two classes at least.
  const { given, state } = await bandsOf([6, 6], [5], [1, 7], [1, 3]);
  expect(given.classes).toBe(2);
  expect([...given.validation!.y]).toEqual([0]);
  expect([...(await predictBands(state, async () => Float64Array.of(1, 0), false))]).toEqual([0, 1]);
  // The second sixteenth of 34 rows begins at floor(34 / 16) = 2, so 0 and 1 are a band: (1 * 0 + 3 * 1) / 4 = .75.
  const many = await bandsOf(
    Array.from({ length: 34 }, (_, i) => i),
    [50],
    [],
    Array.from({ length: 34 }, (_, i) => (i === 1 ? 3 : 1)),
  );
  expect((many.state.json['means'] as number[])[0]).toBe(0.75);
});
