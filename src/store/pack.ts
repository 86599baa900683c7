/** @file Takes typed arrays out of a value, so that they can be stored in pieces, and puts them back. */

/** Structured cloning refuses records over about 127 MiB in Chromium; pieces stay far below. */
export const CHUNK = 16 * 2 ** 20;

type ArrayName = 'Float32Array' | 'Float64Array' | 'Int32Array' | 'Uint32Array' | 'Uint8Array';
const kinds = { Float32Array, Float64Array, Int32Array, Uint32Array, Uint8Array };
interface Reference {
  $array: number;
  kind: ArrayName;
  bytes: number;
}

/** shape: the value with each typed array replaced by a reference; arrays: their bytes, in order, as views. */
export interface Packed {
  shape: unknown;
  arrays: Uint8Array[];
}

export function pack(value: unknown): Packed {
  const arrays: Uint8Array[] = [];
  const walk = (v: unknown): unknown => {
    if (ArrayBuffer.isView(v)) {
      const kind = v.constructor.name;
      if (!Object.hasOwn(kinds, kind)) throw new TypeError(`not storable: ${kind}`);
      arrays.push(new Uint8Array(v.buffer, v.byteOffset, v.byteLength));
      return { $array: arrays.length - 1, kind: kind as ArrayName, bytes: v.byteLength } satisfies Reference;
    }
    if (Array.isArray(v)) return v.map(walk);
    if (v !== null && typeof v === 'object')
      return Object.fromEntries(Object.entries(v).map(([key, inner]) => [key, walk(inner)]));
    return v;
  };
  return { shape: walk(value), arrays };
}

/** parts: for each array its pieces, in order. */
export function unpack(shape: unknown, parts: readonly (readonly Uint8Array[])[]): unknown {
  const walk = (v: unknown): unknown => {
    if (Array.isArray(v)) return v.map(walk);
    if (v === null || typeof v !== 'object') return v;
    if ('$array' in v) {
      const { $array, kind, bytes } = v as Reference;
      const whole = new Uint8Array(bytes);
      let at = 0;
      for (const part of parts[$array] ?? []) {
        whole.set(part, at);
        at += part.length;
      }
      if (at !== bytes) throw new RangeError(`stored array is incomplete: ${at} of ${bytes} bytes`);
      return new kinds[kind](whole.buffer);
    }
    return Object.fromEntries(Object.entries(v).map(([key, inner]) => [key, walk(inner)]));
  };
  return walk(shape);
}

/** Copies of at most CHUNK bytes each: storing a view would store its whole buffer. */
export function pieces(bytes: Uint8Array, size = CHUNK): Uint8Array[] {
  const out: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += size) out.push(bytes.slice(at, at + size));
  return out;
}
