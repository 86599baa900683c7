/** @file A small assembler of WebAssembly (specification 2.0, chapter 5): expressions are bytes, put together by functions. */

/** Bytes of instructions. */
export type Code = readonly number[];
type Type = 'i32' | 'f32' | 'v128';

const types: Record<Type, number> = { i32: 0x7f, f32: 0x7d, v128: 0x7b };

export interface Local {
  readonly get: Code;
  set(value: Code): Code;
}

/** Offsets are in bytes, added to the address. */
const load = (opcode: Code, align: number) => (at: Code, offset: number) => [
  ...at,
  ...opcode,
  align,
  ...unsigned(offset),
];
const store =
  (opcode: Code, align: number) =>
  (at: Code, value: Code, offset = 0) => [...at, ...value, ...opcode, align, ...unsigned(offset)];
const binary = (opcode: Code) => (a: Code, b: Code) => [...a, ...b, ...opcode];

export const i32 = {
  const: (value: number): Code => [0x41, ...signed(value)],
  load: load([0x28], 2),
  load8: load([0x2d], 0),
  load16: load([0x2f], 1),
  store: store([0x36], 2),
  add: binary([0x6a]),
  sub: binary([0x6b]),
  mul: binary([0x6c]),
  and: binary([0x71]),
  or: binary([0x72]),
  xor: binary([0x73]),
  shl: binary([0x74]),
  shrU: binary([0x76]),
  isZero: (a: Code): Code => [...a, 0x45],
  /** Of a float32, towards 0, and at the ends where it is beyond them; 0 of one that is missing. */
  truncated: (a: Code): Code => [...a, 0xfc, 0x00],
  /** a where the condition is not 0, else b. */
  choose: (a: Code, b: Code, condition: Code): Code => [...a, ...b, ...condition, 0x1b],
  ltU: binary([0x49]),
};

export const f32 = {
  const: (value: number): Code => [0x43, ...new Uint8Array(Float32Array.of(value).buffer)],
  load: load([0x2a], 2),
  ne: binary([0x5c]),
  gt: binary([0x5e]),
};

const vectorOp = (opcode: number): Code => [0xfd, ...unsigned(opcode)];

export const v128 = {
  load: load(vectorOp(0x00), 4),
  /** One number of 32 bits, four times. */
  loadSplat: load(vectorOp(0x09), 2),
  store: store(vectorOp(0x0b), 4),
  /** Four integers of 32 bits. */
  const: (...values: readonly [number, number, number, number]): Code => [
    ...[0xfd, 0x0c],
    ...values.flatMap((value) => [0, 8, 16, 24].map((shift) => (value >>> shift) & 0xff)),
  ],
  and: binary(vectorOp(0x4e)),
  andNot: binary(vectorOp(0x4f)),
  xor: binary(vectorOp(0x51)),
  or: binary(vectorOp(0x50)),
  zero: [0xfd, 0x0c, ...new Array<number>(16).fill(0)] as Code,
  /** 1 where a bit is set, else 0. */
  isAny: (a: Code): Code => [...a, ...vectorOp(0x53)],
  /** Bits of a where the mask has 1, else of b. */
  select: (a: Code, b: Code, mask: Code): Code => [...a, ...b, ...mask, ...vectorOp(0x52)],
};

/** Two float64 side by side. */
export const f64x2 = {
  const: (value: number): Code => [...vectorOp(0x0c), ...bytesOf(value), ...bytesOf(value)],
  add: binary(vectorOp(0xf0)),
  sub: binary(vectorOp(0xf1)),
  mul: binary(vectorOp(0xf2)),
  div: binary(vectorOp(0xf3)),
  max: binary(vectorOp(0xf5)),
  abs: (a: Code): Code => [...a, ...vectorOp(0xec)],
  neg: (a: Code): Code => [...a, ...vectorOp(0xed)],
  /** Ones in all bits where a is at least b. */
  atLeast: binary(vectorOp(0x4c)),
  /** The first, or the second, of a and of b. */
  firsts: (a: Code, b: Code): Code => shuffle(a, b, 0),
  seconds: (a: Code, b: Code): Code => shuffle(a, b, 8),
};

/** Two whole numbers of 64 bits. */
export const i64x2 = {
  add: binary(vectorOp(0xce)),
  shl: (a: Code, bits: number): Code => [...a, ...i32.const(bits), ...vectorOp(0xcb)],
};

function shuffle(a: Code, b: Code, from: number): Code {
  const lanes = Array.from({ length: 8 }, (_, lane) => from + lane);
  return [...a, ...b, ...vectorOp(0x0d), ...lanes, ...lanes.map((lane) => 16 + lane)];
}

/** Little-endian float64. */
const bytesOf = (value: number): Code => [...new Uint8Array(Float64Array.of(value).buffer)];

/** Four int32 side by side. */
export const i32x4 = {
  splat: (value: Code): Code => [...value, ...vectorOp(0x11)],
  shrU: (value: Code, bits: number): Code => [...value, ...i32.const(bits), 0xfd, 0xad, 0x01],
  add: binary(vectorOp(0xae)),
  mul: binary(vectorOp(0xb5)),
  geU: binary(vectorOp(0x40)),
};

/** Four float32 side by side. */
export const f32x4 = {
  const: (value: number): Code => {
    const [bits] = new Int32Array(Float32Array.of(value).buffer) as unknown as [number];
    return v128.const(bits, bits, bits, bits);
  },
  lt: binary(vectorOp(0x43)),
  /** All bits of a place where it is so. */
  le: binary(vectorOp(0x45)),
  gt: binary(vectorOp(0x44)),
  abs: (value: Code): Code => [...value, ...vectorOp(0xe0)],
  sqrt: (value: Code): Code => [...value, ...vectorOp(0xe3)],
  add: binary(vectorOp(0xe4)),
  sub: binary(vectorOp(0xe5)),
  mul: binary(vectorOp(0xe6)),
  div: binary(vectorOp(0xe7)),
  /** Not a number where either is none. */
  min: binary(vectorOp(0xe8)),
  max: binary(vectorOp(0xe9)),
};

/** Copies bytes, which may overlap. */
export const copyMemory = (to: Code, from: Code, bytes: Code): Code => [...to, ...from, ...bytes, 0xfc, 0x0a, 0, 0];

/** Runs the body as long as the pointer is below its end (unsigned). */
export const whileBelow = (pointer: Local, end: Local, ...body: Code[]): Code => [
  ...[0x02, 0x40, 0x03, 0x40],
  ...[...end.get, ...pointer.get, 0x4d, 0x0d, 1],
  ...body.flat(),
  ...[0x0c, 0, 0x0b, 0x0b],
];

/** Runs the body, and again as long as the condition holds after it. */
export const repeatWhile = (body: Code[], condition: Code): Code => [
  ...[0x03, 0x40],
  ...body.flat(),
  ...[...condition, 0x0d, 0, 0x0b],
];

export interface Func {
  readonly name: string;
  readonly parameters: number;
  readonly isAnswering: boolean;
  readonly locals: readonly Type[];
  readonly body: Code;
}

/**
 * A function of i32 parameters. more: its other locals, by type. Answers an i32 where the last of its code leaves one.
 */
export function func<P extends string, L extends string = never>(
  name: string,
  parameters: readonly P[],
  more: Record<L, Type>,
  code: (locals: Record<P | L, Local>) => Code[],
  isAnswering = false,
): Func {
  const names = [...parameters, ...(Object.keys(more) as L[])];
  const locals = Object.fromEntries(
    names.map((own, index): [string, Local] => [
      own,
      { get: [0x20, ...unsigned(index)], set: (value) => [...value, 0x21, ...unsigned(index)] },
    ]),
  ) as Record<P | L, Local>;
  const kinds = Object.values(more) as Type[];
  return { name, parameters: parameters.length, isAnswering, locals: kinds, body: code(locals).flat() };
}

/** The bytes of a module that imports `env.memory` and exports its functions. */
export function assemble(functions: readonly Func[]): Uint8Array<ArrayBuffer> {
  const signatures = functions.map(({ parameters, isAnswering }) => [
    0x60,
    ...vector(Array.from({ length: parameters }, () => [types.i32])),
    ...vector(isAnswering ? [[types.i32]] : []),
  ]);
  const bodies = functions.map(({ locals, body }) => {
    const code = [...vector(locals.map((type) => [1, types[type]])), ...body, 0x0b];
    return [...unsigned(code.length), ...code];
  });
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, vector(signatures)),
    ...section(2, vector([[...text('env'), ...text('memory'), 0x02, 0x00, ...unsigned(1)]])),
    ...section(3, vector(functions.map((_, i) => unsigned(i)))),
    ...section(7, vector(functions.map(({ name }, i) => [...text(name), 0x00, ...unsigned(i)]))),
    ...section(10, vector(bodies)),
  ]);
}

const section = (id: number, content: Code): Code => [id, ...unsigned(content.length), ...content];
const vector = (items: readonly Code[]): Code => [...unsigned(items.length), ...items.flat()];
const text = (value: string): Code => vector([...value].map((letter) => [letter.charCodeAt(0)]));

/** LEB128. */
function unsigned(value: number): number[] {
  const bytes: number[] = [];
  for (let rest = value >>> 0; ; rest >>>= 7) {
    if (rest < 0x80) return [...bytes, rest];
    bytes.push((rest & 0x7f) | 0x80);
  }
}

function signed(value: number): number[] {
  const bytes: number[] = [];
  for (let rest = value | 0; ; rest >>= 7) {
    if (rest >= -64 && rest < 64) return [...bytes, rest & 0x7f];
    bytes.push((rest & 0x7f) | 0x80);
  }
}
