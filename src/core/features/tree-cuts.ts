/** @file Cuts of one column that part the classes: a decision tree of that column alone, grown best split first. */

export interface TreeCutOptions {
  /** Leaves at most: as many bins. */
  leaves: number;
  /** Training rows of each leaf at least. */
  minRows: number;
  criterion: 'gini' | 'entropy';
}

interface Split {
  from: number;
  to: number;
  /** First row of the right leaf; -1 where there is no split. */
  at: number;
  gain: number;
}

/**
 * sorted: ascending, none missing. codes: the class of each. Ascending cuts, each between two neighbouring values, as the
 * thresholds of scikit-learn's DecisionTreeClassifier with max_leaf_nodes (which takes values as float32, and those nearer than
 * 1e-7 for the same; here they are what they are).
 */
export function treeCuts(sorted: Float64Array, codes: Int32Array, classes: number, options: TreeCutOptions): number[] {
  const { leaves } = options;
  const frontier = [bestSplit(0, sorted.length, sorted, codes, classes, options)];
  const cuts: number[] = [];
  while (cuts.length < leaves - 1) {
    let best = -1;
    for (const [i, { at, gain }] of frontier.entries())
      if (at >= 0 && (best < 0 || gain > frontier[best]!.gain)) best = i;
    if (best < 0) break;
    const { from, to, at } = frontier[best]!;
    cuts.push(between(sorted[at - 1]!, sorted[at]!));
    frontier.splice(
      best,
      1,
      bestSplit(from, at, sorted, codes, classes, options),
      bestSplit(at, to, sorted, codes, classes, options),
    );
  }
  return cuts.sort((a, b) => a - b);
}

/** The first of the splits that leave the purest leaves. A pure node, and one too small, has none. */
function bestSplit(
  from: number,
  to: number,
  sorted: Float64Array,
  codes: Int32Array,
  classes: number,
  { minRows, criterion }: TreeCutOptions,
): Split {
  const impurity = criterion === 'gini' ? gini : entropy;
  const left = new Float64Array(classes);
  const right = new Float64Array(classes);
  for (let i = from; i < to; i++) right[codes[i]!]!++;
  const whole = impurity(right, to - from);
  const none = { from, to, at: -1, gain: -Infinity };
  if (whole <= Number.EPSILON) return none;
  let best: Split = none;
  for (let at = from + 1; at < to; at++) {
    const code = codes[at - 1]!;
    left[code]!++;
    right[code]!--;
    if (sorted[at] === sorted[at - 1] || at - from < minRows || to - at < minRows) continue;
    const gain = whole - impurity(left, at - from) - impurity(right, to - at);
    // Gains that are equal but for rounding are equal: the first stands.
    if (best.at < 0 || gain > best.gain + 1e-12 * whole) best = { from, to, at, gain };
  }
  return best;
}

/** Times the number of rows, as all that compares leaves of different sizes. */
function gini(counts: Float64Array, n: number): number {
  let squares = 0;
  for (const count of counts) squares += count * count;
  return n - squares / n;
}

function entropy(counts: Float64Array, n: number): number {
  let sum = 0;
  for (const count of counts) if (count > 0) sum -= count * Math.log2(count / n);
  return sum;
}

/** The middle, or the upper one where there is no number between them: the upper bin takes what is at its edge. */
function between(lower: number, upper: number): number {
  const middle = lower / 2 + upper / 2;
  return middle > lower && middle <= upper ? middle : upper;
}
