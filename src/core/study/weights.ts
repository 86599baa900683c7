/** @file Named float arrays in one file: the entries in model.json, the bytes (little-endian) in weights.bin. */
import { InputError } from '../base/errors.ts';

type Arrays = Record<string, Float32Array | Float64Array>;

/** offset and length in weights.bin; length in numbers. */
export interface ArrayEntry {
  name: string;
  type: 'float32' | 'float64';
  offset: number;
  length: number;
}

export function packArrays(arrays: Arrays): { bytes: Uint8Array; entries: ArrayEntry[] } {
  const entries: ArrayEntry[] = [];
  let size = 0;
  for (const [name, array] of Object.entries(arrays)) {
    const type = array instanceof Float64Array ? 'float64' : 'float32';
    entries.push({ name, type, offset: size, length: array.length });
    size += Math.ceil(array.byteLength / 8) * 8;
  }
  const bytes = new Uint8Array(size);
  for (const { name, offset } of entries) {
    const array = arrays[name]!;
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), offset);
  }
  return { bytes, entries };
}

/** Throws InputError where the file is shorter than its entries say. */
export function unpackArrays(bytes: Uint8Array, entries: readonly ArrayEntry[]): Arrays {
  const arrays = entries.map(({ name, type, offset, length }): [string, Float32Array | Float64Array] => {
    const end = offset + length * (type === 'float64' ? 8 : 4);
    if (end > bytes.length)
      throw new InputError(`model/weights.bin: ${end} bytes are needed for ${name}: ${bytes.length}`);
    const own = bytes.slice(offset, end).buffer;
    return [name, type === 'float64' ? new Float64Array(own) : new Float32Array(own)];
  });
  return Object.fromEntries(arrays);
}
