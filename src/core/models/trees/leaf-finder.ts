/** @file Rows on their way through trees in WebAssembly: several at once, as each step waits for the one before. */
import { wordsOfSet } from '../../base/code-sets.ts';
import type { Matrix } from '../contract.ts';
import { f32, func, i32, repeatWhile, whileBelow } from '../wasm/assembler.ts';
import type { Code, Local } from '../wasm/assembler.ts';
import { compile } from '../wasm/instance.ts';
import type { Trees } from './nodes.ts';

export interface LeafFinder {
  /** Rows at once. */
  readonly block: number;
  /** Takes rows from..to, at most a block. */
  load(x: Matrix, from: number, to: number): void;
  /** Leaves of a tree by row of the block; good until the next call. */
  find(tree: number): Int32Array;
}

interface Kernel {
  /**
   * Writes the leaf of each row at x..end, `stride` bytes apart, to `out` (int32); rows are taken `lanes` at once. A node is 16 bytes:
   * threshold (float32), byte of its column in a row, address of its left child, whether missing values go right. Right is next to
   * left. A leaf is its own left child, with a threshold that nothing is above, and its number times 2 in the last place.
   */
  walk: Walk;
  /** The same of nodes of 32 bytes, where the fifth word is the address of a node's set of codes, or 0. */
  walkSets: Walk;
}
type Walk = (x: number, end: number, stride: number, root: number, out: number) => void;

const lanes = 4;
const each = <T>(make: (lane: number) => T): T[] => Array.from({ length: lanes }, (_, lane) => make(lane));
/** Of the bytes of a node. */
const nodeBits = { walk: 4, walkSets: 5 };

const pointers: Record<string, 'i32'> = Object.fromEntries(
  each((lane) => [`row${lane}`, `node${lane}`, `next${lane}`])
    .flat()
    .map((name) => [name, 'i32']),
);

const { add, and, or, xor, shl, shrU } = i32;

/** Right of a set: its bit is not there. What is not a code is parted by the threshold. */
function besideSet(node: Local, value: Local, code: Local, otherwise: Code): Code {
  const word = i32.load(
    add(i32.load(node.get, 16), shl(and(shrU(code.get, i32.const(5)), i32.const(7)), i32.const(2))),
    0,
  );
  const isOut = xor(and(shrU(word, and(code.get, i32.const(31))), i32.const(1)), i32.const(1));
  const isCode = and(
    i32.isZero(shrU(code.get, i32.const(8))),
    and(f32.gt(value.get, f32.const(-1)), i32.isZero(i32.isZero(i32.load(node.get, 16)))),
  );
  return i32.choose(isOut, otherwise, isCode);
}

const walker = (name: 'walk' | 'walkSets') =>
  func(name, ['x', 'end', 'stride', 'root', 'out'], { value: 'f32', code: 'i32', ...pointers }, (own) => {
    const { x, end, stride, root, out, value, code } = own;
    const local = (name: string) => (own as Record<string, Local>)[name]!;
    const at = each((lane) => ({ row: local(`row${lane}`), node: local(`node${lane}`), next: local(`next${lane}`) }));
    const isRight = (node: Local): Code =>
      or(f32.gt(value.get, f32.load(node.get, 0)), and(f32.ne(value.get, value.get), i32.load(node.get, 12)));
    const step = at.flatMap(({ row, node, next }) => [
      value.set(f32.load(add(row.get, i32.load(node.get, 4)), 0)),
      ...(name === 'walk' ? [] : [code.set(i32.truncated(value.get))]),
      next.set(
        add(
          i32.load(node.get, 8),
          shl(name === 'walk' ? isRight(node) : besideSet(node, value, code, isRight(node)), i32.const(nodeBits[name])),
        ),
      ),
    ]);
    const isMoving = at.map(({ node, next }) => xor(node.get, next.get)).reduce(or);
    return [
      whileBelow(
        x,
        end,
        ...at.map(({ next }) => next.set(root.get)),
        ...at.map(({ row }, lane) => row.set(lane === 0 ? x.get : add(at[lane - 1]!.row.get, stride.get))),
        repeatWhile([...at.map(({ node, next }) => node.set(next.get)), ...step], isMoving),
        ...at.map(({ node }, lane) =>
          i32.store(add(out.get, i32.const(4 * lane)), shrU(i32.load(node.get, 12), i32.const(1))),
        ),
        out.set(add(out.get, i32.const(4 * lanes))),
        x.set(add(at[lanes - 1]!.row.get, stride.get)),
      ),
    ];
  });

const createArena = compile<Kernel>([walker('walk'), walker('walkSets')]);

/** Rows walked through all trees before the next ones: few enough to stay in the cache, enough to read large trees seldom. */
const blockOf = (width: number) => lanes * Math.ceil(Math.min(2048, 2 ** 18 / width) / lanes);

/** columns: of the matrices. */
export function createLeafFinder(trees: Trees, columns: number): LeafFinder {
  // A tree of one leaf reads a column, even where there is none.
  const width = Math.max(1, columns);
  const block = blockOf(width);
  const { column, threshold, left, missingRight, roots, sets } = trees;
  const arena = createArena();
  const name = sets ? 'walkSets' : 'walk';
  const nodeBytes = 2 ** nodeBits[name];
  const nodes = arena.take(nodeBytes * column.length);
  // Never at the address 0, which is where the nodes are.
  const words = arena.take(4 * (sets?.words.length ?? 0));
  const x = arena.take(4 * block * width);
  const out = arena.take(4 * block);
  if (sets) new Uint32Array(arena.buffer, words, sets.words.length).set(sets.words);
  const cells = nodeBytes / 4;
  const told = new Int32Array(arena.buffer, nodes, cells * column.length);
  const floats = new Float32Array(arena.buffer, nodes, cells * column.length);
  for (let node = 0, at = 0; node < column.length; node++, at += cells) {
    const isLeaf = column[node]! < 0;
    floats[at] = isLeaf ? Infinity : threshold[node]!;
    told[at + 1] = isLeaf ? 0 : 4 * column[node]!;
    told[at + 2] = nodes + nodeBytes * (isLeaf ? node : left[node]!);
    told[at + 3] = isLeaf ? 2 * left[node]! : missingRight[node]!;
    if (sets && sets.places[node]! >= 0) told[at + 4] = words + 4 * wordsOfSet * sets.places[node]!;
  }
  const rows = new Float32Array(arena.buffer, x, block * width);
  const leaves = new Int32Array(arena.buffer, out, block);
  let count = 0;
  return {
    block,
    load({ values }, from, to) {
      rows.set(values.subarray(from * columns, to * columns));
      count = to - from;
    },
    find(tree) {
      arena.functions[name](x, x + 4 * width * count, 4 * width, nodes + nodeBytes * roots[tree]!, out);
      return leaves;
    },
  };
}
