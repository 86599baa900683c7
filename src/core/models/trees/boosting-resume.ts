/** @file How boosting goes on where it was cut short: the trees so far are added up again, and the next one is grown. */
import type { Curves, FitContext, Matrix } from '../contract.ts';
import type { Tree } from './nodes.ts';
import { addTo } from './walk.ts';

/** What an iteration depends on beside options and rows; its draws are by its number. */
export interface Progressed {
  iteration: number;
  trees: Tree[];
  best: { loss: number; iteration: number };
  curves: Curves;
}
interface Checkpoint extends Progressed {
  kind: 'gradient-boosting';
  /** Of the matrix, and trees an iteration. */
  shape: [rows: number, columns: number, vectors: number];
}

/** Milliseconds between two checkpoints at least. */
const between = 2000;

/** scored: the rows and their scores, vector after vector, which still are as at the start; they become those after the kept trees. */
export function resumeBoosting(
  { checkpoints, now }: FitContext,
  vectors: number,
  x: Matrix,
  scored: readonly { x: Matrix; scores: Float64Array }[],
): Progressed & { keep(progressed: Progressed): void } {
  const shape: Checkpoint['shape'] = [x.rows, x.names.length, vectors];
  const found = checkpoints?.from as Checkpoint | null | undefined;
  const from = found?.kind === 'gradient-boosting' && shape.every((n, i) => found.shape[i] === n) ? found : null;
  for (const [i, tree] of (from?.trees ?? []).entries())
    for (const { x, scores } of scored) {
      const k = i % vectors;
      addTo(tree, x, null, scores.subarray(k * x.rows, (k + 1) * x.rows), 1);
    }
  let kept = now();
  return {
    iteration: from?.iteration ?? 0,
    trees: from ? [...from.trees] : [],
    best: from?.best ?? { loss: Infinity, iteration: 0 },
    curves: from?.curves ?? { step: [], loss: [], validationLoss: [] },
    keep(progressed) {
      if (!checkpoints || now() - kept < between) return;
      const { iteration, best } = progressed;
      const { step, loss, validationLoss } = progressed.curves;
      const curves = { step: [...step], loss: [...loss], validationLoss: [...validationLoss] };
      const trees = [...progressed.trees];
      checkpoints.keep({ kind: 'gradient-boosting', shape, iteration, trees, best, curves } satisfies Checkpoint);
      kept = now();
    },
  };
}
