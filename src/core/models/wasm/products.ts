/**
 * @file Products of float32 matrices in WebAssembly, four numbers at once. Pointers are byte addresses; matrices are row-major with
 * strides in bytes, and padded: strides and `columns` are multiples of 16 bytes, rows written are multiples of 4.
 */
import { f32x4, func, i32, repeatWhile, v128, whileBelow } from './assembler.ts';
import type { Code, Func, Local } from './assembler.ts';

/** Sums go along `inner` from 0 on. rows and inner are counts. panel: room for inner x 8 numbers. */
export type Product = (
  left: number,
  leftStride: number,
  right: number,
  rightStride: number,
  out: number,
  outStride: number,
  rows: number,
  columns: number,
  inner: number,
  panel: number,
) => void;
/** rows..end: row numbers, uint32. */
export type Sparse = (
  rows: number,
  end: number,
  starts: number,
  matrix: number,
  matrixStride: number,
  columns: number,
  of: number,
  ofStride: number,
) => void;

const { add, ltU, mul } = i32;
export const by = (pointer: Local, bytes: Code) => pointer.set(add(pointer.get, bytes));
export const bytes = (count: number) => i32.const(count);
const each = <T>(count: number, make: (i: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i));

/** Four rows times eight columns at once (then times four), out of a packed strip of the right matrix. */
export const product = (name: string, isTurned: boolean): Func =>
  func(
    name,
    ['left', 'leftStride', 'right', 'rightStride', 'out', 'outStride', 'rows', 'columns', 'inner', 'panel'],
    {
      ...{ last: 'i32', wide: 'i32', at: 'i32', end: 'i32', from: 'i32', rowAt: 'i32', to: 'i32', stop: 'i32' },
      ...{ p0: 'i32', p1: 'i32', p2: 'i32', p3: 'i32', b0: 'v128', b1: 'v128', a: 'v128' },
      ...{ s0: 'v128', s1: 'v128', s2: 'v128', s3: 'v128', s4: 'v128', s5: 'v128', s6: 'v128', s7: 'v128' },
    },
    (own) => {
      const { left, leftStride, right, rightStride, out, outStride, rows, columns, inner, panel } = own;
      const { last, wide, at, end, from, rowAt, to, stop, a } = own;
      const pointers = [own.p0, own.p1, own.p2, own.p3];
      const b = [own.b0, own.b1];
      const sums = [own.s0, own.s1, own.s2, own.s3, own.s4, own.s5, own.s6, own.s7];
      const moving = isTurned ? pointers.slice(0, 1) : pointers;
      const value = (i: number) => (isTurned ? v128.loadSplat(own.p0.get, 4 * i) : v128.loadSplat(pointers[i]!.get, 0));
      const strip = (vectors: 1 | 2): Code[] => {
        const width = bytes(16 * vectors);
        return [
          end.set(add(panel.get, mul(inner.get, width))),
          at.set(panel.get),
          from.set(right.get),
          repeatWhile(
            [
              ...each(vectors, (v) => v128.store(at.get, v128.load(from.get, 16 * v), 16 * v)),
              by(from, rightStride.get),
              by(at, width),
            ],
            ltU(at.get, end.get),
          ),
          rowAt.set(left.get),
          to.set(out.get),
          stop.set(add(out.get, mul(rows.get, outStride.get))),
          repeatWhile(
            [
              ...each(4 * vectors, (i) => sums[i]!.set(v128.const(0, 0, 0, 0))),
              ...moving.map((p, i) => p.set(i === 0 ? rowAt.get : add(moving[i - 1]!.get, leftStride.get))),
              at.set(panel.get),
              repeatWhile(
                [
                  ...each(vectors, (v) => b[v]!.set(v128.load(at.get, 16 * v))),
                  ...each(4, (i) => [
                    ...a.set(value(i)),
                    ...each(vectors, (v) => {
                      const sum = sums[i * vectors + v]!;
                      return sum.set(f32x4.add(sum.get, f32x4.mul(a.get, b[v]!.get)));
                    }).flat(),
                  ]),
                  ...moving.map((p) => by(p, isTurned ? leftStride.get : bytes(4))),
                  by(at, width),
                ],
                ltU(at.get, end.get),
              ),
              ...each(4, (i) => [
                ...each(vectors, (v) => v128.store(to.get, sums[i * vectors + v]!.get, 16 * v)).flat(),
                ...by(to, outStride.get),
              ]),
              by(rowAt, isTurned ? bytes(16) : mul(bytes(4), leftStride.get)),
            ],
            ltU(to.get, stop.get),
          ),
          by(right, width),
          by(out, width),
        ];
      };
      return [
        last.set(add(right.get, columns.get)),
        wide.set(add(right.get, i32.and(columns.get, bytes(-32)))),
        whileBelow(right, wide, ...strip(2)),
        whileBelow(right, last, ...strip(1)),
      ];
    },
  );

/** Entries are pairs of uint32 column and float32 value; starts: the address of each row's first, and that of the last row's end. */
export const sparse = (name: string, isGradient: boolean): Func =>
  func(
    name,
    ['rows', 'end', 'starts', 'matrix', 'matrixStride', 'columns', 'of', 'ofStride'],
    {
      ...{ first: 'i32', stop: 'i32', base: 'i32', to: 'i32', last: 'i32', wide: 'i32', at: 'i32', cell: 'i32' },
      ...{ value: 'v128', s0: 'v128', s1: 'v128', s2: 'v128', s3: 'v128' },
    },
    (own) => {
      const { rows, end, starts, matrix, matrixStride, columns, of, ofStride } = own;
      const { first, stop, base, to, last, wide, at, cell, value } = own;
      const held = [own.s0, own.s1, own.s2, own.s3];
      const block = (vectors: number): Code[] => [
        ...each(vectors, (v) => held[v]!.set(v128.load(to.get, 16 * v))),
        at.set(first.get),
        whileBelow(
          at,
          stop,
          cell.set(add(base.get, mul(i32.load(at.get, 0), matrixStride.get))),
          value.set(v128.loadSplat(at.get, 4)),
          ...each(vectors, (v) => {
            const there = v128.load(cell.get, 16 * v);
            return isGradient
              ? v128.store(cell.get, f32x4.add(there, f32x4.mul(value.get, held[v]!.get)), 16 * v)
              : held[v]!.set(f32x4.add(held[v]!.get, f32x4.mul(value.get, there)));
          }),
          by(at, bytes(8)),
        ),
        ...(isGradient ? [] : each(vectors, (v) => v128.store(to.get, held[v]!.get, 16 * v))),
        by(to, bytes(16 * vectors)),
        by(base, bytes(16 * vectors)),
      ];
      return [
        whileBelow(
          rows,
          end,
          at.set(add(starts.get, mul(i32.load(rows.get, 0), bytes(4)))),
          first.set(i32.load(at.get, 0)),
          stop.set(i32.load(at.get, 4)),
          base.set(matrix.get),
          to.set(of.get),
          last.set(add(of.get, columns.get)),
          wide.set(add(of.get, i32.and(columns.get, bytes(-64)))),
          whileBelow(to, wide, ...block(4)),
          whileBelow(to, last, ...block(1)),
          by(of, ofStride.get),
          by(rows, bytes(4)),
        ),
      ];
    },
  );
