import { z } from 'zod';
import { InputError } from '../base/errors.ts';
import type { Step } from './contract.ts';
import { other } from './one-hot.ts';
import { changeColumns, selectColumns, selectorSchema } from './select.ts';

const options = z.object({
  columns: selectorSchema.meta({ label: 'Columns', describes: 'category, or names of columns of categories' }),
  minShare: z.number().min(0).max(1).default(0.01).meta({
    label: 'Least share',
    describes: 'Levels that fewer of the training rows have are pooled into (other)',
    unit: 'share of rows',
  }),
});

interface State {
  columns: { name: string; kept: string[] }[];
}

/** Levels under a share of the training rows, and levels never seen there, become `(other)`. Missing stays missing. */
export const rare: Step<z.output<typeof options>, State> = {
  step: 'rare',
  label: 'Pool rare levels',
  describes: 'Puts the levels that few training rows have into one, (other).',
  options,
  fit(frame, { columns, minShare }, path) {
    const fitted = selectColumns(frame, columns, path).map(({ name, codes, levels }) => {
      if (codes === null)
        throw new InputError(`${path}.columns: a column of numbers has no levels; set its type to category: ${name}`);
      const counts = new Float64Array(levels!.length);
      for (const code of codes) if (code >= 0) counts[code]!++;
      const kept = levels!.filter((_, code) => counts[code]! > 0 && counts[code]! / codes.length >= minShare);
      return { name, kept: kept.filter((level) => level !== other) };
    });
    return { columns: fitted };
  },
  apply(state, frame) {
    const byName = new Map(state.columns.map((column) => [column.name, new Set(column.kept)]));
    return changeColumns(frame, (column) => {
      const kept = byName.get(column.name);
      if (kept === undefined) return column;
      const levels = [...kept, other];
      const place = new Map(levels.map((level, code) => [level, code]));
      const placeOf = column.levels!.map((level) => place.get(level) ?? levels.length - 1);
      return { ...column, levels, codes: column.codes!.map((code) => (code < 0 ? -1 : placeOf[code]!)) };
    });
  },
};
