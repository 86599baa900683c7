import { z } from 'zod';
import { checkFit, checkPredict } from './check.ts';
import type { Classifier, FitInput, Matrix, ModelState } from './contract.ts';
import { oneShotCurves } from './one-shot.ts';
import { createPace } from './pace.ts';

const options = z.strictObject({
  smallest: z.number().min(1).max(1e6).default(6).meta({
    label: 'Smallest interval',
    unit: 'rows',
    description: 'Rows (by weight) of its commonest class that an interval of a column needs before it may end.',
  }),
  smoothing: z.number().min(0).max(1000).default(1).meta({
    label: 'Smoothing',
    unit: 'rows',
    description: 'Added to the count of each class of an interval before its shares are taken.',
  }),
});

type Options = z.infer<typeof options>;

interface Rule {
  /** An interval ends below each cut; one more interval than cuts. */
  cuts: number[];
  /** Row weight of each class: intervals x classes. */
  counts: number[];
  /** Row weight of the rows that the commonest class of their interval gets wrong. */
  wrong: number;
}

/** Holte 1993, 1R: of the rules on one column, the one that errs least on the training rows; the first of equals. */
export const oneRule: Classifier<Options> = {
  kind: 'one-rule',
  label: 'One rule',
  describes: 'Looks at the one column that tells most, cut into intervals; the rule can be read in one line.',
  options,

  async fit(input, { smallest, smoothing }, context) {
    checkFit(input);
    const { x, classes, weights } = input;
    const pace = createPace(context);
    const total = weights ? weights.reduce((a, b) => a + b, 0) : x.rows;
    let best: { column: number; rule: Rule } | null = null;
    for (let column = 0; column < x.names.length; column++) {
      await pace();
      const rule = ruleOf(input, column, smallest);
      if (best === null || rule.wrong < best.rule.wrong) best = { column, rule };
      context.progress({ stage: 'fit', done: column + 1, total: x.names.length, what: 'columns' });
    }
    const { column, rule } = best ?? { column: -1, rule: ruleOf(input, -1, smallest) };
    const name = x.names[column] ?? null;
    const json = {
      classes,
      columns: x.names.length,
      column,
      name,
      error: rule.wrong / total,
      rule: ruleText(name, rule, classes),
    };
    const arrays = { cuts: Float64Array.from(rule.cuts), shares: sharesOf(rule, classes, smoothing) };
    const state = { kind: 'one-rule', json, arrays };
    return { state, curves: await oneShotCurves(input, (rows) => score(state, rows)), ended: 'converged' };
  },

  async predict(state, x) {
    checkPredict(state, x);
    return score(state, x);
  },
};

/** Rows of one value of a column: its weight by class. */
interface Level {
  value: number;
  counts: Float64Array;
}

/** Column -1 stands for none: one interval. */
function ruleOf({ x, y, classes, weights }: FitInput, column: number, smallest: number): Rule {
  const d = x.names.length;
  const levels = new Map<number, Float64Array>();
  for (let row = 0; row < x.rows; row++) {
    // Adding 0 makes -0 and 0 one value.
    const value = column < 0 ? 0 : x.values[row * d + column]! + 0;
    const counts = levels.get(value) ?? new Float64Array(classes);
    counts[y[row]!]! += weights ? weights[row]! : 1;
    levels.set(value, counts);
  }
  const sorted = [...levels]
    .map(([value, counts]): Level => ({ value, counts }))
    .filter(({ counts }) => counts.some((count) => count > 0))
    .sort((a, b) => a.value - b.value);
  return merge(intervals(sorted, classes, smallest), classes);
}

interface Interval {
  first: number;
  last: number;
  counts: Float64Array;
}

/** From below: an interval ends once its commonest class has `smallest` rows and the next value's is another; a rest too small joins the last. */
function intervals(levels: readonly Level[], classes: number, smallest: number): Interval[] {
  const made: Interval[] = [];
  let open: Interval | null = null;
  for (const { value, counts } of levels) {
    if (open && open.counts[commonest(open.counts)]! >= smallest && commonest(open.counts) !== commonest(counts)) {
      made.push(open);
      open = null;
    }
    open ??= { first: value, last: value, counts: new Float64Array(classes) };
    open.last = value;
    for (let k = 0; k < classes; k++) open.counts[k]! += counts[k]!;
  }
  const previous = made.at(-1);
  if (open && previous && open.counts[commonest(open.counts)]! < smallest) join(previous, open);
  else if (open) made.push(open);
  return made;
}

/** Neighbours with the same commonest class become one interval. */
function merge(all: readonly Interval[], classes: number): Rule {
  const kept: Interval[] = [];
  for (const next of all) {
    const last = kept.at(-1);
    if (last && commonest(last.counts) === commonest(next.counts)) join(last, next);
    else kept.push(next);
  }
  const cuts = kept.slice(1).map(({ first }, i) => (kept[i]!.last + first) / 2);
  let wrong = 0;
  for (const { counts } of kept) for (let k = 0; k < classes; k++) if (k !== commonest(counts)) wrong += counts[k]!;
  return { cuts, counts: kept.flatMap(({ counts }) => [...counts]), wrong };
}

function join(into: Interval, from: Interval): void {
  into.last = from.last;
  from.counts.forEach((count, k) => (into.counts[k]! += count));
}

/** The first of the classes with the most weight. */
function commonest(counts: ArrayLike<number>): number {
  let best = 0;
  for (let k = 1; k < counts.length; k++) if (counts[k]! > counts[best]!) best = k;
  return best;
}

function sharesOf({ counts }: Rule, classes: number, smoothing: number): Float64Array {
  const shares = Float64Array.from(counts, (count) => count + smoothing);
  for (let at = 0; at < shares.length; at += classes) {
    const sum = shares.subarray(at, at + classes).reduce((a, b) => a + b, 0);
    for (let k = 0; k < classes; k++) shares[at + k]! /= sum;
  }
  return shares;
}

/** Such as `age: under 28.5 class 0, from 28.5 class 1`. */
function ruleText(name: string | null, { cuts, counts }: Rule, classes: number): string {
  const said = Array.from({ length: cuts.length + 1 }, (_, i) => {
    const winner = `class ${commonest(counts.slice(i * classes, (i + 1) * classes))}`;
    const cut = (at: number) => Number(cuts[at]!.toPrecision(6));
    if (cuts.length === 0) return `always ${winner}`;
    if (i === 0) return `under ${cut(0)} ${winner}`;
    return i === cuts.length ? `from ${cut(i - 1)} ${winner}` : `from ${cut(i - 1)} to ${cut(i)} ${winner}`;
  });
  return `${name === null ? '' : `${name}: `}${said.join(', ')}`;
}

function score({ json, arrays }: ModelState, x: Matrix): Float64Array {
  const { classes, column } = json as { classes: number; column: number };
  const { cuts, shares } = arrays as Record<string, Float64Array>;
  const d = x.names.length;
  const scores = new Float64Array(x.rows * classes);
  for (let row = 0; row < x.rows; row++) {
    const value = column < 0 ? 0 : x.values[row * d + column]!;
    let [low, high] = [0, cuts!.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (value < cuts![middle]!) high = middle;
      else low = middle + 1;
    }
    scores.set(shares!.subarray(low * classes, (low + 1) * classes), row * classes);
  }
  return scores;
}
