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

/** The same for the same node of two trees. */
export function forkKey({ path }: Pick<Fork, 'path'>): string {
  return JSON.stringify(path);
}

/** Keys of the forks that were there with the same children before some leaves came. */
export function keptForks(paths: readonly (readonly string[])[], later: readonly number[]): Set<string> {
  const children = (fork: Fork) => JSON.stringify([fork.path, fork.children]);
  const before = new Set(forksOf(paths.filter((_, leaf) => !later.includes(leaf))).map(children));
  return new Set(
    forksOf(paths)
      .filter((fork) => before.has(children(fork)))
      .map(forkKey),
  );
}

/** What is done about forks beside fitting them. */
export interface Forestry {
  /** May answer with a state fitted before. */
  keep(fork: Fork): ModelState | null;
  fitted(fork: Fork, rows: number, milliseconds: number): void;
}

/** later: leaves that came when the tree was fitted; nodes whose children they leave alone do not learn from them. */
export async function fitNodes(
  input: Input,
  paths: readonly (readonly string[])[],
  fitPart: FitPart,
  context: FitContext,
  forestry?: Forestry,
  later: readonly number[] = [],
): Promise<Fitted> {
  const forks = forksOf(paths);
  const isLater = paths.map((_, leaf) => later.includes(leaf));
  const old = later.length > 0 ? keptForks(paths, later) : new Set<string>();
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
    const isOld = old.has(forkKey(fork));
    const childOf = isOld ? fork.childOf.map((child, leaf) => (isLater[leaf] ? -1 : child)) : fork.childOf;
    const own = recode(input, childOf, fork.children.length);
    const rng = fork.path.length === 0 ? context.rng : context.rng.split(JSON.stringify(fork.path));
    const progress = forks.length === 1 ? context.progress : partProgress(context, done, forks.length, 'nodes');
    const started = context.now();
    const part = await keeper.fit((more) => fitPart(own, { ...context, ...more, progress, rng }));
    states.push(part.state);
    forestry?.fitted(fork, own.y.length, context.now() - started);
    // Curves are of what learns for the new classes, whether the rest is taken over or learned here.
    if (isOld) continue;
    fitted.push(part);
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
