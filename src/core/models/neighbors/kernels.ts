/** @file Sums of one stored row with sixteen others at once, in WebAssembly. */
import { f32x4, func, i32, v128, whileBelow } from '../wasm/assembler.ts';
import type { Code, Local } from '../wasm/assembler.ts';
import { compile } from '../wasm/instance.ts';

/** Rows summed with at once. */
export const together = 16;

interface Kernels {
  /**
   * For each stored row at row..end (uint32, the address of its first entry; that of the next follows) its base (float32, at `bases`)
   * and the sums with all lanes. An entry is the place of its column in `dense`, in bytes, and its value (float32). Of rows that are at most
   * at the limit in a lane, the sums are written to `sums` (together float32 each) and their addresses to `hits`. Returns where these end.
   */
  products(row: number, end: number, bases: number, dense: number, limits: number, sums: number, hits: number): number;
  gaps(row: number, end: number, bases: number, dense: number, limits: number, sums: number, hits: number): number;
}

const lanes = [0, 1, 2, 3];
const vectors = Object.fromEntries(lanes.map((lane) => [`sum${lane}`, 'v128' as const]));

type Term = (value: Code, other: Code) => Code;
const product: Term = (value, other) => f32x4.mul(value, other);
const gap: Term = (value, other) =>
  f32x4.sub(f32x4.abs(f32x4.sub(value, other)), f32x4.add(f32x4.abs(value), f32x4.abs(other)));

const scan = (name: string, term: Term) =>
  func(
    name,
    ['row', 'end', 'bases', 'dense', 'limits', 'sums', 'hits'],
    { at: 'i32', stop: 'i32', place: 'i32', isHit: 'i32', value: 'v128', ...vectors },
    (own) => {
      const { row, end, bases, dense, limits, sums, hits, at, stop, place, isHit, value } = own;
      const sum = lanes.map((lane) => (own as Record<string, Local>)[`sum${lane}`]!);
      const forward = (pointer: Local, bytes: number) => pointer.set(i32.add(pointer.get, i32.const(bytes)));
      return [
        whileBelow(
          row,
          end,
          value.set(v128.loadSplat(bases.get, 0)),
          ...sum.map((one) => one.set(value.get)),
          at.set(i32.load(row.get, 0)),
          stop.set(i32.load(row.get, 4)),
          whileBelow(
            at,
            stop,
            place.set(i32.add(dense.get, i32.load(at.get, 0))),
            value.set(v128.loadSplat(at.get, 4)),
            ...sum.map((one, lane) => one.set(f32x4.add(one.get, term(value.get, v128.load(place.get, 16 * lane))))),
            forward(at, 8),
          ),
          ...sum.map((one, lane) => v128.store(i32.add(sums.get, i32.const(16 * lane)), one.get)),
          i32.store(hits.get, row.get),
          isHit.set(
            v128.isAny(sum.map((one, lane) => f32x4.le(one.get, v128.load(limits.get, 16 * lane))).reduce(v128.or)),
          ),
          // What is no hit is written over by the next.
          sums.set(i32.add(sums.get, i32.shl(isHit.get, i32.const(6)))),
          hits.set(i32.add(hits.get, i32.shl(isHit.get, i32.const(2)))),
          forward(row, 4),
          forward(bases, 4),
        ),
        hits.get,
      ];
    },
    true,
  );

export const createArena = compile<Kernels>([scan('products', product), scan('gaps', gap)]);
