/**
 * @file Nearest rows on a graphics device: distances in tiles, and of each row asked the few stored rows that may be among the nearest.
 * Which of them are is measured by the host, so that a device changes no result.
 */
import type * as tfcore from '@tensorflow/tfjs-core';
import { byteLimit } from '../guard.ts';
import type { Compute } from '../types.ts';
import { groupSize, i32, read, start } from './run.ts';
import type { Kernel } from './run.ts';

/** Rows of both sides in a tile: 16 x 16 invocations, each with 4 x 4 distances. */
const tile = 64;
/** Columns at once. */
const depth = 16;

/** Neighbours at most: the limit is the k-th smallest of what 256 invocations have seen as their least. */
export const mostNeighbors = 128;

/** Candidates kept of one row at most, as rows alike are equally near; where there are more, it is said how many. */
export const roomFor = (k: number) => 4 * k + 236;

const four = [0, 1, 2, 3];
/** One place more, so that neighbours in a column are not in the same bank of memory. */
const stride = tile + 1;

const distanceTile = (name: string, term: (a: string) => string): Kernel => ({
  name,
  variables: ['x', 'stored', 'bases'],
  output: 'float32',
  uniforms: 'asked : i32, rows : i32, columns : i32, across : i32,',
  code: `
var<workgroup> left : array<f32, ${stride * depth}>;
var<workgroup> right : array<f32, ${stride * depth}>;
fn tell(row : i32, first : i32, sums : vec4<f32>) {
  if (row >= uniforms.asked) { return; }
  ${four.map((r) => `if (first + ${16 * r} < uniforms.rows) { result[row * uniforms.rows + first + ${16 * r}] = bases[first + ${16 * r}] + sums[${r}]; }`).join('\n  ')}
}
fn main(index : i32) {
  let group = index / ${groupSize};
  let own = index % ${groupSize};
  let first = group / uniforms.across * ${tile};
  let begin = group % uniforms.across * ${tile};
  let i = own / 16;
  let j = own % 16;
  ${four.map((q) => `var sums${q} = vec4<f32>(0.0);`).join(' ')}
  for (var c = 0; c < uniforms.columns; c += ${depth}) {
    for (var part = own; part < ${tile * depth}; part += ${groupSize}) {
      let row = part / ${depth};
      let column = c + part % ${depth};
      let to = part % ${depth} * ${stride} + row;
      let inside = min(column, uniforms.columns - 1);
      let isIn = column < uniforms.columns;
      left[to] = select(0.0, x[min(first + row, uniforms.asked - 1) * uniforms.columns + inside], isIn);
      right[to] = select(0.0, stored[min(begin + row, uniforms.rows - 1) * uniforms.columns + inside], isIn);
    }
    workgroupBarrier();
    for (var d = 0; d < ${stride * depth}; d += ${stride}) {
      let b = vec4<f32>(${four.map((r) => `right[d + j + ${16 * r}]`).join(', ')});
      ${four.map((q) => `sums${q} += ${term(`left[d + i + ${16 * q}]`)};`).join('\n      ')}
    }
    workgroupBarrier();
  }
  ${four.map((q) => `tell(first + i + ${16 * q}, begin + j, sums${q});`).join('\n  ')}
}`,
});

const kernels = {
  products: distanceTile('products', (a) => `${a} * b`),
  gaps: distanceTile('gaps', (a) => `abs(${a} - b)`),
  /** One group a row asked. Of each: how many candidates there are, and then their places, in any order. */
  candidates: {
    name: 'candidates',
    variables: ['distances', 'widths', 'own'],
    output: 'int32',
    uniforms: 'rows : i32, k : i32, room : i32,',
    code: `
var<workgroup> least : array<f32, ${groupSize}>;
var<workgroup> limit : f32;
var<workgroup> count : atomic<i32>;
fn main(index : i32) {
  let row = index / ${groupSize};
  let lane = index % ${groupSize};
  let at = row * uniforms.rows;
  var smallest = 3.0e38;
  for (var r = lane; r < uniforms.rows; r += ${groupSize}) { smallest = min(smallest, distances[at + r] + widths[r]); }
  least[lane] = smallest;
  if (lane == 0) { atomicStore(&count, 0); }
  workgroupBarrier();
  var before = 0;
  for (var i = 0; i < ${groupSize}; i++) {
    if (least[i] < smallest || (least[i] == smallest && i < lane)) { before++; }
  }
  if (before == uniforms.k - 1) { limit = smallest + own[row] + (abs(smallest) + own[row]) * 1.0e-6; }
  workgroupBarrier();
  let most = limit;
  for (var r = lane; r < uniforms.rows; r += ${groupSize}) {
    if (distances[at + r] <= most) {
      let place = atomicAdd(&count, 1);
      if (place < uniforms.room) { result[row * (uniforms.room + 1) + 1 + place] = r; }
    }
  }
  workgroupBarrier();
  if (lane == 0) { result[row * (uniforms.room + 1)] = atomicLoad(&count); }
}`,
  },
} satisfies Record<string, Kernel>;

export interface Points {
  readonly rows: number;
  readonly columns: number;
  /** Rows x columns. */
  readonly values: Float32Array;
}

/** Stored rows on the device, in parts that one buffer holds. */
export interface NearestDevice {
  /**
   * For each row of x its candidates among all stored rows, or null where one part has too many. values: rows x columns, as they are
   * summed with. widths: by row, what a limit is raised by. k: neighbours.
   */
  find(x: Points, widths: Float32Array, k: number): Promise<(Int32Array | null)[]>;
  dispose(): void;
}

/** Bytes of distances held at once. */
const distanceBytes = 2 ** 26;

/** kind: what is summed over columns. bases, widths: by stored row; a candidate's base + sum is at most the limit. */
export function openNearest(
  compute: Compute,
  kind: 'products' | 'gaps',
  stored: Points,
  bases: Float32Array,
  widths: Float32Array,
): NearestDevice {
  const { tf } = compute;
  const columns = Math.max(1, stored.columns);
  const limit = Math.min(byteLimit(compute.report), 2 ** 30);
  const partRows = Math.max(1, Math.min(Math.floor(limit / (4 * columns)), Math.floor(limit / 4)));
  const parts: { from: number; rows: number; tensors: Record<'stored' | 'bases' | 'widths', tfcore.Tensor> }[] = [];
  for (let from = 0; from < stored.rows; from += partRows) {
    const rows = Math.min(partRows, stored.rows - from);
    const values = new Float32Array(rows * columns);
    values.set(stored.values.subarray(from * stored.columns, (from + rows) * stored.columns));
    const tensors = {
      stored: tf.tensor1d(values),
      bases: tf.tensor1d(bases.slice(from, from + rows)),
      widths: tf.tensor1d(widths.slice(from, from + rows)),
    };
    parts.push({ from, rows, tensors });
  }

  /** Candidates of some rows, in one part. */
  function startPart(part: (typeof parts)[number], x: Points, own: Float32Array, k: number): tfcore.Tensor {
    return tf.tidy(() => {
      const across = Math.ceil(part.rows / tile);
      const { stored: b, bases: floors, widths: raised } = part.tensors;
      const values = new Float32Array(x.rows * columns);
      values.set(x.values);
      const distances = start(
        tf,
        kernels[kind],
        { x: tf.tensor1d(values), stored: b, bases: floors },
        {
          size: x.rows * part.rows,
          groups: Math.ceil(x.rows / tile) * across,
          uniforms: [x.rows, part.rows, columns, across].map(i32),
        },
      );
      const room = roomFor(k);
      return start(
        tf,
        kernels.candidates,
        { distances, widths: raised, own: tf.tensor1d(own) },
        {
          size: x.rows * (room + 1),
          groups: x.rows,
          uniforms: [part.rows, Math.min(k, part.rows, groupSize), room].map(i32),
        },
      );
    });
  }

  return {
    async find(x, own, k) {
      const room = roomFor(k);
      const found: (Int32Array | null)[] = [];
      const most = Math.max(...parts.map(({ rows }) => rows));
      const atOnce = Math.max(1, Math.floor(Math.min(distanceBytes, limit) / (4 * Math.max(most, columns))));
      for (let first = 0; first < x.rows; first += atOnce) {
        const rows = Math.min(atOnce, x.rows - first);
        const values = x.values.subarray(first * x.columns, (first + rows) * x.columns);
        const some = { rows, columns: x.columns, values };
        const started = parts.map((part) => startPart(part, some, own.slice(first, first + rows), k));
        const lists: Int32Array[] = [];
        for (const tensor of started) lists.push(await read<Int32Array>(compute, tensor));
        for (let row = 0; row < rows; row++) {
          const own = parts.map(({ from, rows: height }, p) => {
            const at = row * (room + 1);
            const count = lists[p]![at]!;
            // Fewer than asked for: nothing was written.
            if (count > room || count < Math.min(k, height)) return null;
            return lists[p]!.slice(at + 1, at + 1 + count).map((place) => place + from);
          });
          found.push(own.includes(null) ? null : joined(own as Int32Array[]));
        }
      }
      return found;
    },
    dispose: () => parts.forEach(({ tensors }) => tf.dispose(Object.values(tensors))),
  };
}

function joined(lists: readonly Int32Array[]): Int32Array {
  if (lists.length === 1) return lists[0]!;
  return Int32Array.from(lists.flatMap((list) => [...list]));
}
