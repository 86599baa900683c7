import { z } from 'zod';
import { InputError } from '../base/errors.ts';
import { quantile } from '../data/explore/quantiles.ts';
import type { FrameColumn, Step, Targets } from './contract.ts';
import { changeColumns, selectColumns, selectorSchema } from './select.ts';
import { treeCuts } from './tree-cuts.ts';

const options = z.object({
  columns: selectorSchema.meta({ label: 'Columns', describes: 'number, or names of columns of numbers' }),
  bins: z.number().int().min(2).max(100).default(5).meta({
    label: 'Bins',
    describes: 'How many bins; fewer where quantiles fall together, or a tree finds no more cuts',
    unit: 'bins',
  }),
  strategy: z.enum(['quantile', 'uniform', 'tree']).default('quantile').meta({
    label: 'Strategy',
    describes: 'Bins of as many training rows each, of the same width, or cut where the classes part best',
  }),
  criterion: z.enum(['gini', 'entropy']).default('gini').meta({
    label: 'Impurity',
    describes: 'What a cut of strategy tree lowers most',
  }),
  minRows: z.number().int().min(1).default(20).meta({
    label: 'Least rows a bin',
    describes: 'Of a bin of strategy tree',
    unit: 'rows',
  }),
  output: z.enum(['code', 'one-hot']).default('code').meta({
    label: 'Gives',
    describes: 'The number of the bin, or one 0/1 column a bin',
  }),
});
type Options = z.output<typeof options>;

interface State {
  columns: { name: string; inner: number[] }[];
  output: Options['output'];
}

/**
 * The number of the bin, from 0, as scikit-learn's KBinsDiscretizer with ordinal codes; values outside go to the bins at the
 * ends. A missing value stays so, and is all zeros where each bin has a column.
 */
export const bin: Step<Options, State> = {
  step: 'bin',
  label: 'Bins',
  describes: 'Replaces a number by the number of the bin it falls into, from 0, or by a 0/1 column a bin.',
  options,
  fit(frame, told, path, targets = null) {
    const columns = selectColumns(frame, told.columns, path).map(({ name, values }) => {
      if (values === null)
        throw new InputError(`${path}.columns: a category is no number; leave it out, or encode it before: ${name}`);
      if (values.every(Number.isNaN))
        throw new InputError(`${path}.columns: every training value is missing, so there is nothing to learn: ${name}`);
      return { name, inner: told.strategy === 'tree' ? supervised(values, told, path, targets) : even(values, told) };
    });
    return { columns, output: told.output };
  },
  apply(state, frame) {
    const byName = new Map(state.columns.map((column) => [column.name, column.inner]));
    return changeColumns(frame, (column) => {
      const inner = byName.get(column.name);
      if (inner === undefined) return column;
      const values = column.values!.map((value) => (Number.isNaN(value) ? value : binOf(value, inner)));
      return state.output === 'one-hot' ? indicators(column, values, inner) : { ...column, values };
    });
  },
};

function even(values: Float64Array, { bins, strategy }: Options): number[] {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  const least = sorted[0]!;
  const most = sorted.at(-1)!;
  const edges = Array.from({ length: bins + 1 }, (_, i) =>
    strategy === 'quantile' ? quantile(sorted, i / bins) : least + ((most - least) * i) / bins,
  );
  // Edges that fall together, to scikit-learn's 1e-8, make no bin of their own.
  const apart = edges.filter((edge, i) => i === 0 || edge - edges[i - 1]! > 1e-8);
  return apart.slice(1, -1);
}

function supervised(
  values: Float64Array,
  { bins, criterion, minRows }: Options,
  path: string,
  targets: Targets | null,
): number[] {
  if (targets === null) throw new InputError(`${path}.strategy: needs a target to learn from: tree`);
  const order = [...values.keys()].filter((i) => !Number.isNaN(values[i]!)).sort((i, j) => values[i]! - values[j]!);
  return treeCuts(
    Float64Array.from(order, (i) => values[i]!),
    Int32Array.from(order, (i) => targets.codes[i]!),
    targets.classes,
    { leaves: bins, minRows, criterion },
  );
}

function binOf(value: number, inner: readonly number[]): number {
  let low = 0;
  let high = inner.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (inner[middle]! <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function indicators(column: FrameColumn, bins: Float64Array, inner: readonly number[]): FrameColumn[] {
  return binNames(column.name, inner).map((name, k) => {
    const values = bins.map((bin) => (bin === k ? 1 : 0));
    return { ...column, name, values, indicator: true };
  });
}

/** What the 0/1 columns are called, from the edges between the bins. */
export function binNames(name: string, inner: readonly number[]): string[] {
  const short = inner.map((edge) => `${Number(edge.toPrecision(6))}`);
  const edges = new Set(short).size === short.length ? short : inner.map(String);
  return Array.from({ length: edges.length + 1 }, (_, k) => {
    const range = k === 0 ? `under ${edges[0] ?? 'infinity'}` : `from ${edges[k - 1]!}`;
    const to = k === 0 || k === edges.length ? '' : ` to ${edges[k]!}`;
    return `${name} ${range}${to}`;
  });
}
