/**
 * @file The inner loops of networks in WebAssembly, four float32 at once. Pointers are byte addresses; matrices are row-major with
 * strides in bytes, and padded: strides and `columns` are multiples of 16 bytes, rows written are multiples of 4.
 */
import { adamConstants } from '../compute/twins.ts';
import { f32x4, func, i32, i32x4, repeatWhile, v128, whileBelow } from './wasm/assembler.ts';
import type { Code, Func, Local } from './wasm/assembler.ts';
import { compile } from './wasm/instance.ts';
import type { Arena } from './wasm/instance.ts';
import { by, bytes, product, sparse } from './wasm/products.ts';
import type { Product, Sparse } from './wasm/products.ts';

export interface Kernels {
  /** out = left right. Each sum goes along `inner` from 0 on; rows and inner are counts. panel: room for inner x 8 numbers. */
  product: Product;
  /** out = left transposed times right: `inner` counts the rows of left. */
  turnedProduct: Product;
  /** Adds to out, for each row number (uint32) at rows..end, the sum of its entries' values times weights[column]. */
  addSparse: Sparse;
  /** Adds to gradient[column], for each entry of each row, its value times the row of delta. */
  addSparseGradient: Sparse;
  /** In place, row by row; a column of ones is put after the `width` units. told: as tellDropout writes it. */
  relu: Activate;
  reluDropped: Activate;
  tanh: Activate;
  tanhDropped: Activate;
  /** upstream becomes the gradient of the sums; activated is what the layer put out. */
  reluGradient: Gradient;
  reluDroppedGradient: Gradient;
  tanhGradient: Gradient;
  tanhDroppedGradient: Gradient;
  /** weights at..end; the two moments lie `moments` and twice as many bytes after. told: rate and l2, float32. */
  adam(at: number, end: number, moments: number, gradient: number, decay: number, told: number): void;
}
type Activate = (at: number, end: number, stride: number, columns: number, width: number, told: number) => void;
type Gradient = (
  upstream: number,
  end: number,
  stride: number,
  columns: number,
  width: number,
  told: number,
  activated: number,
  activatedStride: number,
) => void;

const { add, ltU, mul } = i32;
/** As `mix` of compute/twins.ts. */
const mixed = (h: Local): Code[] => [
  h.set(v128.xor(h.get, i32x4.shrU(h.get, 16))),
  h.set(i32x4.mul(h.get, i32x4.splat(bytes(0x85ebca6b | 0)))),
  h.set(v128.xor(h.get, i32x4.shrU(h.get, 13))),
  h.set(i32x4.mul(h.get, i32x4.splat(bytes(0xc2b2ae35 | 0)))),
  h.set(v128.xor(h.get, i32x4.shrU(h.get, 16))),
];

/** Goes along rows, four units at once, `index` being their places without padding. */
const alongRows = (
  { at, end, stride, columns, width, told, to, stop, base, index, hash }: Record<string, Local>,
  drops: boolean,
  four: (kept: Code | null) => Code[],
  after: Code[],
): Code[] => [
  whileBelow(
    at!,
    end!,
    to!.set(at!.get),
    stop!.set(add(at!.get, columns!.get)),
    index!.set(i32x4.add(i32x4.splat(base!.get), v128.const(0, 1, 2, 3))),
    repeatWhile(
      [
        ...(drops
          ? [
              hash!.set(i32x4.add(index!.get, i32x4.splat(bytes(0x9e3779b9 | 0)))),
              ...mixed(hash!),
              hash!.set(v128.xor(hash!.get, v128.loadSplat(told!.get, 0))),
              ...mixed(hash!),
            ]
          : []),
        ...four(drops ? i32x4.geU(hash!.get, v128.loadSplat(told!.get, 4)) : null),
        by(to!, bytes(16)),
        index!.set(i32x4.add(index!.get, v128.const(4, 4, 4, 4))),
      ],
      ltU(to!.get, stop!.get),
    ),
    ...after,
    by(base!, width!.get),
    by(at!, stride!.get),
  ),
];
const scale = (told: Local) => v128.loadSplat(told.get, 8);
const places = { to: 'i32', stop: 'i32', base: 'i32', index: 'v128', hash: 'v128', z: 'v128' } as const;

/**
 * The rational function of degree 13 over 6 that Eigen has for float32 (Eigen/src/Core/MathFunctionsImpl.h), within a few units in
 * the last place; beyond the bound it is 1.
 */
const tanhOf = { bound: 7.90531110763549805 };
const above = [
  -2.76076847742355e-16, 2.00018790482477e-13, -8.60467152213735e-11, 5.12229709037114e-8, 1.48572235717979e-5,
  6.37261928875436e-4, 4.89352455891786e-3,
];
const below = [1.19825839466702e-6, 1.18534705686654e-4, 2.268434632439e-3, 4.89352518554385e-3];
const polynomial = (x: Code, coefficients: readonly number[]): Code =>
  coefficients.slice(1).reduce((sum, c) => f32x4.add(f32x4.mul(sum, x), f32x4.const(c)), f32x4.const(coefficients[0]!));

const activation = (name: string, kind: 'relu' | 'tanh', drops: boolean): Func =>
  func(name, ['at', 'end', 'stride', 'columns', 'width', 'told'], { ...places, square: 'v128' }, (own) => {
    const { at, width, told, to, z, square } = own;
    const bound = f32x4.const(tanhOf.bound);
    const bent =
      kind === 'relu'
        ? [z.set(f32x4.max(v128.load(to.get, 0), f32x4.const(0)))]
        : [
            z.set(f32x4.max(f32x4.min(v128.load(to.get, 0), bound), f32x4.const(-tanhOf.bound))),
            square.set(f32x4.mul(z.get, z.get)),
            z.set(f32x4.div(f32x4.mul(z.get, polynomial(square.get, above)), polynomial(square.get, below))),
          ];
    return alongRows(
      own,
      drops,
      (kept) => [...bent, v128.store(to.get, kept ? v128.and(f32x4.mul(scale(told), z.get), kept) : z.get)],
      [i32.store(add(at.get, mul(width.get, bytes(4))), bytes(0x3f800000))],
    );
  });

const gradient = (name: string, kind: 'relu' | 'tanh', drops: boolean): Func =>
  func(
    name,
    ['at', 'end', 'stride', 'columns', 'width', 'told', 'activated', 'activatedStride'],
    { ...places, from: 'i32' },
    (own) => {
      const { at, told, to, z, activated, activatedStride, from } = own;
      const scaled = (upstream: Code) => (drops ? f32x4.mul(scale(told), upstream) : upstream);
      const upstream = v128.load(to.get, 0);
      const a = v128.load(add(activated.get, i32.sub(to.get, at.get)), 0);
      const isHashed = drops && kind === 'tanh';
      // What is dropped is 0, which relu passes nothing through.
      const found = (kept: Code | null): Code[] => {
        if (kind === 'relu') return [z.set(v128.and(scaled(upstream), f32x4.gt(a, f32x4.const(0))))];
        return [
          z.set(drops ? f32x4.div(a, scale(told)) : a),
          z.set(f32x4.mul(scaled(upstream), f32x4.sub(f32x4.const(1), f32x4.mul(z.get, z.get)))),
          kept ? z.set(v128.and(z.get, kept)) : [],
        ];
      };
      return alongRows(own, isHashed, (kept) => [...found(kept), v128.store(to.get, z.get)], [
        by(activated, activatedStride.get),
      ]);
    },
  );

/** As `adam` of compute/twins.ts, in float32. Moments below 1e-30 become 0: numbers near the least of float32 slow each step down. */
const adam = func(
  'adam',
  ['at', 'end', 'moments', 'gradient', 'decay', 'told'],
  { w: 'v128', g: 'v128', m: 'v128', v: 'v128', first: 'i32', second: 'i32' },
  ({ at, end, moments, gradient, decay, told, w, g, m, v, first, second }) => {
    const { beta1, beta2, epsilon } = adamConstants;
    const part = (share: number, value: Code) => f32x4.mul(f32x4.const(share), value);
    const flushed = (value: Code) => v128.andNot(value, f32x4.lt(f32x4.abs(value), f32x4.const(1e-30)));
    return [
      first.set(add(at.get, moments.get)),
      second.set(add(first.get, moments.get)),
      whileBelow(
        at,
        end,
        w.set(v128.load(at.get, 0)),
        g.set(
          f32x4.add(
            v128.load(gradient.get, 0),
            f32x4.mul(v128.loadSplat(told.get, 4), f32x4.mul(v128.load(decay.get, 0), w.get)),
          ),
        ),
        m.set(f32x4.add(part(beta1, v128.load(first.get, 0)), part(1 - beta1, g.get))),
        v.set(f32x4.add(part(beta2, v128.load(second.get, 0)), part(1 - beta2, f32x4.mul(g.get, g.get)))),
        m.set(flushed(m.get)),
        v.set(flushed(v.get)),
        v128.store(first.get, m.get),
        v128.store(second.get, v.get),
        v128.store(
          at.get,
          f32x4.sub(
            w.get,
            f32x4.div(
              f32x4.mul(v128.loadSplat(told.get, 0), m.get),
              f32x4.add(f32x4.sqrt(v.get), f32x4.const(epsilon)),
            ),
          ),
        ),
        ...[at, first, second, gradient, decay].map((pointer) => by(pointer, bytes(16))),
      ),
    ];
  },
);

export type NetworkArena = Arena<Kernels>;

export const createArena = compile<Kernels>([
  product('product', false),
  product('turnedProduct', true),
  sparse('addSparse', false),
  sparse('addSparseGradient', true),
  ...(['relu', 'tanh'] as const).flatMap((kind) => [
    activation(kind, kind, false),
    activation(`${kind}Dropped`, kind, true),
    gradient(`${kind}Gradient`, kind, false),
    gradient(`${kind}DroppedGradient`, kind, true),
  ]),
  adam,
]);
