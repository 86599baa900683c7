/** @file Sums over trees with the help of a graphics device where there are enough rows and trees; the sums are those of walk.ts, bit for bit. */
import type { Compute } from '../../compute/types.ts';
import { createHolder } from '../../compute/wgsl/holder.ts';
import { openLeaves } from '../../compute/wgsl/leaves.ts';
import type { LeavesDevice, Reached } from '../../compute/wgsl/leaves.ts';
import { isOnCard } from '../../compute/wgsl/run.ts';
import type { Matrix } from '../contract.ts';
import type { Trees } from './nodes.ts';
import { addLeaves } from './walk.ts';

/** Rows times trees from which a device is asked: less is done before it has answered. */
export const leastWalks = 2 ** 20;

/** Rows added up before the next ones, so that their sums stay in the cache. */
const block = 4096;

/** The trees last asked stay on the device until others are. */
const holder = createHolder<Trees, LeavesDevice>();

/** Gives back what the device holds. */
export const releaseTrees = () => holder.release();

/** As addLeaves. */
export async function sumLeaves(
  compute: Compute,
  trees: Trees,
  x: Matrix,
  sums: Float64Array,
  stride: number,
  width: number,
): Promise<void> {
  // The device knows of no sets.
  const isAsked = isOnCard(compute) && !trees.sets && x.rows * trees.roots.length >= leastWalks;
  const done = isAsked ? await sumOnDevice(compute, trees, x, sums, stride, width) : 0;
  if (done === x.rows) return;
  const columns = x.names.length;
  const rest = { rows: x.rows - done, names: x.names, values: x.values.subarray(done * columns) };
  addLeaves(trees, rest, sums.subarray(done * stride), stride, width);
}

/** Returns how many rows, from the first on, have their sums: fewer than all where the device failed or was lost. */
export async function sumOnDevice(
  compute: Compute,
  trees: Trees,
  x: Matrix,
  sums: Float64Array,
  stride: number,
  width: number,
): Promise<number> {
  let done = 0;
  try {
    compute.check();
    const device = holder.get(trees, compute, () => openLeaves(compute, trees, x.names.length));
    await device.find(x.values, x.rows, (reached) => {
      for (let begin = 0; begin < reached.rows; begin += block)
        add(trees, device.firstLeaves, reached, begin, Math.min(begin + block, reached.rows), sums, stride, width);
      done = reached.from + reached.rows;
    });
  } catch {
    // A device that fails costs time and no result.
    releaseTrees();
  }
  return done;
}

function add(
  { values }: Trees,
  firstLeaves: Int32Array,
  { from, rows, parts }: Reached,
  begin: number,
  end: number,
  sums: Float64Array,
  stride: number,
  width: number,
): void {
  for (const { first, trees, together, places } of parts) {
    const bits = 32 / together;
    const mask = together === 1 ? -1 : 2 ** bits - 1;
    for (let t = 0; t < trees; t++) {
      const shift = (t % together) * bits;
      const start = Math.floor(t / together) * rows;
      const base = firstLeaves[first + t]! * width;
      const place = from * stride + ((first + t) % (stride / width));
      for (let row = begin; row < end; row++) {
        const leaf = base + ((places[start + row]! >>> shift) & mask) * width;
        const at = place + row * stride;
        for (let k = 0; k < width; k++) sums[at + k]! += values[leaf + k]!;
      }
    }
  }
}
