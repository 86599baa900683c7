/** @file Many numbers in order: by their bits, eleven at a time (radix sort), which takes a fixed number of looks at each. */

export interface Sorted {
  /** Ascending; missing values (NaN) last. */
  readonly sorted: Float32Array;
  /** Where each came from; equal ones in their order. */
  readonly order: Uint32Array;
  /** How many are not missing. */
  readonly known: number;
}

const digitBits = 11;
const digits = 2 ** digitBits;
const passes = 3;

/** Returns the function that sorts so many values; what it returns is good until the next call. */
export function createSorter(count: number): (values: Float32Array) => Sorted {
  let [keys, otherKeys] = [new Uint32Array(count), new Uint32Array(count)];
  let [order, otherOrder] = [new Uint32Array(count), new Uint32Array(count)];
  const sorted = new Float32Array(count);
  const starts = new Uint32Array(passes * digits);

  return (values) => {
    const words = new Int32Array(values.buffer, values.byteOffset, count);
    starts.fill(0);
    let known = 0;
    for (let i = 0; i < count; i++) {
      const key = values[i] === values[i] ? keyOf(words[i]!) : missingKey;
      if (key !== missingKey) known++;
      keys[i] = key;
      order[i] = i;
      for (let pass = 0; pass < passes; pass++) starts[pass * digits + digitOf(key, pass)]!++;
    }
    for (let pass = 0; pass < passes; pass++) {
      const own = starts.subarray(pass * digits, (pass + 1) * digits);
      if (count === 0 || own[digitOf(keys[0]!, pass)] === count) continue;
      for (let digit = 0, next = 0; digit < digits; digit++) {
        const here = own[digit]!;
        own[digit] = next;
        next += here;
      }
      for (let i = 0; i < count; i++) {
        const key = keys[i]!;
        const to = own[digitOf(key, pass)]!++;
        otherKeys[to] = key;
        otherOrder[to] = order[i]!;
      }
      [keys, otherKeys] = [otherKeys, keys];
      [order, otherOrder] = [otherOrder, order];
    }
    for (let i = 0; i < count; i++) sorted[i] = values[order[i]!]!;
    return { sorted, order, known };
  };
}

const missingKey = 0xffffffff;

/** The bits of a float32 as a number that grows with it: those below 0 turned round, the others above them. */
const keyOf = (word: number) => (word ^ ((word >> 31) | 0x80000000)) >>> 0;

const digitOf = (key: number, pass: number) => (key >>> (pass * digitBits)) & (digits - 1);
