import { z } from 'zod';
import { InputError } from '../base/errors.ts';
import { byCodePoint } from '../base/order.ts';
import type { FrameColumn, Step } from './contract.ts';
import { changeColumns, selectColumns, selectorSchema } from './select.ts';

/** The name of what pooled levels become. */
export const other = '(other)';

const options = z.object({
  columns: selectorSchema.meta({ label: 'Columns', describes: 'number, category, or names' }),
  limit: z.number().int().min(1).default(200).meta({
    label: 'Limit',
    describes: 'Most levels of a column that get an indicator of their own',
    unit: 'levels',
  }),
  over: z.enum(['pool', 'refuse']).default('refuse').meta({
    label: 'Over the limit',
    describes: 'Refuse to run and name the other ways, or pool the rarest levels into (other), with a warning',
  }),
  minCount: z.number().int().min(1).default(1).meta({
    label: 'Least rows a level',
    describes: 'Levels with fewer training rows are pooled into (other)',
    unit: 'rows',
  }),
});

export interface OneHotState {
  /** levels: with an indicator of their own, in code-point order. pooled: those that share `(other)`. */
  columns: { name: string; levels: string[]; pooled: string[] }[];
}

/** One 0/1 column a training level. A level never seen in training, and a missing value, are all zeros. */
export const oneHot: Step<z.output<typeof options>, OneHotState> = {
  step: 'one-hot',
  label: 'One column a level',
  describes: 'Turns each level of a category into a 0/1 column.',
  options,
  fit(frame, { columns, limit, over, minCount }, path) {
    const fitted = selectColumns(frame, columns, path).map((column) => {
      if (column.codes === null)
        throw new InputError(
          `${path}.columns: a column of numbers has no levels; set its type to category: ${column.name}`,
        );
      const counts = countLevels(column);
      const common = counts.filter(([, n]) => n >= minCount);
      if (common.length > limit && over === 'refuse')
        throw new InputError(
          `${path}.limit: ${column.name} has ${common.length} levels, over the limit; ignore the column, raise the limit, set over to pool, or use the step rare, frequency or target instead: ${limit}`,
        );
      let kept = common.slice(0, limit).map(([level]) => level);
      // Pooled levels and a level that is called (other) itself would give two columns of one name.
      if (kept.length < counts.length) kept = kept.filter((level) => level !== other);
      const own = new Set(kept);
      const pooled = counts.map(([level]) => level).filter((level) => !own.has(level));
      return { name: column.name, levels: kept.sort(byCodePoint), pooled: pooled.sort(byCodePoint) };
    });
    return { columns: fitted };
  },
  apply(state, frame) {
    const byName = new Map(state.columns.map((column) => [column.name, column]));
    return changeColumns(frame, (column) => {
      const fitted = byName.get(column.name);
      return fitted === undefined ? column : indicators(column, fitted);
    });
  },
};

/** Levels with their counts, most frequent first, ties by text. */
function countLevels({ codes, levels }: FrameColumn): [string, number][] {
  const counts = new Uint32Array(levels!.length);
  for (const code of codes!) if (code >= 0) counts[code]!++;
  const present = levels!.map((level, code): [string, number] => [level, counts[code]!]).filter(([, n]) => n > 0);
  return present.sort((a, b) => b[1] - a[1] || byCodePoint(a[0], b[0]));
}

function indicators(column: FrameColumn, { levels, pooled }: OneHotState['columns'][number]): FrameColumn[] {
  const names = pooled.length > 0 ? [...levels, other] : levels;
  const place = new Map(levels.map((level, j) => [level, j]));
  for (const level of pooled) place.set(level, levels.length);
  const placeOf = column.levels!.map((level) => place.get(level) ?? -1);
  const codes = column.codes!;
  const values = names.map(() => new Float64Array(codes.length));
  for (let i = 0; i < codes.length; i++) {
    const j = codes[i]! < 0 ? -1 : placeOf[codes[i]!]!;
    if (j >= 0) values[j]![i] = 1;
  }
  const { source, type } = column;
  return names.map((level, j) => ({
    name: `${column.name}=${level}`,
    source,
    type,
    values: values[j]!,
    codes: null,
    levels: null,
    indicator: true,
  }));
}
