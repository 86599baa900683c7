/**
 * @file Sums of two whole numbers a row by the codes of its columns, on a graphics device. They are exact: each number is added in two
 * parts of 12 and of at most 10 bits, in workgroup memory, so that neither the order nor the number of rows changes a sum.
 */
import type * as tfcore from '@tensorflow/tfjs-core';
import { byteLimit } from '../guard.ts';
import type { Compute } from '../types.ts';
import { groupSize, i32, read, start } from './run.ts';
import type { Kernel } from './run.ts';

/** Largest size of a number. */
export const mostUnits = 2 ** 22;
/** Rows of one launch: 2^20 upper parts of 2^10 fit 31 bits. */
const mostRows = 2 ** 20;

const bins = 256;
/** Columns whose codes share a word, and their sums a workgroup's 16 KiB. */
const together = 4;
const lowBits = 12;
/** Two numbers in two parts each. */
const parts = 4;
const groupSums = together * bins * parts;
/** Rows of one workgroup: with more, lower parts would not fit. */
const leastBlock = 2 ** 13;
const mostBlock = 2 ** 16;
const partialBytes = 2 ** 26;

const kernels = {
  /** One workgroup a block of rows and a group of columns. A column's usual code is left out, as it would be waited for; that of each group's first has the sums of all rows. */
  sums: {
    name: 'sums',
    variables: ['codes', 'numbers', 'rows', 'usual'],
    output: 'int32',
    uniforms: 'height : i32, count : i32, groups : i32, block : i32,',
    code: `
var<workgroup> sums : array<atomic<i32>, ${groupSums}>;
fn main(index : i32) {
  let lane = index % ${groupSize};
  let place = index / ${groupSize};
  let group = place % uniforms.groups;
  let begin = place / uniforms.groups * uniforms.block;
  for (var i = lane; i < ${groupSums}; i += ${groupSize}) { atomicStore(&sums[i], 0); }
  workgroupBarrier();
  let most = usual[group];
  var allA = 0;
  var allB = 0;
  for (var i = begin + lane; i < min(begin + uniforms.block, uniforms.count); i += ${groupSize}) {
    let row = rows[i];
    let word = codes[group * uniforms.height + row];
    let a = numbers[2 * row];
    let b = numbers[2 * row + 1];
    allA += a;
    allB += b;
    for (var c = 0; c < ${together}; c++) {
      let shift = u32(8 * c);
      let code = (word >> shift) & 255;
      if (code != ((most >> shift) & 255)) {
        let at = ${parts} * (${bins} * c + code);
        atomicAdd(&sums[at], a & ${2 ** lowBits - 1});
        atomicAdd(&sums[at + 1], a >> ${lowBits}u);
        atomicAdd(&sums[at + 2], b & ${2 ** lowBits - 1});
        atomicAdd(&sums[at + 3], b >> ${lowBits}u);
      }
    }
  }
  let free = ${parts} * (most & 255);
  atomicAdd(&sums[free], allA & ${2 ** lowBits - 1});
  atomicAdd(&sums[free + 1], allA >> ${lowBits}u);
  atomicAdd(&sums[free + 2], allB & ${2 ** lowBits - 1});
  atomicAdd(&sums[free + 3], allB >> ${lowBits}u);
  workgroupBarrier();
  for (var i = lane; i < ${groupSums}; i += ${groupSize}) { result[place * ${groupSums} + i] = atomicLoad(&sums[i]); }
}`,
  },
  /** Blocks added up; what is over 12 bits goes to the upper part. */
  join: {
    name: 'join',
    variables: ['partial'],
    output: 'int32',
    uniforms: 'blocks : i32,',
    code: `
fn main(index : i32) {
  if (2 * index >= uniforms.size) { return; }
  var low = 0;
  var high = 0;
  for (var block = 0; block < uniforms.blocks; block++) {
    low += partial[block * uniforms.size + 2 * index];
    high += partial[block * uniforms.size + 2 * index + 1] + (low >> ${lowBits}u);
    low &= ${2 ** lowBits - 1};
  }
  result[2 * index] = low;
  result[2 * index + 1] = high;
}`,
  },
} satisfies Record<string, Kernel>;

export interface HistogramsDevice {
  /** Two whole numbers a row, at most mostUnits in size. */
  begin(numbers: Int32Array): void;
  /**
   * Adds to `sums` (columns x 256 x 2, filled up to whole groups of 4 columns) those of some rows by code. The place of a column's
   * usual code has nothing, and in every fourth column, from the first on, the sums of all rows.
   */
  add(rows: Uint32Array, sums: Float64Array): Promise<void>;
  dispose(): void;
}

/** Columns filled up to whole groups. */
export const wholeColumns = (columns: number) => together * Math.ceil(columns / together);

const bytesOf = (rows: number, columns: number) => 4 * rows * Math.max(2, Math.ceil(columns / together));

/** codes: column after column. usual: the code of each column that is not summed. Throws where a buffer of the device is too small. */
export function openHistograms(
  compute: Compute,
  { rows: height, columns, codes }: { rows: number; columns: number; codes: Uint8Array },
  usual: Uint8Array,
): HistogramsDevice {
  const { tf, report } = compute;
  if (bytesOf(height, columns) > byteLimit(report))
    throw new Error(`too large for one buffer of ${report.adapter}: ${height} x ${columns}`);
  const groups = Math.ceil(columns / together);
  const words = new Int32Array(groups * height);
  const bytes = new Uint8Array(words.buffer);
  // Never of one place, for which another program would be made.
  const usualWords = new Int32Array(groups + 1);
  // Columns that fill up the last group have their usual code only, 0.
  new Uint8Array(usualWords.buffer).set(usual);
  for (let column = 0; column < columns; column++) {
    let to = together * Math.floor(column / together) * height + (column % together);
    for (let at = column * height, end = at + height; at < end; at++, to += together) bytes[to] = codes[at]!;
  }
  const there = { codes: tf.tensor1d(words, 'int32'), usual: tf.tensor1d(usualWords, 'int32') };
  let numbers: tfcore.Tensor | null = null;

  const mostBlocks = Math.max(1, Math.floor(Math.min(partialBytes, byteLimit(report)) / (4 * groups * groupSums)));
  const rowsALaunch = Math.min(mostRows, mostBlock * mostBlocks);

  function launch(rows: Uint32Array): tfcore.Tensor {
    const block = Math.max(leastBlock, Math.ceil(rows.length / mostBlocks));
    const blocks = Math.ceil(rows.length / block);
    const size = groups * groupSums;
    return tf.tidy(() => {
      const list = tf.tensor1d(new Int32Array(rows.buffer, rows.byteOffset, rows.length), 'int32');
      const partial = start(
        tf,
        kernels.sums,
        { ...there, numbers: numbers!, rows: list },
        { size: blocks * size, groups: blocks * groups, uniforms: [height, rows.length, groups, block].map(i32) },
      );
      return start(
        tf,
        kernels.join,
        { partial },
        { size, groups: Math.ceil(size / 2 / groupSize), uniforms: [i32(blocks)] },
      );
    });
  }

  return {
    begin(told) {
      numbers?.dispose();
      numbers = tf.tensor1d(told, 'int32');
    },
    async add(rows, sums) {
      const launched: tfcore.Tensor[] = [];
      for (let from = 0; from < rows.length; from += rowsALaunch)
        launched.push(launch(rows.slice(from, from + rowsALaunch)));
      for (const tensor of launched) {
        const told = await read<Int32Array>(compute, tensor);
        for (let i = 0; i < sums.length; i++) sums[i]! += told[2 * i]! + 2 ** lowBits * told[2 * i + 1]!;
      }
    },
    dispose: () => tf.dispose([there.codes, there.usual, ...(numbers ? [numbers] : [])]),
  };
}
