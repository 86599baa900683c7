/** @file Rows on their way through trees in WebAssembly: several at once, as each step waits for the one before. */
import type { Matrix } from '../contract.ts';
import { f32, func, i32, repeatWhile, whileBelow } from '../wasm/assembler.ts';
import type { Local } from '../wasm/assembler.ts';
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
  walk(x: number, end: number, stride: number, root: number, out: number): void;
}

const lanes = 4;
const nodeBytes = 16;
const each = <T>(make: (lane: number) => T): T[] => Array.from({ length: lanes }, (_, lane) => make(lane));

const pointers: Record<string, 'i32'> = Object.fromEntries(
  each((lane) => [`row${lane}`, `node${lane}`, `next${lane}`])
    .flat()
    .map((name) => [name, 'i32']),
);

const walk = func('walk', ['x', 'end', 'stride', 'root', 'out'], { value: 'f32', ...pointers }, (own) => {
  const { x, end, stride, root, out, value } = own;
  const local = (name: string) => (own as Record<string, Local>)[name]!;
  const at = each((lane) => ({ row: local(`row${lane}`), node: local(`node${lane}`), next: local(`next${lane}`) }));
  const step = at.flatMap(({ row, node, next }) => [
    value.set(f32.load(i32.add(row.get, i32.load(node.get, 4)), 0)),
    next.set(
      i32.add(
        i32.load(node.get, 8),
        i32.shl(
          i32.or(
            f32.gt(value.get, f32.load(node.get, 0)),
            i32.and(f32.ne(value.get, value.get), i32.load(node.get, 12)),
          ),
          i32.const(4),
        ),
      ),
    ),
  ]);
  const isMoving = at.map(({ node, next }) => i32.xor(node.get, next.get)).reduce(i32.or);
  return [
    whileBelow(
      x,
      end,
      ...at.map(({ next }) => next.set(root.get)),
      ...at.map(({ row }, lane) => row.set(lane === 0 ? x.get : i32.add(at[lane - 1]!.row.get, stride.get))),
      repeatWhile([...at.map(({ node, next }) => node.set(next.get)), ...step], isMoving),
      ...at.map(({ node }, lane) =>
        i32.store(i32.add(out.get, i32.const(4 * lane)), i32.shrU(i32.load(node.get, 12), i32.const(1))),
      ),
      out.set(i32.add(out.get, i32.const(4 * lanes))),
      x.set(i32.add(at[lanes - 1]!.row.get, stride.get)),
    ),
  ];
});

const createArena = compile<Kernel>([walk]);

/** Rows walked through all trees before the next ones: few enough to stay in the cache, enough to read large trees seldom. */
const blockOf = (width: number) => lanes * Math.ceil(Math.min(2048, 2 ** 18 / width) / lanes);

/** columns: of the matrices. */
export function createLeafFinder(trees: Trees, columns: number): LeafFinder {
  // A tree of one leaf reads a column, even where there is none.
  const width = Math.max(1, columns);
  const block = blockOf(width);
  const { column, threshold, left, missingRight, roots } = trees;
  const arena = createArena();
  const nodes = arena.take(nodeBytes * column.length);
  const x = arena.take(4 * block * width);
  const out = arena.take(4 * block);
  const words = new Int32Array(arena.buffer, nodes, 4 * column.length);
  const floats = new Float32Array(arena.buffer, nodes, 4 * column.length);
  for (let node = 0; node < column.length; node++) {
    const isLeaf = column[node]! < 0;
    floats[4 * node] = isLeaf ? Infinity : threshold[node]!;
    words[4 * node + 1] = isLeaf ? 0 : 4 * column[node]!;
    words[4 * node + 2] = nodes + nodeBytes * (isLeaf ? node : left[node]!);
    words[4 * node + 3] = isLeaf ? 2 * left[node]! : missingRight[node]!;
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
      arena.functions.walk(x, x + 4 * width * count, 4 * width, nodes + nodeBytes * roots[tree]!, out);
      return leaves;
    },
  };
}
