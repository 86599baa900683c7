/**
 * @file Sums of two whole numbers a row by the codes of its columns, on a graphics device. They are exact: each number is added in two
 * parts, of 18 and of at most 17 bits, in workgroup memory, so that neither the order nor the number of rows changes a sum.
 */
import type * as tfcore from '@tensorflow/tfjs-core';
import { byteLimit } from '../guard.ts';
import type { Compute } from '../types.ts';
import { groupSize, i32, read, start } from './run.ts';
import type { Kernel } from './run.ts';

/** Largest size of a number. */
export const mostUnits = 2 ** 34;

const bins = 256;
/** Columns whose codes share a word, and their sums a workgroup's 16 KiB. */
const together = 4;
const lowBits = 18;
const low = 2 ** lowBits - 1;
/** Two numbers in two parts each. */
const parts = 4;
const groupSums = together * bins * parts;
/** Rows of one workgroup: 2^13 lower parts of 2^18 fit 32 bits without a sign, and as many upper ones of 2^16 fit 31. */
const block = 2 ** 13;
const partialBytes = 2 ** 26;
/** Words of a row: the last 32 bits of both numbers, and what is above them: 8 bits of the first, the rest of the second. */
const words = 3;
/** Words of a sum: 18 bits, 18 bits, and the rest with the sign. */
const sumWords = 3;

const kernels = {
  /**
   * One workgroup a block of rows and a group of columns. A column's usual code is left out, as it would be waited for; that of each
   * group's first has the sums of all rows.
   */
  sums: {
    name: 'sums',
    variables: ['codes', 'numbers', 'rows', 'usual'],
    output: 'int32',
    uniforms: 'height : i32, count : i32, groups : i32,',
    code: `
var<workgroup> sums : array<atomic<i32>, ${groupSums}>;
fn add(at : i32, parts : vec4<i32>) {
  atomicAdd(&sums[at], parts.x);
  atomicAdd(&sums[at + 1], parts.y);
  atomicAdd(&sums[at + 2], parts.z);
  atomicAdd(&sums[at + 3], parts.w);
}
fn upper(last : i32, above : i32) -> i32 { return i32(u32(last) >> ${lowBits}u) | (above << ${32 - lowBits}u); }
fn main(index : i32) {
  let lane = index % ${groupSize};
  let place = index / ${groupSize};
  let group = place % uniforms.groups;
  let begin = place / uniforms.groups * ${block};
  for (var i = lane; i < ${groupSums}; i += ${groupSize}) { atomicStore(&sums[i], 0); }
  workgroupBarrier();
  let most = usual[group];
  var all = vec4<i32>(0);
  for (var i = begin + lane; i < min(begin + ${block}, uniforms.count); i += ${groupSize}) {
    let row = rows[i];
    let word = codes[group * uniforms.height + row];
    let a = numbers[${words} * row];
    let b = numbers[${words} * row + 1];
    let above = numbers[${words} * row + 2];
    let own = vec4<i32>(a & ${low}, upper(a, (above << 24u) >> 24u), b & ${low}, upper(b, above >> 8u));
    all += own;
    for (var c = 0; c < ${together}; c++) {
      let shift = u32(8 * c);
      let code = (word >> shift) & 255;
      if (code != ((most >> shift) & 255)) { add(${parts} * (${bins} * c + code), own); }
    }
  }
  add(${parts} * (most & 255), all);
  workgroupBarrier();
  for (var i = lane; i < ${groupSums}; i += ${groupSize}) { result[place * ${groupSums} + i] = atomicLoad(&sums[i]); }
}`,
  },
  /** Blocks added up; what is over 18 bits is carried on. */
  join: {
    name: 'join',
    variables: ['partial'],
    output: 'int32',
    uniforms: 'blocks : i32, sums : i32,',
    code: `
fn main(index : i32) {
  if (index >= uniforms.sums) { return; }
  var first = 0u;
  var second = 0;
  var third = 0;
  for (var block = 0; block < uniforms.blocks; block++) {
    let at = 2 * (block * uniforms.sums + index);
    first += u32(partial[at]);
    second += (partial[at + 1] & ${low}) + i32(first >> ${lowBits}u);
    third += (partial[at + 1] >> ${lowBits}u) + (second >> ${lowBits}u);
    first &= ${low}u;
    second &= ${low};
  }
  result[${sumWords} * index] = i32(first);
  result[${sumWords} * index + 1] = second;
  result[${sumWords} * index + 2] = third;
}`,
  },
} satisfies Record<string, Kernel>;

export interface HistogramsDevice {
  /** Two numbers a row, the second not below 0: whole multiples of `unit`, at most mostUnits of it in size. */
  begin(numbers: Float64Array, unit: number): void;
  /**
   * Adds to `sums` (columns x 256 x 2, filled up to whole groups of 4 columns) those of some rows by code, in units. The place of a column's
   * usual code has nothing, and in every fourth column, from the first on, the sums of all rows.
   */
  add(rows: Uint32Array, sums: Float64Array): Promise<void>;
  dispose(): void;
}

/** Columns filled up to whole groups. */
export const wholeColumns = (columns: number) => together * Math.ceil(columns / together);

const bytesOf = (rows: number, columns: number) => 4 * rows * Math.max(words, Math.ceil(columns / together));

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
  const packed = new Int32Array(groups * height);
  const bytes = new Uint8Array(packed.buffer);
  // Never of one place, for which another program would be made.
  const usualWords = new Int32Array(groups + 1);
  // Columns that fill up the last group have their usual code only, 0.
  new Uint8Array(usualWords.buffer).set(usual);
  for (let column = 0; column < columns; column++) {
    let to = together * Math.floor(column / together) * height + (column % together);
    for (let at = column * height, end = at + height; at < end; at++, to += together) bytes[to] = codes[at]!;
  }
  const there = { codes: tf.tensor1d(packed, 'int32'), usual: tf.tensor1d(usualWords, 'int32') };
  let numbers: tfcore.Tensor | null = null;

  const sums = groups * groupSums;
  const rowsALaunch = block * Math.max(1, Math.floor(Math.min(partialBytes, byteLimit(report)) / (4 * sums)));

  function launch(rows: Uint32Array): tfcore.Tensor {
    const blocks = Math.ceil(rows.length / block);
    return tf.tidy(() => {
      const list = tf.tensor1d(new Int32Array(rows.buffer, rows.byteOffset, rows.length), 'int32');
      const partial = start(
        tf,
        kernels.sums,
        { ...there, numbers: numbers!, rows: list },
        { size: blocks * sums, groups: blocks * groups, uniforms: [height, rows.length, groups].map(i32) },
      );
      return start(
        tf,
        kernels.join,
        { partial },
        {
          size: (sums / 2) * sumWords,
          groups: Math.ceil(sums / 2 / groupSize),
          uniforms: [blocks, sums / 2].map(i32),
        },
      );
    });
  }

  return {
    begin(told, unit) {
      numbers?.dispose();
      numbers = tf.tensor1d(wordsOf(told, unit), 'int32');
    },
    async add(rows, to) {
      const launched: tfcore.Tensor[] = [];
      for (let from = 0; from < rows.length; from += rowsALaunch)
        launched.push(launch(rows.slice(from, from + rowsALaunch)));
      for (const tensor of launched) {
        const told = await read<Int32Array>(compute, tensor);
        for (let i = 0, at = 0; i < to.length; i++, at += sumWords)
          to[i]! += told[at]! + 2 ** lowBits * told[at + 1]! + 2 ** (2 * lowBits) * told[at + 2]!;
      }
    },
    dispose: () => tf.dispose([there.codes, there.usual, ...(numbers ? [numbers] : [])]),
  };
}

function wordsOf(numbers: Float64Array, unit: number): Int32Array {
  const made = new Int32Array((numbers.length / 2) * words);
  for (let i = 0, at = 0; i < numbers.length; i += 2, at += words) {
    const a = numbers[i]! / unit;
    const b = numbers[i + 1]! / unit;
    made[at] = a;
    made[at + 1] = b;
    made[at + 2] = (Math.floor(a / 2 ** 32) & 255) | (Math.floor(b / 2 ** 32) << 8);
  }
  return made;
}
