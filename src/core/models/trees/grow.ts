/** @file One tree of boosting: the leaf with the most to gain is cut first, and of two children only the smaller is summed up. */
import type { Coded } from './bins.ts';
import { bestCut } from './gain.ts';
import { leafValue } from './leaf.ts';
import type { Bounds, Cut, GainOptions, Leaf } from './leaf.ts';
import { createHistograms } from './histogram.ts';
import { createLeafSums } from './leaf-sums.ts';
import type { Helper } from './leaf-sums.ts';
import { addNode, addSet, emptyGrowth, treeOf } from './nodes.ts';
import type { Tree } from './nodes.ts';

export interface GrowOptions extends GainOptions {
  readonly maxLeafNodes: number | null;
  readonly maxDepth: number | null;
  readonly learningRate: number;
}

/** A leaf that may still be cut: rows[begin..end) are its rows. */
interface Open extends Leaf {
  readonly node: number;
  readonly depth: number;
  readonly begin: number;
  readonly end: number;
  /** The address of its histogram. */
  readonly sums: number | null;
  readonly cut: Cut | null;
}

export interface Grown {
  readonly tree: Tree;
  /** Leaf l holds rows[starts[l]..starts[l + 1]) of the rows that it was grown on, as they are now ordered. */
  readonly starts: Int32Array;
}

/**
 * Returns the function that grows a tree on some rows and columns; it reorders the rows. gradients: (gradient, hessian) a row. helper: where
 * large leaves may be summed too.
 */
export function createGrower(
  coded: Coded<Uint8Array>,
  options: GrowOptions,
  helper: Helper | null = null,
): (gradients: Float64Array, mostHessian: number, rows: Uint32Array, columns: Int32Array) => Promise<Grown> {
  const { maxLeafNodes, maxDepth, minSamplesLeaf, l2, monotone, learningRate } = options;
  const histograms = createHistograms(coded);
  const sum = createLeafSums(helper, coded, histograms);

  return async (gradients, mostHessian, rows, columns) => {
    const growth = emptyGrowth();
    const done: { node: number; leaf: Open }[] = [];
    const open: Open[] = [];
    const budget = maxLeafNodes ?? Infinity;
    const whole = sum.begin(gradients, rows);
    await place({
      ...whole,
      node: addNode(growth),
      depth: 0,
      begin: 0,
      end: rows.length,
      rows: rows.length,
      bounds: unbound,
    });

    while (open.length > 0) {
      const parent = open.splice(next(open, maxLeafNodes === null), 1)[0]!;
      await split(parent, parent.cut!);
    }
    done.sort((a, b) => a.leaf.begin - b.leaf.begin);
    const starts = new Int32Array(done.length + 1);
    for (const [l, { node, leaf }] of done.entries()) {
      growth.left[node] = l;
      growth.values.push(learningRate * leafValue(leaf.gradient, leaf.hessian, l2, leaf.bounds));
      starts[l + 1] = leaf.end;
    }
    histograms.copyRows(rows);
    return { tree: treeOf(growth), starts };

    function isFinal(leaf: Leaf & { depth: number }): boolean {
      return leaf.rows < 2 * minSamplesLeaf || leaf.rows < 2 || leaf.depth >= (maxDepth ?? Infinity);
    }

    async function place(leaf: Omit<Open, 'sums' | 'cut'>, sums: number | null = null): Promise<void> {
      if (isFinal(leaf) || budget < 2) {
        if (sums !== null) histograms.free(sums);
        done.push({ node: leaf.node, leaf: { ...leaf, sums: null, cut: null } });
        return;
      }
      const own = sums ?? (await sum.fill(leaf));
      const counts = (column: number) => histograms.countCodes(column, leaf);
      const cut = bestCut(leaf, histograms.read(own), coded, columns, options, mostHessian, counts);
      if (cut) open.push({ ...leaf, sums: own, cut });
      else {
        histograms.free(own);
        done.push({ node: leaf.node, leaf: { ...leaf, sums: null, cut: null } });
      }
    }

    async function split(parent: Open, cut: Cut): Promise<void> {
      const { node, begin, end, depth, bounds } = parent;
      const middle = histograms.partition(cut, parent);
      const at = addNode(growth);
      addNode(growth);
      growth.column[node] = cut.column;
      growth.left[node] = at;
      const missingRight = missingSide(coded, cut, middle - begin, end - middle);
      growth.missingRight[node] = missingRight;
      const levels = coded.categories?.[cut.column];
      if (levels && cut.goesLeft) {
        const goesLeft = cut.goesLeft.map((left, code) => (levels[code] === 1 ? left : 1 - missingRight));
        addSet(growth, node, goesLeft, missingRight === 1);
      } else growth.threshold[node] = coded.cuts[cut.column]![cut.code] ?? Infinity;
      const gradient = parent.gradient - cut.gradient;
      const hessian = parent.hessian - cut.hessian;
      const [low, high] = boundsOf(cut, gradient, hessian, bounds);
      const left = { gradient: cut.gradient, hessian: cut.hessian, rows: middle - begin, bounds: low };
      const right = { gradient, hessian, rows: end - middle, bounds: high };
      const children = [
        { ...left, node: at, depth: depth + 1, begin, end: middle },
        { ...right, node: at + 1, depth: depth + 1, begin: middle, end },
      ];
      const sums = parent.sums!;
      if (done.length + open.length + 2 >= budget || children.every(isFinal)) {
        histograms.free(sums);
        for (const child of children) done.push({ node: child.node, leaf: { ...child, sums: null, cut: null } });
        if (done.length + open.length >= budget) close();
        return;
      }
      const [small, large] = left.rows <= right.rows ? children : [children[1]!, children[0]!];
      const own = await sum.fill(small!);
      histograms.subtract(sums, own);
      await place(small!, own);
      await place(large!, sums);
    }

    function boundsOf(cut: Cut, gradient: number, hessian: number, bounds: Bounds): [Bounds, Bounds] {
      const sign = monotone ? monotone[cut.column]! : 0;
      if (sign === 0) return [bounds, bounds];
      const middle = (leafValue(cut.gradient, cut.hessian, l2, bounds) + leafValue(gradient, hessian, l2, bounds)) / 2;
      const [below, above] = [
        { low: bounds.low, high: middle },
        { low: middle, high: bounds.high },
      ];
      return sign > 0 ? [below, above] : [above, below];
    }

    /** No leaf more is allowed. */
    function close(): void {
      for (const leaf of open.splice(0)) {
        histograms.free(leaf.sums!);
        done.push({ node: leaf.node, leaf });
      }
    }
  };
}

const unbound: Bounds = { low: -Infinity, high: Infinity };

/** Where all leaves may be cut their order does not matter: the newest first holds the fewest histograms. */
function next(open: readonly Open[], isLast: boolean): number {
  if (isLast) return open.length - 1;
  let best = 0;
  for (let i = 1; i < open.length; i++) {
    const [a, b] = [open[i]!, open[best]!];
    if (a.cut!.gain > b.cut!.gain || (a.cut!.gain === b.cut!.gain && a.node < b.node)) best = i;
  }
  return best;
}

/** Missing values of a column that had none while training go with the most rows. */
function missingSide({ hasMissing }: Coded<Uint8Array>, cut: Cut, left: number, right: number): number {
  return (hasMissing[cut.column] ? cut.isMissingRight : right > left) ? 1 : 0;
}
