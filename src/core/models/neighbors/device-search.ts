/** @file Nearest rows with the help of a graphics device: it finds candidates, and the host measures them as every search does. */
import type { Compute } from '../../compute/types.ts';
import { createHolder } from '../../compute/wgsl/holder.ts';
import { mostNeighbors, openNearest } from '../../compute/wgsl/nearest.ts';
import type { NearestDevice } from '../../compute/wgsl/nearest.ts';
import { isOnCard } from '../../compute/wgsl/run.ts';
import type { SparseMatrix } from '../contract.ts';
import { takeRows } from '../sparse.ts';
import type { Bounds } from './bounds.ts';
import { createRanking } from './measure.ts';
import type { Found } from './measure.ts';
import { searchAll } from './search.ts';
import type { Search } from './search.ts';

/** Products of values, zeros included, from which a device is asked: less is done before it has answered. */
const leastProducts = 2 ** 25;
/** The device sums over zeros too, and is taken to be as fast on this many of them as the host on one value. */
const zerosAValue = 20;
/** Cells that the stored rows may have with their zeros: 256 MiB on the device. */
const mostCells = 2 ** 26;

/** Is there enough to do for the device to be sooner? */
export function isWorthADevice(compute: Compute, { rows }: Bounds, x: SparseMatrix, k: number): boolean {
  const cells = rows.rows * rows.names.length;
  return (
    isOnCard(compute) &&
    k <= mostNeighbors &&
    cells <= mostCells &&
    cells <= zerosAValue * rows.values.length &&
    cells * x.rows >= leastProducts
  );
}

/** The model last asked: its rows stay on the device until another is. */
const holder = createHolder<Bounds, NearestDevice>();

/** Gives back what the device holds. */
export const releaseDevice = () => holder.release();

function openDevice(compute: Compute, { rows, metric, bases, sizes, widths }: Bounds): NearestDevice {
  const kind = metric === 'manhattan' ? 'gaps' : 'products';
  // There whole gaps are summed, of all columns; here what they have more than both sizes.
  const floors = metric === 'manhattan' ? bases.map((base, row) => base - sizes[row]!) : bases;
  const points = { rows: rows.rows, columns: rows.names.length, values: dense(rows, 0, rows.rows, rows.values) };
  return openNearest(compute, kind, points, Float32Array.from(floors), Float32Array.from(widths));
}

/**
 * Tells of each row of x, in any order, its k nearest, as `search` finds them; where the device has too many candidates, or none as it was lost, it is
 * `search` that finds them.
 */
export async function searchOnDevice(
  compute: Compute,
  bounds: Bounds,
  k: number,
  x: SparseMatrix,
  search: Search,
  tell: (row: number, found: Found) => void,
): Promise<void> {
  const question = bounds.ask(x, 0, x.rows);
  const lists = question.isSafe ? await candidates() : null;
  const rank = createRanking(bounds.stored, bounds.sizes, bounds.metric);
  const found: Found = { places: new Uint32Array(k), distances: new Float64Array(k) };
  const left: number[] = [];
  for (let row = 0; row < x.rows; row++) {
    const list = lists?.[row];
    if (!list) left.push(row);
    else {
      rank(x, row, list, list.length, found);
      tell(row, found);
    }
  }
  searchAll(takeRows(x, Uint32Array.from(left)), search, (i, own) => tell(left[i]!, own));

  async function candidates(): Promise<(Int32Array | null)[] | null> {
    try {
      compute.check();
      const values = dense(x, 0, x.rows, question.values);
      const asked = { rows: x.rows, columns: x.names.length, values };
      const device = holder.get(bounds, compute, () => openDevice(compute, bounds));
      return await device.find(asked, Float32Array.from(question.widths), k);
    } catch {
      // A device that fails costs time and no result.
      releaseDevice();
      return null;
    }
  }
}

/** Rows from..to with their zeros; values: theirs, from the first row on. */
function dense(x: SparseMatrix, from: number, to: number, values: Float32Array): Float32Array {
  const width = x.names.length;
  const made = new Float32Array((to - from) * width);
  const first = x.starts[from]!;
  for (let row = from; row < to; row++)
    for (let i = x.starts[row]!; i < x.starts[row + 1]!; i++)
      made[(row - from) * width + x.columns[i]!] = values[i - first]!;
  return made;
}
