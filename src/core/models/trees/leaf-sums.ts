/**
 * @file Who sums a leaf up: the host, or for large leaves a graphics device. As gradients are whole multiples of a unit (see roundingOf),
 * their sums are the same wherever they are added up, bit for bit.
 */
import type { Compute } from '../../compute/types.ts';
import { createHolder } from '../../compute/wgsl/holder.ts';
import { mostUnits, openHistograms, wholeColumns } from '../../compute/wgsl/histograms.ts';
import type { HistogramsDevice } from '../../compute/wgsl/histograms.ts';
import { isOnCard } from '../../compute/wgsl/run.ts';
import type { Coded } from './bins.ts';
import type { Histograms, Part, Sums } from './histogram.ts';

export interface LeafSums {
  /** As Histograms.begin. */
  begin(gradients: Float64Array, rows: Uint32Array): ReturnType<Histograms['begin']>;
  /** As Histograms.fill. */
  fill(leaf: Part): number | Promise<number>;
}

export interface Helper {
  readonly compute: Compute;
  /** What gradients were rounded with, as roundingOf tells it. */
  readonly rounding: number;
}

/** Rows times columns of a leaf from which a device is asked: less is summed before it has answered. */
const leastCells = 2 ** 23;

/** The codes last summed stay on the device until others are, or until they are given back. */
const holder = createHolder<Coded<Uint8Array>, HistogramsDevice>();

/** Gives back what the device holds. */
export const releaseSums = () => holder.release();

/** from: cells of a leaf from which the device is asked. */
export function createLeafSums(
  helper: Helper | null,
  coded: Coded<Uint8Array>,
  histograms: Histograms,
  from = leastCells,
): LeafSums {
  // 1.5 * 2^e has its last bit at 2^(e - 52).
  const unit = helper ? helper.rounding / 1.5 / 2 ** 52 : 1;
  const isAble = helper !== null && isOnCard(helper.compute) && coded.rows * coded.columns >= from;
  let device: HistogramsDevice | null = null;

  return {
    begin(gradients, rows) {
      device = isAble && rows.length * coded.columns >= from ? open(helper.compute, gradients) : null;
      return histograms.begin(gradients, rows);
    },

    fill(leaf) {
      const isAsked = device !== null && (leaf.end - leaf.begin) * coded.columns >= from;
      return isAsked ? onDevice(leaf) : histograms.fill(leaf);
    },
  };

  function open(own: Compute, gradients: Float64Array): HistogramsDevice | null {
    try {
      own.check();
      if (gradients.some((value) => Math.abs(value) > mostUnits * unit)) return null;
      const opened = holder.get(coded, own, () => openHistograms(own, coded, histograms.usual));
      opened.begin(gradients, unit);
      return opened;
    } catch {
      return failed();
    }
  }

  async function onDevice(leaf: Part): Promise<number> {
    const counted = new Float64Array(2 * 256 * wholeColumns(coded.columns));
    try {
      await device!.add(histograms.rowsOf(leaf), counted);
      return histograms.put(sumsOf(coded, histograms.usual, counted, unit));
    } catch {
      device = failed();
      return histograms.fill(leaf);
    }
  }
}

/** A device that fails costs time and no result. */
function failed(): null {
  releaseSums();
  return null;
}

/** What a column's other codes lack to the sums of all rows is that of its usual code. */
function sumsOf({ columns, offsets }: Coded<Uint8Array>, usual: Uint8Array, counted: Float64Array, unit: number): Sums {
  const sums = new Float64Array(2 * offsets[columns]!);
  for (let own = 0; own < 2; own++) {
    const all = counted[2 * usual[0]! + own]!;
    for (let column = 0; column < columns; column++) {
      const codes = offsets[column + 1]! - offsets[column]!;
      let rest = all;
      for (let code = 0; code < codes; code++) {
        if (code === usual[column]) continue;
        const sum = counted[2 * (256 * column + code) + own]!;
        sums[2 * (offsets[column]! + code) + own] = unit * sum;
        rest -= sum;
      }
      sums[2 * (offsets[column]! + usual[column]!) + own] = unit * rest;
    }
  }
  return sums;
}
