/** @file What every classifier checks before it fits or predicts. */
import { InputError } from '../base/errors.ts';
import { checkCodes, checkFinite } from '../compute/guard.ts';
import { isSparse } from '../base/matrix.ts';
import type { FitInput, Matrix, ModelState, SparseFitInput, SparseMatrix } from './contract.ts';

/** Throws InputError where rows, codes or weights do not fit together or are not finite. missing: NaN may be in the matrix. */
export function checkFit(input: FitInput | SparseFitInput, missing = false): void {
  const { x, y, classes, weights, validation } = input;
  checkMatrix(x, 'training matrix', missing);
  if (x.rows === 0) throw new InputError('training matrix: needs at least one row: 0');
  if (y.length !== x.rows)
    throw new InputError(`training matrix: ${x.rows} rows need as many class codes: ${y.length}`);
  checkCodes(y, classes, 'training rows');
  if (weights) checkWeights(weights, x.rows);
  if (!validation) return;
  checkMatrix(validation.x, 'validation matrix', missing);
  if (validation.x.names.length !== x.names.length)
    throw new InputError(`validation matrix: must have ${x.names.length} columns: ${validation.x.names.length}`);
  checkCodes(validation.y, classes, 'validation rows');
}

/** Throws InputError when the columns of `x` are not those the model was fitted on. */
export function checkPredict(state: ModelState, x: Matrix | SparseMatrix, missing = false): void {
  const columns = state.json['columns'] as number;
  if (x.names.length !== columns)
    throw new InputError(`matrix: the ${state.kind} model was fitted on ${columns} columns: ${x.names.length}`);
  checkMatrix(x, 'matrix', missing);
}

function checkMatrix(x: Matrix | SparseMatrix, path: string, missing: boolean): void {
  if (isSparse(x)) return checkSparse(x, path);
  if (x.values.length !== x.rows * x.names.length)
    throw new InputError(`${path}: ${x.rows} x ${x.names.length} values expected: ${x.values.length}`);
  checkFinite(x, path, missing);
}

function checkSparse({ rows, names, starts, columns, values }: SparseMatrix, path: string): void {
  if (starts.length !== rows + 1 || starts[rows] !== values.length || columns.length !== values.length)
    throw new InputError(
      `${path}: ${rows} rows need ${rows + 1} starts, the last the number of values: ${starts.length}`,
    );
  for (const [i, value] of values.entries()) {
    if (!Number.isFinite(value)) throw new InputError(`${path}: value ${i}: must be finite: ${value}`);
    if (columns[i]! >= names.length)
      throw new InputError(`${path}: value ${i}: its column must be under ${names.length}: ${columns[i]}`);
  }
}

/** Without rows of a class its intercept runs to minus infinity. Throws InputError. */
export function checkPresent({ y, classes, weights }: Pick<FitInput, 'y' | 'classes' | 'weights'>, kind: string): void {
  const counts = new Float64Array(classes);
  y.forEach((code, row) => (counts[code]! += weights ? weights[row]! : 1));
  const absent = counts.indexOf(0);
  if (absent >= 0)
    throw new InputError(`training rows: ${kind} needs rows of every class; none of class code: ${absent}`);
  if (classes < 2) throw new InputError(`training rows: ${kind} needs at least two classes: ${classes}`);
}

function checkWeights(weights: Float64Array, rows: number): void {
  if (weights.length !== rows) throw new InputError(`weights: ${rows} rows need as many weights: ${weights.length}`);
  let total = 0;
  for (const [row, weight] of weights.entries()) {
    if (!(weight >= 0 && weight < Infinity))
      throw new InputError(`weights: row ${row}: must be finite and at least 0: ${weight}`);
    total += weight;
  }
  if (total === 0) throw new InputError('weights: at least one must be above 0: all are 0');
}
