import { z } from 'zod';
import { InputError } from '../base/errors.ts';
import type { Step } from './contract.ts';
import { changeColumns, selectColumns, selectorSchema } from './select.ts';

const options = z.object({
  columns: selectorSchema.meta({ label: 'Columns', describes: 'number, category, or names' }),
});

interface State {
  columns: { name: string; mean: number; scale: number }[];
}

/** (x - mean) / deviation of the training rows (population deviation, as scikit-learn); a constant column has scale 1. */
export const standardize: Step<z.output<typeof options>, State> = {
  step: 'standardize',
  label: 'Standardize',
  describes: 'Gives each column of numbers mean 0 and deviation 1 on the training rows.',
  options,
  fit(frame, { columns }, path) {
    const fitted = selectColumns(frame, columns, path).map(({ name, values }) => {
      if (values === null)
        throw new InputError(`${path}.columns: a category has no mean; put one-hot before, or leave it out: ${name}`);
      return { name, ...moments(values) };
    });
    return { columns: fitted };
  },
  apply(state, frame) {
    const byName = new Map(state.columns.map((column) => [column.name, column]));
    return changeColumns(frame, (column) => {
      const fitted = byName.get(column.name);
      if (fitted === undefined) return column;
      return { ...column, values: column.values!.map((v) => (v - fitted.mean) / fitted.scale) };
    });
  },
};

/** Two passes over the values that are there. */
function moments(values: Float64Array): { mean: number; scale: number } {
  const present = values.filter((v) => !Number.isNaN(v));
  if (present.length === 0) return { mean: 0, scale: 1 };
  const mean = present.reduce((sum, v) => sum + v, 0) / present.length;
  const squares = present.reduce((sum, v) => sum + (v - mean) ** 2, 0);
  const isConstant = present.every((v) => v === present[0]);
  const scale = isConstant ? 1 : Math.sqrt(squares / present.length);
  return { mean: isConstant ? present[0]! : mean, scale: scale > 0 ? scale : 1 };
}
