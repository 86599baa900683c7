/** @file Who sums a leaf up: the host, or for large leaves a graphics device; the sums are the same, bit for bit. */
import type { Compute } from '../../compute/types.ts';
import { createHolder } from '../../compute/wgsl/holder.ts';
import { openHistograms, wholeColumns } from '../../compute/wgsl/histograms.ts';
import type { HistogramsDevice } from '../../compute/wgsl/histograms.ts';
import { isOnCard } from '../../compute/wgsl/run.ts';
import type { Coded } from './bins.ts';
import type { Histograms, Part, Sums } from './histogram.ts';
import { leastRows, roundToUnits, unitsOf } from './whole.ts';
import type { Units } from './whole.ts';

export interface LeafSums {
  /** As Histograms.begin; where the rows are many, their gradients are rounded to whole multiples of a unit first. */
  begin(gradients: Float64Array, rows: Uint32Array): ReturnType<Histograms['begin']>;
  /** As Histograms.fill. */
  fill(leaf: Part): number | Promise<number>;
}

/** Rows times columns of a leaf from which a device is asked: less is summed before it has answered. */
const leastCells = 2 ** 23;

export interface Asked {
  readonly rows: number;
  readonly cells: number;
}

/** The codes last summed stay on the device until others are, or until they are given back. */
const holder = createHolder<Coded<Uint8Array>, HistogramsDevice>();

/** Gives back what the device holds. */
export const releaseSums = () => holder.release();

/** from: rows of a tree from which gradients are rounded, and cells of a leaf from which the device is asked. */
export function createLeafSums(
  compute: Compute | null,
  coded: Coded<Uint8Array>,
  histograms: Histograms,
  from: Asked = { rows: leastRows, cells: leastCells },
): LeafSums {
  let units: Units | null = null;
  let device: HistogramsDevice | null = null;

  return {
    begin(gradients, rows) {
      units = rows.length >= from.rows ? roundToUnits(gradients, rows) : null;
      const whole = histograms.begin(gradients, rows);
      device = units && compute && isOnCard(compute) ? open(compute, gradients, units) : null;
      return whole;
    },

    fill(leaf) {
      const isAsked = device !== null && (leaf.end - leaf.begin) * coded.columns >= from.cells;
      return isAsked ? onDevice(leaf) : histograms.fill(leaf);
    },
  };

  function open(own: Compute, gradients: Float64Array, told: Units): HistogramsDevice | null {
    try {
      own.check();
      const opened = holder.get(coded, own, () => openHistograms(own, coded, histograms.usual));
      opened.begin(unitsOf(gradients, told));
      return opened;
    } catch {
      return failed();
    }
  }

  async function onDevice(leaf: Part): Promise<number> {
    const counted = new Float64Array(2 * 256 * wholeColumns(coded.columns));
    try {
      await device!.add(histograms.rowsOf(leaf), counted);
      return histograms.put(sumsOf(coded, histograms.usual, counted, units!));
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
function sumsOf({ columns, offsets }: Coded<Uint8Array>, usual: Uint8Array, counted: Float64Array, units: Units): Sums {
  const sums = new Float64Array(2 * offsets[columns]!);
  for (let own = 0; own < 2; own++) {
    const unit = units[own]!;
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
