import { z } from 'zod';
import { InputError } from '../base/errors.ts';
import type { Step } from './contract.ts';
import { changeColumns, selectColumns, selectorSchema } from './select.ts';

const options = z.object({
  columns: selectorSchema.meta({ label: 'Columns', describes: 'category, or names of columns of categories' }),
});

interface State {
  /** shares: of each level among the training rows; missing: of the cells that are missing. */
  columns: { name: string; shares: Record<string, number>; missing: number }[];
}

/** The share of the training rows that have the level; a level never seen there has 0. One column in the place of one. */
export const frequency: Step<z.output<typeof options>, State> = {
  step: 'frequency',
  label: 'Share of rows',
  describes: 'Replaces a level by the share of training rows that have it: one number, however many levels.',
  options,
  fit(frame, { columns }, path) {
    const fitted = selectColumns(frame, columns, path).map(({ name, codes, levels }) => {
      if (codes === null)
        throw new InputError(`${path}.columns: a column of numbers has no levels; set its type to category: ${name}`);
      const counts = new Float64Array(levels!.length);
      let missing = 0;
      for (const code of codes)
        if (code < 0) missing++;
        else counts[code]!++;
      const seen = levels!.map((level, code): [string, number] => [level, counts[code]! / codes.length]);
      return {
        name,
        shares: Object.fromEntries(seen.filter(([, share]) => share > 0)),
        missing: missing / codes.length,
      };
    });
    return { columns: fitted };
  },
  apply(state, frame) {
    const byName = new Map(state.columns.map((column) => [column.name, column]));
    return changeColumns(frame, (column) => {
      const fitted = byName.get(column.name);
      if (fitted === undefined) return column;
      const shareOf = column.levels!.map((level) => (Object.hasOwn(fitted.shares, level) ? fitted.shares[level]! : 0));
      const values = Float64Array.from(column.codes!, (code) => (code < 0 ? fitted.missing : shareOf[code]!));
      return { ...column, type: 'number', values, codes: null, levels: null };
    });
  },
};
