import { z } from 'zod';
import { InputError } from '../base/errors.ts';
import type { Frame, FrameColumn, Selector, Step, Targets } from './contract.ts';
import { eliminate, lassoSizes, permuted, standardized } from './importance.ts';
import { anova, mutualInformation, variance } from './scores.ts';
import { selectColumns, selectorSchema } from './select.ts';

const options = z.object({
  columns: selectorSchema.meta({
    label: 'Columns',
    describes: 'number (all that are numbers by then, 0/1 columns included), or names; categories not yet encoded stay',
  }),
  method: z
    .enum(['variance', 'anova', 'mutual-information', 'l1', 'permutation', 'recursive'])
    .default('mutual-information')
    .meta({
      label: 'Method',
      describes:
        'variance: over a threshold; anova: F between the classes; mutual-information: in nats, from the 3 nearest rows; l1: weights that a logistic regression does not set to 0; permutation: rise of its log loss when shuffled; recursive: the smallest weight dropped again and again',
    }),
  keep: z.number().int().min(1).default(20).meta({
    label: 'Keep',
    describes: 'Columns kept by anova, mutual-information, permutation and recursive',
    unit: 'columns',
  }),
  share: z.number().gt(0).max(1).optional().meta({
    label: 'Share',
    describes: 'Kept instead of a number of columns; rounded up',
    unit: 'share of columns',
  }),
  threshold: z.number().min(0).default(0).meta({
    label: 'Threshold',
    describes: 'For variance: columns of a larger one are kept',
  }),
  strength: z.number().gt(0).max(1).default(0.1).meta({
    label: 'Strength',
    describes: 'For l1: share of the smallest penalty that leaves no column',
  }),
});
type Options = z.output<typeof options>;

interface State {
  method: Options['method'];
  /** Every column looked at. score: as the method has it; null where it is undefined, as of a constant column's F. */
  columns: { name: string; score: number | null; kept: boolean }[];
}

/** Rows that a method of regressions looks at, at most: each fit goes over all of them many times. */
const mostRows = 20_000;

/** Chosen on the training rows alone, again in every run. Of equal scores the earlier column is kept. */
export const keepBest: Step<Options, State> = {
  step: 'select',
  label: 'Keep the best columns',
  describes: 'Keeps the columns of numbers that tell most of the classes, and drops the others.',
  options,
  fit(frame, told, path, targets = null) {
    const columns = candidates(frame, told.columns, path);
    const { method } = told;
    if (method === 'variance') {
      const scores = columns.map(({ values }) => variance(values!));
      return stateOf(method, columns, scores, (j) => (scores[j] ?? 0) > told.threshold);
    }
    if (targets === null) throw new InputError(`${path}.method: needs a target to learn from: ${method}`);
    for (const { name, values } of columns)
      if (!values!.every(Number.isFinite))
        throw new InputError(`${path}.columns: missing values are left; add an impute step before for it: ${name}`);
    const keep = told.share === undefined ? told.keep : Math.ceil(told.share * columns.length);
    if (method === 'anova' || method === 'mutual-information') {
      const measure = method === 'anova' ? anova : mutualInformation;
      const scores = columns.map(({ values }) => measure(values!, targets.codes, targets.classes));
      return stateOf(method, columns, scores, best(scores, keep));
    }
    const problem = problemOf(columns, targets);
    if (method === 'recursive') {
      const { kept, sizes } = eliminate(problem, keep);
      return stateOf(method, columns, sizes, (j) => kept.includes(j));
    }
    const scores = method === 'l1' ? lassoSizes(problem, told.strength) : permuted(problem, targets.rng);
    return stateOf(method, columns, scores, method === 'l1' ? (j) => scores[j]! > 0 : best(scores, keep));
  },
  apply({ columns }, frame) {
    const gone = new Set(columns.filter(({ kept }) => !kept).map(({ name }) => name));
    return { rows: frame.rows, columns: frame.columns.filter(({ name }) => !gone.has(name)) };
  },
};

function candidates(frame: Frame, selector: Selector, path: string): FrameColumn[] {
  if (selector === 'category')
    throw new InputError(`${path}.columns: must be number, or names; categories stay until they are encoded: category`);
  if (selector === 'number') return frame.columns.filter(({ values }) => values !== null);
  selectColumns(frame, selector, path);
  return frame.columns.filter(({ source, values }) => values !== null && selector.includes(source));
}

function stateOf(
  method: Options['method'],
  columns: readonly FrameColumn[],
  scores: readonly (number | null)[],
  isKept: (j: number) => boolean,
): State {
  return { method, columns: columns.map(({ name }, j) => ({ name, score: scores[j]!, kept: isKept(j) })) };
}

function best(scores: readonly (number | null)[], keep: number): (j: number) => boolean {
  const order = scores.map((_, j) => j).sort((a, b) => (scores[b] ?? -1) - (scores[a] ?? -1) || a - b);
  const kept = new Set(order.slice(0, keep));
  return (j) => kept.has(j);
}

/** Standardized, at all training rows or a seeded draw of them. */
function problemOf(columns: readonly FrameColumn[], { codes, classes, rng }: Targets) {
  const rows =
    codes.length <= mostRows ? null : rng.split('rows').permutation(codes.length).subarray(0, mostRows).sort();
  const drawn = (values: Float64Array) => (rows === null ? values : Float64Array.from(rows, (i) => values[i]!));
  const own = rows === null ? codes : Int32Array.from(rows, (i) => codes[i]!);
  return { columns: columns.map(({ values }) => standardized(drawn(values!))), codes: own, classes };
}
