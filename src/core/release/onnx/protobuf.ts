/** @file The wire format of protocol buffers, as far as writing needs it (protobuf.dev, Encoding). */

/** A field's number and bytes, ready to stand in a message. */
export type Field = Uint8Array;

const utf8 = new TextEncoder();

export function message(...fields: readonly Field[]): Uint8Array {
  const bytes = new Uint8Array(fields.reduce((sum, field) => sum + field.length, 0));
  let at = 0;
  for (const field of fields) {
    bytes.set(field, at);
    at += field.length;
  }
  return bytes;
}

/** value: a whole number in the range of 64 bits; negative ones in two's complement. */
export function varint(number: number, value: number | bigint): Field {
  return message(tag(number, 0), base128(BigInt.asUintN(64, BigInt(value))));
}

export function float(number: number, value: number): Field {
  return message(tag(number, 5), new Uint8Array(Float32Array.of(value).buffer));
}

/** A text, a message, or bytes as they are. */
export function block(number: number, value: string | Uint8Array): Field {
  const bytes = typeof value === 'string' ? utf8.encode(value) : value;
  return message(tag(number, 2), base128(BigInt(bytes.length)), bytes);
}

/** Whole numbers, packed. */
export function varints(number: number, values: readonly number[]): Field {
  return block(number, message(...values.map((value) => base128(BigInt.asUintN(64, BigInt(value))))));
}

/** Numbers of 32 bits, packed; little-endian, as every platform of a browser is. */
export function floats(number: number, values: readonly number[]): Field {
  return block(number, new Uint8Array(Float32Array.from(values).buffer));
}

const tag = (number: number, wire: number) => base128(BigInt((number << 3) | wire));

function base128(value: bigint): Uint8Array {
  const bytes: number[] = [];
  for (; value > 127n; value >>= 7n) bytes.push(Number(value & 127n) | 128);
  return Uint8Array.from([...bytes, Number(value)]);
}
