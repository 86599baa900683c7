/** @file Steps that change each column of numbers by itself: what they learn of it, and what they make of a value. */
import type { ZodType } from 'zod';
import { InputError } from '../base/errors.ts';
import type { Selector, Step } from './contract.ts';
import { changeColumns, selectColumns } from './select.ts';

interface NumberStep<Options extends { columns: Selector }, Learned extends object> {
  step: string;
  label: string;
  describes: string;
  options: ZodType<Options>;
  /** sorted: the training values that are there, ascending; one at least. */
  learn(sorted: Float64Array, options: Options, at: { path: string; column: string }): Learned;
  /** value: never missing; what is missing stays so. */
  change(value: number, learned: Learned): number;
}

interface State<Learned> {
  columns: (Learned & { name: string })[];
}

/** Throws InputError for a category among the columns, and for a column without a training value. */
export function numberStep<Options extends { columns: Selector }, Learned extends object>({
  step,
  label,
  describes,
  options,
  learn,
  change,
}: NumberStep<Options, Learned>): Step<Options, State<Learned>> {
  return {
    step,
    label,
    describes,
    options,
    fit(frame, told, path) {
      const columns = selectColumns(frame, told.columns, path).map(({ name, values }) => {
        if (values === null)
          throw new InputError(`${path}.columns: a category is no number; leave it out, or encode it before: ${name}`);
        const sorted = values.filter((value) => !Number.isNaN(value)).sort();
        if (sorted.length === 0)
          throw new InputError(
            `${path}.columns: every training value is missing, so there is nothing to learn: ${name}`,
          );
        return { name, ...learn(sorted, told, { path, column: name }) };
      });
      return { columns };
    },
    apply(state, frame) {
      const byName = new Map(state.columns.map((column) => [column.name, column]));
      return changeColumns(frame, (column) => {
        const learned = byName.get(column.name);
        if (learned === undefined) return column;
        return { ...column, values: column.values!.map((v) => (Number.isNaN(v) ? v : change(v, learned))) };
      });
    },
  };
}
