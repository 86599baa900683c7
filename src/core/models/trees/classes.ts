/** @file One tree of classes: every node is cut where its two sides are purest. Shared by decision trees and forests. */
import type { Rng } from '../../base/random.ts';
import type { Criterion } from './impurity.ts';
import { createGrowth, createKnown } from './class-growth.ts';
import type { GrownClasses, Known } from './class-growth.ts';
import { impurity, oneSide } from './impurity.ts';

/** The rows that a tree grows on, in any order, and what is known of them side by side; all are reordered. */
export interface ClassRows {
  readonly classes: number;
  /** Places in the matrix. */
  readonly rows: Int32Array;
  /** Class and weight, above 0, of each of them. */
  readonly labels: Int32Array;
  readonly weights: Float64Array;
}

export interface ClassOptions {
  readonly criterion: Criterion;
  readonly maxDepth: number | null;
  readonly maxLeafNodes: number | null;
  readonly minSamplesSplit: number;
  readonly minSamplesLeaf: number;
  /** Columns looked at in each node; more where none of them can be cut. */
  readonly maxFeatures: number;
}

export interface Stretch {
  readonly begin: number;
  readonly end: number;
}

/** totals: row weight by class, good until the next node. */
export interface Totalled extends Stretch {
  readonly totals: Float64Array;
}

export interface ClassCut {
  readonly column: number;
  readonly threshold: number;
  readonly isMissingRight: boolean;
  readonly purity: number;
}

/** What a search finds: a cut, none that will do, or one value alone, which all nodes below have too. */
export type Found = ClassCut | null | 'constant';

/** How a kind of tree looks for a cut in one column, and which rows go left. */
export interface Splitter {
  /** Told once of a node which columns will be searched, columns[from..to) but for the known ones. */
  look(columns: Uint32Array, from: number, to: number, known: Known, node: Stretch, data: ClassRows): void;
  /** The best cut of a column with a purity above `least`. */
  search(column: number, node: Totalled, data: ClassRows, options: ClassOptions, least: number): Found;
  /** Tells by place in the stretch which rows go left. */
  sides(cut: ClassCut, node: Stretch, rows: Int32Array, goesLeft: Uint8Array): void;
}

interface Node extends Stretch {
  readonly node: number;
  readonly depth: number;
  readonly cut: ClassCut;
  /** What the cut takes off the weighted impurity. */
  readonly gain: number;
  /** Where its columns of one value are kept. */
  readonly known: number;
}

/** Rows looked at between two pauses. */
const stride = 2 ** 19;

/** A node is final when pure, too small, too deep, or without a cut. rng: draws the columns of each node. */
export async function growClasses(
  splitter: Splitter,
  columns: number,
  data: ClassRows,
  options: ClassOptions,
  rng: Rng,
  pace: () => Promise<unknown>,
): Promise<GrownClasses> {
  const { classes, rows, labels, weights } = data;
  const { criterion, maxDepth, maxLeafNodes, minSamplesSplit, minSamplesLeaf, maxFeatures } = options;
  const growth = createGrowth(classes);
  const known = createKnown(columns);
  const order = Uint32Array.from({ length: columns }, (_, column) => column);
  const open: Node[] = [];
  const totals = new Float64Array(classes);
  const goesLeft = new Uint8Array(rows.length);
  const sides = new Float64Array(2 * classes);
  const part = createParting(data, sides);
  let [leaves, looked] = [1, 0];
  for (let i = 0; i < rows.length; i++) sides[labels[i]!]! += weights[i]!;
  add(0, rows.length, 0, -1, 0);

  while (open.length > 0 && leaves < (maxLeafNodes ?? Infinity)) {
    const parent = maxLeafNodes === null ? open.pop()! : open.splice(bestOf(open), 1)[0]!;
    const { node, begin, end, depth, cut } = parent;
    splitter.sides(cut, parent, rows, goesLeft);
    const middle = part(parent, goesLeft);
    leaves++;
    growth.column[node] = cut.column;
    growth.threshold[node] = cut.threshold;
    growth.missingRight[node] = cut.isMissingRight ? 1 : 0;
    growth.left[node] = growth.nodes;
    add(begin, middle, depth + 1, parent.known, classes);
    add(middle, end, depth + 1, parent.known, 0);
    known.drop(parent.known);
    looked += end - begin;
    if (looked > stride) {
      looked = 0;
      await pace();
    }
  }
  return growth.end();

  /** above: where the parent's columns of one value are kept. from: where its row weights lie in `sides`. */
  function add(begin: number, end: number, depth: number, above: number, from: number): void {
    const n = end - begin;
    const node = growth.add(begin, n);
    for (let k = 0, at = node * classes; k < classes; k++, at++) growth.totals[at] = totals[k] = sides[from + k]!;
    const own = impurity(totals, criterion);
    growth.impurity[node] = own;
    const isFinal =
      own <= 2.220446049250313e-16 || n < minSamplesSplit || n < 2 * minSamplesLeaf || depth >= (maxDepth ?? Infinity);
    if (isFinal) return;
    known.load(above);
    const cut = search({ begin, end, totals });
    if (cut === null) return;
    const gain = maxLeafNodes === null ? 0 : cut.purity - oneSide(totals, criterion);
    open.push({ begin, end, node, depth, cut, gain, known: known.keep() });
  }

  function search(stretch: Totalled): ClassCut | null {
    let best: ClassCut | null = null;
    let least = -Infinity;
    const isDrawn = maxFeatures < columns;
    if (isDrawn) for (let i = 0; i < maxFeatures; i++) draw(i);
    splitter.look(order, 0, maxFeatures, known, stretch, data);
    for (let i = 0; i < columns && (i < maxFeatures || best === null); i++) {
      if (i >= maxFeatures) draw(i);
      const column = order[i]!;
      if (known.has(column)) continue;
      if (i >= maxFeatures) splitter.look(order, i, i + 1, known, stretch, data);
      const found = splitter.search(column, stretch, data, options, least);
      if (found === 'constant') known.add(column);
      else if (found !== null) {
        best = found;
        least = found.purity;
      }
    }
    return best;
  }

  /** Puts any of the columns from this place on there. */
  function draw(place: number): void {
    const from = place + rng.integer(columns - place);
    const column = order[from]!;
    order[from] = order[place]!;
    order[place] = column;
  }
}

function bestOf(open: readonly Node[]): number {
  let best = 0;
  for (let i = 1; i < open.length; i++) {
    const [a, b] = [open[i]!, open[best]!];
    if (a.gain > b.gain || (a.gain === b.gain && a.node < b.node)) best = i;
  }
  return best;
}

/** The rows of a class tree: those with a weight above 0. */
export function classRows(y: Int32Array, classes: number, weights: Float64Array): ClassRows {
  const rows = new Int32Array(y.length);
  const labels = new Int32Array(y.length);
  const kept = new Float64Array(y.length);
  let count = 0;
  for (let row = 0; row < y.length; row++) {
    if (!(weights[row]! > 0)) continue;
    rows[count] = row;
    labels[count] = y[row]!;
    kept[count++] = weights[row]!;
  }
  return {
    classes,
    rows: rows.subarray(0, count),
    labels: labels.subarray(0, count),
    weights: kept.subarray(0, count),
  };
}

/**
 * Returns what puts the left rows of a stretch first, both sides in their old order, sets `sides` to the row weights by class of the
 * right side and then of the left, and tells where the right side begins.
 */
function createParting(
  { classes, rows, labels, weights }: ClassRows,
  sides: Float64Array,
): (stretch: Stretch, goesLeft: Uint8Array) => number {
  const aside = { rows: rows.slice(), labels: labels.slice(), weights: weights.slice() };
  return ({ begin, end }, goesLeft) => {
    let left = begin;
    let right = 0;
    for (let k = 0; k < sides.length; k++) sides[k] = 0;
    for (let i = begin; i < end; i++) {
      const goes = goesLeft[i - begin]!;
      const label = labels[i]!;
      const weight = weights[i]!;
      rows[left] = aside.rows[right] = rows[i]!;
      labels[left] = aside.labels[right] = label;
      weights[left] = aside.weights[right] = weight;
      sides[goes * classes + label]! += weight;
      left += goes;
      right += 1 - goes;
    }
    for (let i = 0, to = left; i < right; i++, to++) {
      rows[to] = aside.rows[i]!;
      labels[to] = aside.labels[i]!;
      weights[to] = aside.weights[i]!;
    }
    return left;
  };
}
