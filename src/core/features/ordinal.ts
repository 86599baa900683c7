import { z } from 'zod';
import { InputError } from '../base/errors.ts';
import { byCodePoint } from '../base/order.ts';
import type { Step } from './contract.ts';
import { changeColumns, selectColumns, selectorSchema } from './select.ts';

const options = z.object({
  columns: selectorSchema.meta({ label: 'Columns', describes: 'category, or names of columns of categories' }),
});

interface State {
  columns: { name: string; levels: string[] }[];
}

/**
 * The place of the level, from 0, among the training levels: of an ordinal column in its own order, else by code point,
 * as scikit-learn's OrdinalEncoder. A level never seen there is -1; what is missing stays so.
 */
export const ordinal: Step<z.output<typeof options>, State> = {
  step: 'ordinal',
  label: 'Place in the order',
  describes: 'Replaces a level by its place in the order of the levels, from 0; a level never seen in training is -1.',
  options,
  fit(frame, { columns }, path) {
    const fitted = selectColumns(frame, columns, path).map(({ name, type, codes, levels }) => {
      if (codes === null)
        throw new InputError(`${path}.columns: a column of numbers has no levels; set its type to category: ${name}`);
      const seen = new Set(codes);
      const present = levels!.filter((_, code) => seen.has(code));
      return { name, levels: type === 'ordinal' ? present : present.sort(byCodePoint) };
    });
    return { columns: fitted };
  },
  apply(state, frame) {
    const byName = new Map(state.columns.map((column) => [column.name, column]));
    return changeColumns(frame, (column) => {
      const fitted = byName.get(column.name);
      if (fitted === undefined) return column;
      const place = new Map(fitted.levels.map((level, i) => [level, i]));
      const placeOf = column.levels!.map((level) => place.get(level) ?? -1);
      const values = Float64Array.from(column.codes!, (code) => (code < 0 ? NaN : placeOf[code]!));
      const isCode = column.type !== 'ordinal' && { isCode: true as const };
      return { ...column, type: 'number', values, codes: null, levels: null, ...isCode };
    });
  },
};
