/** @file The inner loops of boosting in WebAssembly, two sums at once. Pointers are byte addresses; pairs are (gradient, hessian) in float64. */
import { copyMemory, f64x2, func, i32, v128, whileBelow } from '../wasm/assembler.ts';
import type { Code } from '../wasm/assembler.ts';
import { compile } from '../wasm/instance.ts';

export interface Kernels {
  /**
   * Adds the pair of each row at rows..end (uint32) to the bins that its entries name, uint16 in fill and uint32 in fillWide.
   * starts: for each row the address of its first entry, and that of the last row's end. total: where the pair of all rows is put.
   */
  fill(rows: number, end: number, starts: number, gradients: number, sums: number, total: number): void;
  fillWide(rows: number, end: number, starts: number, gradients: number, sums: number, total: number): void;
  /** Puts the pairs of rows..end one after the other at `to`, and their sum at `total`. */
  gather(rows: number, end: number, gradients: number, to: number, total: number): void;
  /**
   * Adds pairs, one a row of rows..end, to the bins of one to four columns: their codes lie as four bytes a row, and each column has the
   * address of its sums (0 for none). So few sums stay in the nearest cache.
   */
  fillGroup1: FillGroup;
  fillGroup2: FillGroup;
  fillGroup3: FillGroup;
  fillGroup4: FillGroup;
  /** Sets one pair to `total` less the pairs at..end; it lies among them, and was 0. */
  complete(at: number, end: number, total: number, usual: number): void;
  /** parent..end less child, in the parent's place. */
  subtract(parent: number, end: number, child: number): void;
  /** Rows whose code the table tells to go left (1) come first, all in their old order. Returns where the right side begins. */
  partition(rows: number, end: number, codes: number, table: number, aside: number): number;
}

type FillGroup = (
  rows: number,
  end: number,
  codes: number,
  pairs: number,
  sums0: number,
  sums1: number,
  sums2: number,
  sums3: number,
) => void;

const { add, sub, shl } = i32;
const by = (pointer: { get: Code; set(value: Code): Code }, bytes: number) =>
  pointer.set(add(pointer.get, i32.const(bytes)));

const fill = (name: string, width: 2 | 4) =>
  func(
    name,
    ['rows', 'end', 'starts', 'gradients', 'sums', 'total'],
    { row: 'i32', at: 'i32', stop: 'i32', to: 'i32', pair: 'v128', all: 'v128' },
    ({ rows, end, starts, gradients, sums, total, row, at, stop, to, pair, all }) => {
      const entry = (place: number) =>
        shl(width === 2 ? i32.load16(at.get, 2 * place) : i32.load(at.get, 4 * place), i32.const(4));
      const addAt = (place: number) => [
        ...to.set(add(sums.get, entry(place))),
        ...v128.store(to.get, f64x2.add(v128.load(to.get, 0), pair.get)),
      ];
      return [
        whileBelow(
          rows,
          end,
          row.set(shl(i32.load(rows.get, 0), i32.const(2))),
          pair.set(v128.load(add(gradients.get, shl(row.get, i32.const(2))), 0)),
          all.set(f64x2.add(all.get, pair.get)),
          row.set(add(starts.get, row.get)),
          at.set(i32.load(row.get, 0)),
          stop.set(i32.load(row.get, 4)),
          whileBelow(at, stop, addAt(0), by(at, width)),
          by(rows, 4),
        ),
        v128.store(total.get, all.get),
      ];
    },
  );

const gather = func(
  'gather',
  ['rows', 'end', 'gradients', 'to', 'total'],
  { pair: 'v128', all: 'v128' },
  ({ rows, end, gradients, to, total, pair, all }) => [
    whileBelow(
      rows,
      end,
      pair.set(v128.load(add(gradients.get, shl(i32.load(rows.get, 0), i32.const(4))), 0)),
      all.set(f64x2.add(all.get, pair.get)),
      v128.store(to.get, pair.get),
      by(to, 16),
      by(rows, 4),
    ),
    v128.store(total.get, all.get),
  ],
);

const fillGroup = (columns: number) =>
  func(
    `fillGroup${columns}`,
    ['rows', 'end', 'codes', 'pairs', 'sums0', 'sums1', 'sums2', 'sums3'],
    { row: 'i32', at: 'i32', pair: 'v128' },
    ({ rows, end, codes, pairs, sums0, sums1, sums2, sums3, row, at, pair }) => [
      whileBelow(
        rows,
        end,
        row.set(add(codes.get, shl(i32.load(rows.get, 0), i32.const(2)))),
        pair.set(v128.load(pairs.get, 0)),
        ...[sums0, sums1, sums2, sums3]
          .slice(0, columns)
          .flatMap((sums, column) => [
            at.set(add(sums.get, shl(i32.load8(row.get, column), i32.const(4)))),
            v128.store(at.get, f64x2.add(v128.load(at.get, 0), pair.get)),
          ]),
        by(pairs, 16),
        by(rows, 4),
      ),
    ],
  );

const complete = func(
  'complete',
  ['at', 'end', 'total', 'usual'],
  { sum: 'v128' },
  ({ at, end, total, usual, sum }) => [
    sum.set(v128.load(total.get, 0)),
    whileBelow(at, end, sum.set(f64x2.sub(sum.get, v128.load(at.get, 0))), by(at, 16)),
    v128.store(usual.get, sum.get),
  ],
);

const subtract = func('subtract', ['parent', 'end', 'child'], {}, ({ parent, end, child }) => [
  whileBelow(
    parent,
    end,
    v128.store(parent.get, f64x2.sub(v128.load(parent.get, 0), v128.load(child.get, 0))),
    by(parent, 16),
    by(child, 16),
  ),
]);

const partition = func(
  'partition',
  ['rows', 'end', 'codes', 'table', 'aside'],
  { row: 'i32', goes: 'i32', left: 'i32', right: 'i32' },
  ({ rows, end, codes, table, aside, row, goes, left, right }) => [
    left.set(rows.get),
    right.set(aside.get),
    whileBelow(
      rows,
      end,
      row.set(i32.load(rows.get, 0)),
      goes.set(shl(i32.load8(add(table.get, i32.load8(add(codes.get, row.get), 0)), 0), i32.const(2))),
      i32.store(left.get, row.get),
      i32.store(right.get, row.get),
      left.set(add(left.get, goes.get)),
      right.set(sub(add(right.get, i32.const(4)), goes.get)),
      by(rows, 4),
    ),
    copyMemory(left.get, aside.get, sub(right.get, aside.get)),
    left.get,
  ],
  true,
);

export const createArena = compile<Kernels>([
  fill('fill', 2),
  fill('fillWide', 4),
  gather,
  ...[1, 2, 3, 4].map(fillGroup),
  complete,
  subtract,
  partition,
]);
