/** @file A model at each fork of a tree of classes; the probability of a leaf is the product along its path. */
import type { FitContext, Fitted, ModelState } from '../contract.ts';
import type { FitPart, PredictPart } from './one-vs-rest.ts';
import { createKeeper, endings, pack, partProgress, sumCurves, unpack } from './parts.ts';
import { recode } from './rows.ts';
import type { Input } from './rows.ts';

/** A place where paths part: the texts that lead to it, what comes next, and which of these each leaf is under (-1: none). */
export interface Fork {
  readonly path: string[];
  readonly children: string[];
  readonly childOf: number[];
}

/** Coarse before fine; children in the order in which leaves name them. A node with one child is no fork. */
export function forksOf(paths: readonly (readonly string[])[]): Fork[] {
  const forks: Fork[] = [];
  const depth = paths[0]?.length ?? 0;
  for (let level = 0; level < depth; level++) {
    const nodes = new Map<string, Fork>();
    for (const [leaf, path] of paths.entries()) {
      const key = JSON.stringify(path.slice(0, level));
      let node = nodes.get(key);
      if (!node) nodes.set(key, (node = { path: path.slice(0, level), children: [], childOf: paths.map(() => -1) }));
      let child = node.children.indexOf(path[level]!);
      if (child < 0) child = node.children.push(path[level]!) - 1;
      node.childOf[leaf] = child;
    }
    forks.push(...[...nodes.values()].filter(({ children }) => children.length > 1));
  }
  return forks;
}

/** What is done about forks beside fitting them. */
export interface Forestry {
  /** May answer with a state fitted before. */
  keep(fork: Fork): ModelState | null;
  fitted(fork: Fork, rows: number, milliseconds: number): void;
}

export async function fitNodes(
  input: Input,
  paths: readonly (readonly string[])[],
  fitPart: FitPart,
  context: FitContext,
  forestry?: Forestry,
): Promise<Fitted> {
  const forks = forksOf(paths);
  const fitted: Fitted[] = [];
  const shares: number[] = [];
  const states: ModelState[] = [];
  const keeper = createKeeper('nodes', forks.length, context);
  for (const [done, fork] of forks.entries()) {
    context.signal.throwIfAborted();
    const kept = forestry?.keep(fork);
    if (kept) {
      states.push(kept);
      continue;
    }
    const own = recode(input, fork.childOf, fork.children.length);
    const rng = fork.path.length === 0 ? context.rng : context.rng.split(JSON.stringify(fork.path));
    const progress = forks.length === 1 ? context.progress : partProgress(context, done, forks.length, 'nodes');
    const started = context.now();
    const part = await keeper.fit((more) => fitPart(own, { ...context, ...more, progress, rng }));
    fitted.push(part);
    states.push(part.state);
    forestry?.fitted(fork, own.y.length, context.now() - started);
    shares.push(own.y.length / input.y.length);
  }
  const state = pack('nodes', { paths }, states);
  return { state, curves: sumCurves(fitted, shares), ended: endings(fitted) };
}

/** The fork and its state, for each fork of a fitted tree. */
export function nodesOf(state: ModelState): { fork: Fork; state: ModelState }[] {
  const parts = unpack(state);
  return forksOf(state.json['paths'] as string[][]).map((fork, i) => ({ fork, state: parts[i]! }));
}

/** Probabilities of leaves, rows x classes. */
export async function predictNodes(state: ModelState, rows: number, predictPart: PredictPart): Promise<Float64Array> {
  const classes = (state.json['paths'] as string[][]).length;
  const scores = new Float64Array(rows * classes).fill(1);
  for (const { fork, state: part } of nodesOf(state)) {
    const own = await predictPart(part);
    const width = fork.children.length;
    for (let row = 0; row < rows; row++)
      for (const [leaf, child] of fork.childOf.entries())
        if (child >= 0) scores[row * classes + leaf]! *= own[row * width + child]!;
  }
  return scores;
}
