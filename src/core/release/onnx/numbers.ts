/** @file What steps make of one column of numbers, as formulas in a graph. A missing value is NaN and stays so. */
import { binNames } from '../../features/bin.ts';
import type { Arithmetic } from './arithmetic.ts';
import { datePart } from './dates.ts';
import type { Tensor } from './graph.ts';

/** learned: what the step's state holds of this column; whole: its whole state. Answers the columns in its place, by name. */
export type Formula = (
  x: Tensor,
  at: { name: string; learned: any; whole: any; math: Arithmetic },
) => Record<string, Tensor>;

type Change = (x: Tensor, learned: any, math: Arithmetic) => Tensor;
const changing =
  (change: Change): Formula =>
  (x, { name, learned, math }) => ({ [name]: change(x, learned, math) });

const scaled = (shift: string, scale: string) =>
  changing((x, learned, { subtract, divide }) => divide(subtract(x, learned[shift]), learned[scale]));

/** By the name of the step; its state has an entry for each column. */
export const formulas: Record<string, Formula> = {
  impute(x, { name, learned, math: { isMissing, where, toNumber } }) {
    const filled = { [name]: where(isMissing(x), learned.fill, x) };
    return learned.indicator ? { ...filled, [`${name} (missing)`]: toNumber(isMissing(x)) } : filled;
  },
  clip: changing((x, { low, high }, { where, less }) => {
    const raised = where(less(x, low), low, x);
    return where(less(high, raised), high, raised);
  }),
  log: changing((x, _, { where, less, negate, log, add, absolute }) => {
    const size = log(add(absolute(x), 1));
    return where(less(x, 0), negate(size), size);
  }),
  standardize: scaled('mean', 'scale'),
  robust: scaled('median', 'spread'),
  'min-max': scaled('least', 'range'),
  power: changing((x, { lambda, mean, scale }, math) => {
    const { where, less, subtract, divide, negate } = math;
    const bent = where(less(x, 0), negate(bend(x, 2 - lambda, true, math)), bend(x, lambda, false, math));
    return divide(subtract(bent, mean), scale);
  }),
  quantile: changing((x, { marks }, math) => {
    const { add, subtract, multiply, divide, where, less, countBelow, lookUp, isMissing } = math;
    const last = marks.length - 1;
    const [first, final] = [marks[0] as number, marks[last] as number];
    // Between the marks; at the ends what is looked up is not used.
    const place = (inclusive: boolean) => {
      const count = subtract(countBelow(x, marks, inclusive), 1);
      const low = where(less(count, 0), 0, count);
      const i = where(less(last - 1, low), Math.max(0, last - 1), low);
      const at = lookUp(marks, i);
      const span = subtract(lookUp(marks, add(i, last > 0 ? 1 : 0)), at);
      return add(i, divide(subtract(x, at), where(less(0, span), span, 1)));
    };
    const inside = divide(multiply(add(place(false), place(true)), 0.5), Math.max(1, last));
    const below = where(less(first, x), inside, 0);
    const both = where(less(x, final), below, where(less(first, x), 1, 0));
    return where(isMissing(x), x, both);
  }),
  bin(x, { name, learned, whole, math }) {
    const { countBelow, where, isMissing, less, toNumber, absolute, subtract } = math;
    const inner = learned.inner as number[];
    const bins = where(isMissing(x), x, countBelow(x, inner, true));
    if (whole.output !== 'one-hot') return { [name]: bins };
    const names = binNames(name, inner);
    return Object.fromEntries(names.map((own, k) => [own, toNumber(less(absolute(subtract(bins, k)), 0.5))]));
  },
  'date-parts'(x, { name, learned, whole, math }) {
    return Object.assign(
      {},
      ...whole.parts.map((part: string) => datePart(x, name, part, learned.first, whole.cyclic, math)),
    );
  },
};

/** Yeo and Johnson (2000), equation 2.1, of |x|; the other sign's values are not used, but must not be NaN for the right reason. */
function bend(x: Tensor, power: number, isNegative: boolean, math: Arithmetic): Tensor {
  const { where, less, negate, add, log, exp, multiply, divide, subtract } = math;
  const size = isNegative ? where(less(x, 0), negate(x), 0) : where(less(x, 0), 0, x);
  const logged = log(add(size, 1));
  return power === 0 ? logged : divide(subtract(exp(multiply(logged, power)), 1), power);
}
