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
  /** Sets one pair to `total` less the pairs at..end; it lies among them, and was 0. */
  complete(at: number, end: number, total: number, usual: number): void;
  /** parent..end less child, in the parent's place. */
  subtract(parent: number, end: number, child: number): void;
  /** Rows whose code the table tells to go left (1) come first, all in their old order. Returns where the right side begins. */
  partition(rows: number, end: number, codes: number, table: number, aside: number): number;
}

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

export const createArena = compile<Kernels>([fill('fill', 2), fill('fillWide', 4), complete, subtract, partition]);
