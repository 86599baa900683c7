import { describe, expect, test } from 'vitest';
import type { SparseMatrix } from '../../../src/core/base/matrix.ts';
import { checkPredict } from '../../../src/core/models/check.ts';
import { sparseRows } from '../../../src/core/models/sparse.ts';

/** 0 2 0; 0 0 0; 3 0 4. */
const x: SparseMatrix = {
  rows: 3,
  names: ['a', 'b', 'c'],
  starts: Uint32Array.of(0, 1, 1, 3),
  columns: Uint32Array.of(1, 0, 2),
  values: Float32Array.of(2, 3, 4),
};

test('rows with the column of ones, of a dense and of a sparse matrix alike', () => {
  const expected = {
    rows: 3,
    columns: 4,
    start: Uint32Array.of(0, 2, 3, 6),
    column: Uint32Array.of(1, 3, 3, 0, 2, 3),
    values: Float64Array.of(2, 1, 1, 3, 4, 1),
  };
  expect(sparseRows(x)).toEqual(expected);
  expect(sparseRows({ rows: 3, names: x.names, values: Float32Array.of(0, 2, 0, 0, 0, 0, 3, 0, 4) })).toEqual(expected);
});

describe('a sparse matrix', () => {
  const state = { kind: 'logistic', json: { columns: 3, classes: 2 }, arrays: {} };

  test.for([
    [{ names: ['a', 'b'] }, 'matrix: the logistic model was fitted on 3 columns: 2'],
    [{ starts: Uint32Array.of(0, 1, 1, 2) }, 'matrix: 3 rows need 4 starts, the last the number of values: 4'],
    [{ columns: Uint32Array.of(1, 0, 3) }, 'matrix: value 2: its column must be under 3: 3'],
    [{ values: Float32Array.of(2, NaN, 4) }, 'matrix: value 1: must be finite: NaN'],
  ] as [Partial<SparseMatrix>, string][])('that does not fit is refused: %o', ([change, message]) => {
    expect(() => checkPredict(state, { ...x, ...change })).toThrow(message);
  });

  test('that fits is taken', () => {
    expect(() => checkPredict(state, x)).not.toThrow();
  });
});
