/** @file From counts of right and wrong answers to what the business counts: one explicit formula, with its interval. */
import { InputError, hint } from '../base/errors.ts';
import type { Estimate } from '../base/estimate.ts';
import type { Rng } from '../base/random.ts';
import { fastDraws, multinomial, replicatesFor } from '../metrics/bootstrap.ts';
import { countMetrics } from '../metrics/confusion.ts';
import { undefinedEstimate, withPercentiles } from '../metrics/intervals.ts';

/** What a formula may name. Shares are of all test rows, 0 to 1. */
export const quantities = {
  right: 'share of rows answered rightly',
  wrong: 'share of rows answered wrongly',
  named_rightly: 'share of rows that are positive and named so',
  named_wrongly: 'share of rows named positive that are not',
  missed: 'share of rows that are positive and not named',
  left_rightly: 'share of rows rightly not named',
  precision: 'of those named, the share that is positive',
  recall: 'of the positive, the share that is named',
  f1: 'harmonic mean of precision and recall',
  accuracy: 'the same as right',
  balanced_accuracy: 'mean recall of the classes',
  macro_f1: 'mean F1 of the classes',
  mcc: 'Matthews correlation, −1 to 1',
} as const;
type Quantity = keyof typeof quantities;

/** Of two classes only: of more, none is the positive one. */
const ofTwo: readonly Quantity[] = [
  'named_rightly',
  'named_wrongly',
  'missed',
  'left_rightly',
  'precision',
  'recall',
  'f1',
];

type Values = Record<Quantity, number>;

export interface Formula {
  text: string;
  names: Quantity[];
  of(values: Values): number;
}

type Part = (values: Values) => number;

/** Numbers, names of quantities, + - * / and parentheses. Throws InputError with `path` in front. */
export function parseFormula(text: string, path: string): Formula {
  const tokens = text.match(/\d+(?:\.\d+)?(?:e[+-]?\d+)?|\.\d+|[A-Za-z_]\w*|\S/gi) ?? [];
  const names = new Set<Quantity>();
  let at = 0;
  const wrong = (what: string) => new InputError(`${path}: ${what}: ${text}`);

  function sum(): Part {
    let left = product();
    while (tokens[at] === '+' || tokens[at] === '-') {
      const [sign, before, right] = [tokens[at++] === '+' ? 1 : -1, left, product()];
      left = (values) => before(values) + sign * right(values);
    }
    return left;
  }
  function product(): Part {
    let left = factor();
    while (tokens[at] === '*' || tokens[at] === '/') {
      const [isTimes, before, right] = [tokens[at++] === '*', left, factor()];
      left = isTimes ? (values) => before(values) * right(values) : (values) => before(values) / right(values);
    }
    return left;
  }
  function factor(): Part {
    const token = tokens[at++];
    if (token === undefined) throw wrong('ends too early');
    if (token === '-') {
      const of = factor();
      return (values) => -of(values);
    }
    if (token === '(') {
      const of = sum();
      if (tokens[at++] !== ')') throw wrong('a parenthesis is not closed');
      return of;
    }
    if (/^[\d.]/.test(token) && Number.isFinite(Number(token))) return () => Number(token);
    if (!Object.hasOwn(quantities, token)) {
      const known = Object.keys(quantities);
      throw wrong(`not a number, a sign or one of ${known.join(', ')}${hint(token, known)}, but ${token}`);
    }
    names.add(token as Quantity);
    return (values) => values[token as Quantity];
  }

  const of = sum();
  if (at < tokens.length) throw wrong(`a sign is missing before ${tokens[at]}`);
  return { text, names: [...names], of };
}

/** `cells`: classes x classes counts, row-major, rows actual; of two the second class is the positive one. NaN: 0/0. */
function valuesOf(cells: ArrayLike<number>, classes: number): Values {
  const { accuracy, balancedAccuracy, macroF1, mcc, precision, recall, f1 } = countMetrics(cells, classes);
  let n = 0;
  for (let i = 0; i < classes * classes; i++) n += cells[i]!;
  const [tn, fp, fn, tp] = [0, 1, 2, 3].map((i) => cells[i]! / n) as [number, number, number, number];
  return {
    right: accuracy,
    wrong: 1 - accuracy,
    named_rightly: tp,
    named_wrongly: fp,
    missed: fn,
    left_rightly: tn,
    precision,
    recall,
    f1,
    accuracy,
    balanced_accuracy: balancedAccuracy,
    macro_f1: macroF1,
    mcc,
  };
}

/** The formula on a confusion matrix of test rows, with the percentile interval over resamples of the rows. */
export function evaluateFormula(formula: Formula, matrix: readonly (readonly number[])[], rng: Rng): Estimate {
  const classes = matrix.length;
  const cells = matrix.flat();
  const n = cells.reduce((sum, count) => sum + count, 0);
  if (n === 0) return undefinedEstimate(0, 'no test rows');
  const named = formula.names.find((name) => ofTwo.includes(name));
  if (classes !== 2 && named !== undefined)
    return undefinedEstimate(n, `${named} needs a positive class, and there are ${classes} classes`);
  const value = formula.of(valuesOf(cells, classes));
  if (!Number.isFinite(value)) return undefinedEstimate(n, 'something is divided by 0');
  // A resample of rows is a resample of their cells.
  const draw = fastDraws(rng.split('formula'));
  const uniform = () => draw() / 4294967296;
  const resampled = new Float64Array(replicatesFor(n));
  const present = cells.map((_, cell) => cell).filter((cell) => cells[cell]! > 0);
  const counts = present.map((cell) => cells[cell]!);
  const some = new Float64Array(present.length);
  const drawn = new Float64Array(cells.length);
  for (let b = 0; b < resampled.length; b++) {
    multinomial(counts, uniform, some);
    for (let i = 0; i < present.length; i++) drawn[present[i]!] = some[i]!;
    resampled[b] = formula.of(valuesOf(drawn, classes));
  }
  return withPercentiles(value, resampled, n);
}
