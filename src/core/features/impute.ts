import { z } from 'zod';
import { InputError } from '../base/errors.ts';
import type { Frame, FrameColumn, Step } from './contract.ts';
import { fillFromNeighbors, type Donors } from './neighbors.ts';
import { changeColumns, selectColumns, selectorSchema } from './select.ts';

const options = z.object({
  columns: selectorSchema.meta({ label: 'Columns', describes: 'number, category, or names' }),
  strategy: z.enum(['median', 'mean', 'most-frequent', 'constant', 'knn']).default('median').meta({
    label: 'Strategy',
    describes:
      'What stands for a missing value: the training median, mean or most frequent value, a constant, or the mean of the 5 nearest training rows (knn)',
  }),
  value: z
    .union([z.number(), z.string()])
    .optional()
    .meta({ label: 'Constant', describes: 'For the strategy constant' }),
  indicator: z
    .boolean()
    .default(false)
    .meta({ label: 'Indicator', describes: 'Adds a 0/1 column for each column with missing training values' }),
});

type Learned = 'median' | 'mean' | 'most-frequent';
interface State {
  columns: { name: string; fill: number | string; indicator: boolean }[];
  /** For knn: the training cells of these columns, in their order. */
  donors?: Donors;
}

/** Every row is measured against every training row, and the run keeps them. */
const mostDonors = 20_000;

/** Fills missing values with what the training rows say. Ties of the most frequent: the smallest, as scikit-learn does. */
export const impute: Step<z.output<typeof options>, State> = {
  step: 'impute',
  label: 'Fill missing values',
  describes: 'Puts a training value in the place of a missing one.',
  options,
  fit(frame, { columns, strategy, value, indicator }, path) {
    const fitted = selectColumns(frame, columns, path).map((column) => {
      const fill =
        strategy === 'constant'
          ? constant(column, value, path)
          : learned(column, strategy === 'knn' ? 'mean' : strategy, path);
      return { name: column.name, fill, indicator: indicator && hasMissing(column) };
    });
    if (strategy !== 'knn') return { columns: fitted };
    if (frame.rows > mostDonors)
      throw new InputError(
        `${path}.strategy: knn works on ${mostDonors} training rows at most, and these are ${frame.rows}; use median: knn`,
      );
    const donors = fitted.map(({ name }) =>
      Array.from(valuesOf(frame, name), (value) => (Number.isNaN(value) ? null : value)),
    );
    return { columns: fitted, donors };
  },
  apply(state, frame) {
    const byName = new Map(state.columns.map((column) => [column.name, column]));
    const near = nearby(state, frame);
    return changeColumns(frame, (column) => {
      const fitted = byName.get(column.name);
      if (fitted === undefined) return column;
      const values = near.get(column.name);
      const filled = values === undefined ? filledColumn(column, fitted.fill) : { ...column, values };
      return fitted.indicator ? [filled, indicatorOf(column)] : filled;
    });
  },
};

function valuesOf(frame: Frame, name: string): Float64Array {
  return frame.columns.find((column) => column.name === name)!.values!;
}

/** For knn: the columns filled in, by name. */
function nearby({ columns, donors }: State, frame: Frame): Map<string, Float64Array> {
  if (donors === undefined) return new Map();
  const means = columns.map(({ fill }) => fill as number);
  const values = columns.map(({ name }) => valuesOf(frame, name));
  const filled = fillFromNeighbors(donors, means, values);
  return new Map(columns.map(({ name }, j) => [name, filled[j]!]));
}

function constant(column: FrameColumn, value: number | string | undefined, path: string): number | string {
  if (value === undefined) throw new InputError(`${path}.value: is missing; the strategy constant needs a value`);
  if (column.codes !== null) return String(value);
  if (typeof value === 'number') return value;
  throw new InputError(`${path}.value: must be a number for the column ${column.name}: ${value}`);
}

function learned(column: FrameColumn, strategy: Learned, path: string): number | string {
  if (!hasPresent(column))
    throw new InputError(
      `${path}.columns: every training value is missing, so there is nothing to fill in: ${column.name}`,
    );
  if (column.values !== null) return { median, mean, 'most-frequent': mode }[strategy](column.values);
  if (strategy !== 'most-frequent')
    throw new InputError(
      `${path}.strategy: a ${column.type} column has no ${strategy}; use most-frequent: ${column.name}`,
    );
  const counts = new Map<string, number>();
  for (const code of column.codes!)
    if (code >= 0) counts.set(column.levels![code]!, (counts.get(column.levels![code]!) ?? 0) + 1);
  return [...counts].reduce((best, each) =>
    each[1] > best[1] || (each[1] === best[1] && each[0] < best[0]) ? each : best,
  )[0];
}

function median(values: Float64Array): number {
  const sorted = values.filter((v) => !Number.isNaN(v)).sort();
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

function mean(values: Float64Array): number {
  const present = values.filter((v) => !Number.isNaN(v));
  return present.reduce((sum, v) => sum + v, 0) / present.length;
}

function mode(values: Float64Array): number {
  const sorted = values.filter((v) => !Number.isNaN(v)).sort();
  let best = sorted[0]!;
  let most = 0;
  for (let i = 0, start = 0; i < sorted.length; i++) {
    if (sorted[i] !== sorted[start]) start = i;
    if (i - start + 1 > most) [best, most] = [sorted[i]!, i - start + 1];
  }
  return best;
}

function filledColumn(column: FrameColumn, fill: number | string): FrameColumn {
  if (column.values !== null)
    return { ...column, values: column.values.map((v) => (Number.isNaN(v) ? (fill as number) : v)) };
  const text = String(fill);
  const levels = column.levels!.includes(text) ? column.levels! : [...column.levels!, text];
  const code = levels.indexOf(text);
  return { ...column, levels, codes: column.codes!.map((c) => (c < 0 ? code : c)) };
}

function indicatorOf(column: FrameColumn): FrameColumn {
  const values = new Float64Array(column.values?.length ?? column.codes!.length);
  for (let i = 0; i < values.length; i++) values[i] = isMissing(column, i) ? 1 : 0;
  return { ...column, name: `${column.name} (missing)`, values, codes: null, levels: null, indicator: true };
}

function isMissing(column: FrameColumn, i: number): boolean {
  return column.values !== null ? Number.isNaN(column.values[i]!) : column.codes![i]! < 0;
}

function hasMissing({ values, codes }: FrameColumn): boolean {
  return values !== null ? values.some(Number.isNaN) : codes!.some((code) => code < 0);
}

function hasPresent({ values, codes }: FrameColumn): boolean {
  return values !== null ? values.some((v) => !Number.isNaN(v)) : codes!.some((code) => code >= 0);
}
