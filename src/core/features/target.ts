import { z } from 'zod';
import { InputError } from '../base/errors.ts';
import type { Frame, FrameColumn, Step, Targets } from './contract.ts';
import { changeColumns, selectColumns, selectorSchema } from './select.ts';

const options = z.object({
  columns: selectorSchema.meta({ label: 'Columns', describes: 'category, or names of columns of categories' }),
  smooth: z
    .union([z.number().min(0), z.literal('auto')])
    .default('auto')
    .meta({
      label: 'Smoothing',
      describes: 'How many rows of the overall share each level is mixed with, or auto: by how much its rows differ',
    }),
});
type Smooth = z.output<typeof options>['smooth'];

/** shares: by class, then by level; missing: by class, of the cells that are missing; prior: by class, for a level never seen. */
interface Encoding {
  shares: number[][];
  missing: number[];
  prior: number[];
}
interface State {
  columns: ({ name: string; levels: string[] } & Encoding)[];
}

const folds = 5;

/**
 * The share of a class among the training rows of a level, smoothed towards its share overall, as scikit-learn's TargetEncoder
 * (Micci-Barreca 2001). Two classes: one column, of the positive class; more: one a class. A training row gets what the other
 * folds say, so that no row tells its own class.
 */
export const target: Step<z.output<typeof options>, State> = {
  step: 'target',
  label: 'Share of a class',
  describes: 'Replaces a level by the share of the class among its training rows, learned on the other folds.',
  options,
  fit: (frame, told, path, targets) => learn(frame, told, path, targets).state,
  apply: (state, frame) => {
    const byName = new Map(state.columns.map((column) => [column.name, column]));
    return changeColumns(frame, (column) => {
      const fitted = byName.get(column.name);
      if (fitted === undefined) return column;
      const place = new Map(fitted.levels.map((level, j) => [level, j]));
      const placeOf = column.levels!.map((level) => place.get(level) ?? -1);
      return fitted.prior.map((prior, k) =>
        encoded(column, k, fitted.prior.length, (i) => {
          const code = column.codes![i]!;
          if (code < 0) return fitted.missing[k]!;
          const j = placeOf[code]!;
          return j < 0 ? prior : fitted.shares[k]![j]!;
        }),
      );
    });
  },
  fitApply(frame, told, path, targets) {
    const { state, known } = learn(frame, told, path, targets);
    const fold = foldsOf(known);
    const names = new Set(state.columns.map(({ name }) => name));
    const crossed = changeColumns(frame, (column) => {
      if (!names.has(column.name)) return column;
      const parts = Array.from({ length: folds }, (_, f) => encode(column, told.smooth, known, (i) => fold[i] !== f));
      return parts[0]!.prior.map((_, k) =>
        encoded(column, k, parts[0]!.prior.length, (i) => {
          const { shares, missing } = parts[fold[i]!]!;
          const code = column.codes![i]!;
          return code < 0 ? missing[k]! : shares[k]![code]!;
        }),
      );
    });
    return { state, frame: crossed };
  },
};

function learn(
  frame: Frame,
  { columns, smooth }: z.output<typeof options>,
  path: string,
  targets: Targets | null | undefined,
): { state: State; known: Targets } {
  if (!targets) throw new InputError(`${path}.step: needs a target to learn from: target`);
  if (frame.rows < folds)
    throw new InputError(`${path}.step: needs ${folds} training rows at least, and there are ${frame.rows}: target`);
  const fitted = selectColumns(frame, columns, path).map((column) => {
    const { name, codes, levels } = column;
    if (codes === null)
      throw new InputError(`${path}.columns: a column of numbers has no levels; set its type to category: ${name}`);
    const { shares, missing, prior } = encode(column, smooth, targets, () => true);
    const seen = new Set(codes);
    const isSeen = (_: unknown, code: number) => seen.has(code);
    return { name, levels: levels!.filter(isSeen), shares: shares.map((own) => own.filter(isSeen)), missing, prior };
  });
  return { state: { columns: fitted }, known: targets };
}

/** By the level codes of the column, from the rows that are `in`; a level without a row there gets the prior. */
function encode(
  { codes, levels }: FrameColumn,
  smooth: Smooth,
  { codes: classOf, classes }: Targets,
  isIn: (i: number) => boolean,
): Encoding {
  const width = levels!.length + 1;
  const each = (classes === 2 ? [1] : Array.from({ length: classes }, (_, k) => k)).map((k) => {
    const counts = new Float64Array(width);
    const hits = new Float64Array(width);
    for (let i = 0; i < codes!.length; i++) {
      if (!isIn(i)) continue;
      const level = codes![i]! < 0 ? width - 1 : codes![i]!;
      counts[level]!++;
      if (classOf[i] === k) hits[level]!++;
    }
    const rows = counts.reduce((sum, n) => sum + n, 0);
    const prior = hits.reduce((sum, n) => sum + n, 0) / rows;
    const share = (_: unknown, level: number) => smoothed(hits[level]!, counts[level]!, prior, smooth);
    return { prior, shares: Array.from({ length: width }, share) };
  });
  return {
    shares: each.map(({ shares }) => shares.slice(0, -1)),
    missing: each.map(({ shares }) => shares.at(-1)!),
    prior: each.map(({ prior }) => prior),
  };
}

/** A number: (hits + m prior) / (n + m). auto: empirical Bayes, weighing the variance inside the level against the whole. */
function smoothed(hits: number, n: number, prior: number, smooth: Smooth): number {
  if (n === 0) return prior;
  if (smooth !== 'auto') return (hits + smooth * prior) / (n + smooth);
  const share = hits / n;
  const whole = prior * (1 - prior);
  const inside = share * (1 - share);
  const weight = (whole * n) / (whole * n + inside);
  return Number.isNaN(weight) ? prior : weight * share + (1 - weight) * prior;
}

/** The fold of each row: each class dealt out in a random order. */
function foldsOf({ codes, rng }: Targets): Uint8Array {
  const fold = new Uint8Array(codes.length);
  const order = [...rng.permutation(codes.length)].sort((a, b) => codes[a]! - codes[b]!);
  for (const [place, i] of order.entries()) fold[i] = place % folds;
  return fold;
}

function encoded(column: FrameColumn, k: number, classes: number, value: (i: number) => number): FrameColumn {
  const values = Float64Array.from(column.codes!, (_, i) => value(i));
  const name = classes === 1 ? column.name : `${column.name} (class ${k})`;
  return { ...column, name, type: 'number', values, codes: null, levels: null };
}
