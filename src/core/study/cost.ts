/** @file What a model costs to keep and to ask: figures of this device and moment, no part of what a run reproduces. */
import type { Control } from '../base/progress.ts';
import { stableJson } from '../base/hash.ts';
import { quantile } from '../data/explore/quantiles.ts';
import type { ModelState } from '../models/contract.ts';

export interface Cost {
  /**
   * Milliseconds from the cells of one row to its scores, asked one after the other, `n` times after a few to warm
   * up. A time under a millisecond is the mean of as many rows as take one, as the clock of a browser ticks in tenths.
   */
  oneRow: { median: number; p95: number; n: number };
  /** Rows a second, asked all at once; null where the clock saw no time pass. */
  rowsPerSecond: number | null;
  /** Asked at once. */
  batchRows: number;
  /** Bytes of the model's numbers, and of the rest as JSON. */
  bytes: number;
}

/** Bytes of its arrays, and of the rest as JSON. */
export function modelBytes({ kind, json, arrays }: ModelState): number {
  const numbers = Object.values(arrays).reduce((sum, array) => sum + array.byteLength, 0);
  return numbers + new TextEncoder().encode(stableJson({ kind, json })).length;
}

const warmUps = 3;
const most = 100;
/** Milliseconds after which no further row is asked, once there are `fewest`. */
const patience = 400;
const fewest = 5;
const mostInBlock = 4096;
/** Rows asked at once. */
const mostAtOnce = 1000;

/** `predict`: whatever a row goes through. `rows`: asked one by one in turn, then 1,000 of them at once; at least one. */
export async function measureCost(
  state: ModelState,
  rows: Uint32Array,
  predict: (rows: Uint32Array) => Promise<unknown>,
  control: Pick<Control, 'now' | 'signal'>,
): Promise<Cost> {
  const timed = async (asked: Uint32Array) => {
    const started = control.now();
    await predict(asked);
    return control.now() - started;
  };
  let next = 0;
  /** Mean time of `count` rows, asked one after the other. */
  const each = async (count: number) => {
    const started = control.now();
    for (let i = 0; i < count; i++, next = (next + 1) % rows.length) await predict(rows.subarray(next, next + 1));
    return (control.now() - started) / count;
  };
  let last = 0;
  for (let i = 0; i < warmUps; i++) last = await each(1);
  let block = 1;
  for (; last * block < 1 && block < mostInBlock; last = await each(block)) block *= 4;
  const times: number[] = [];
  let spent = 0;
  while (times.length < most && (spent < patience || times.length < fewest)) {
    control.signal.throwIfAborted();
    const time = await each(block);
    times.push(time);
    spent += block * time;
  }
  const all = rows.subarray(0, mostAtOnce);
  let batch = await timed(all);
  // The first time includes what is only made once, such as shaders; a slow model is not asked twice.
  if (batch < patience) {
    const started = control.now();
    let asked = 0;
    do {
      await predict(all);
      asked++;
      batch = control.now() - started;
    } while (batch < 1 && asked < mostInBlock);
    batch /= asked;
  }
  const sorted = Float64Array.from(times).sort();
  return {
    oneRow: { median: quantile(sorted, 0.5), p95: quantile(sorted, 0.95), n: times.length },
    rowsPerSecond: batch > 0 ? (1000 * all.length) / batch : null,
    batchRows: all.length,
    bytes: modelBytes(state),
  };
}
