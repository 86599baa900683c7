/** @file A Parquet file of one row group, written by hand from the format's specification (parquet.thrift, compact protocol). */
import { gzipSync } from 'node:zlib';

export interface ParquetColumn {
  name: string;
  /** Physical type: 1 INT32, 2 INT64, 5 DOUBLE, 6 BYTE_ARRAY. */
  type: 1 | 2 | 5 | 6;
  /** Converted type: 0 UTF8, 6 DATE. */
  converted?: 0 | 6;
  /** null: missing. */
  values: (number | bigint | string | null)[];
  gzip?: boolean;
}

type Value = { i32: number } | { i64: number } | { text: string } | { list: Value[] } | { struct: [number, Value][] };

function varint(value: number): number[] {
  const out: number[] = [];
  for (; value > 127; value = Math.floor(value / 128)) out.push((value % 128) | 128);
  return [...out, value];
}
const utf8 = (text: string) => [...new TextEncoder().encode(text)];
const typeOf = (value: Value) =>
  'i32' in value ? 5 : 'i64' in value ? 6 : 'text' in value ? 8 : 'list' in value ? 9 : 12;

/** Integers are zigzag varints (none here is negative); a field's header is its distance from the last and its type. */
function thrift(value: Value): number[] {
  if ('i32' in value) return varint(2 * value.i32);
  if ('i64' in value) return varint(2 * value.i64);
  if ('text' in value) return [...varint(utf8(value.text).length), ...utf8(value.text)];
  if ('list' in value) return [(value.list.length << 4) | typeOf(value.list[0]!), ...value.list.flatMap(thrift)];
  let last = 0;
  const fields = value.struct.flatMap(([id, field]) => {
    const head = ((id - last) << 4) | typeOf(field);
    last = id;
    return [head, ...thrift(field)];
  });
  return [...fields, 0];
}

function plain(type: number, value: number | bigint | string): number[] {
  if (type === 6) return [...bytes32(utf8(String(value)).length), ...utf8(String(value))];
  const view = new DataView(new ArrayBuffer(type === 1 ? 4 : 8));
  if (type === 1) view.setInt32(0, Number(value), true);
  else if (type === 2) view.setBigInt64(0, BigInt(value), true);
  else view.setFloat64(0, Number(value), true);
  return [...new Uint8Array(view.buffer)];
}
const bytes32 = (n: number) => [n & 255, (n >> 8) & 255, (n >> 16) & 255, n >>> 24];

/** Every column optional, PLAIN, one data page; definition levels as runs of one. */
export function parquetFile(columns: readonly ParquetColumn[]): Uint8Array {
  const rows = columns[0]!.values.length;
  const out = utf8('PAR1');
  const chunks: Value[] = columns.map(({ name, type, values, gzip }) => {
    const levels = values.flatMap((value) => [2, value === null ? 0 : 1]);
    const cells = values.flatMap((value) => (value === null ? [] : plain(type, value)));
    const page = [...bytes32(levels.length), ...levels, ...cells];
    const packed = gzip ? [...gzipSync(Uint8Array.from(page))] : page;
    const dataPage: Value = {
      struct: [
        [1, { i32: rows }],
        [2, { i32: 0 }],
        [3, { i32: 3 }],
        [4, { i32: 3 }],
      ],
    };
    const head = thrift({
      struct: [
        [1, { i32: 0 }],
        [2, { i32: page.length }],
        [3, { i32: packed.length }],
        [5, dataPage],
      ],
    });
    const offset = out.length;
    out.push(...head, ...packed);
    const meta: Value = {
      struct: [
        [1, { i32: type }],
        [2, { list: [{ i32: 0 }, { i32: 3 }] }],
        [3, { list: [{ text: name }] }],
        [4, { i32: gzip ? 2 : 0 }],
        [5, { i64: rows }],
        [6, { i64: head.length + page.length }],
        [7, { i64: head.length + packed.length }],
        [9, { i64: offset }],
      ],
    };
    return {
      struct: [
        [2, { i64: offset }],
        [3, meta],
      ],
    };
  });
  const leaf = ({ name, type, converted }: ParquetColumn): Value => ({
    struct: [
      [1, { i32: type }],
      [3, { i32: 1 }],
      [4, { text: name }],
      ...(converted === undefined ? [] : [[6, { i32: converted }] as [number, Value]]),
    ],
  });
  const root: Value = {
    struct: [
      [4, { text: 'root' }],
      [5, { i32: columns.length }],
    ],
  };
  const group: Value = {
    struct: [
      [1, { list: chunks }],
      [2, { i64: out.length }],
      [3, { i64: rows }],
    ],
  };
  const footer = thrift({
    struct: [
      [1, { i32: 1 }],
      [2, { list: [root, ...columns.map(leaf)] }],
      [3, { i64: rows }],
      [4, { list: [group] }],
    ],
  });
  return Uint8Array.from([...out, ...footer, ...bytes32(footer.length), ...utf8('PAR1')]);
}
