/** @file Rows that are the same, found by hashing and then compared cell by cell. */
import { isNumeric } from '../table.ts';
import type { Column } from '../table.ts';

/** What tells cells of a column apart: the code of the cell's text, or the number where no texts were kept. */
interface Cells {
  codes: Int32Array | null;
  values: Float64Array | null;
}

function cellsOf(column: Column): Cells {
  if (column.coded !== null) return { codes: column.coded.codes, values: null };
  return { codes: null, values: isNumeric(column) ? column.values : null };
}

const numberBits = new DataView(new ArrayBuffer(8));

function hashColumn({ codes, values }: Cells, rows: Uint32Array, hash: Int32Array): void {
  for (let i = 0; i < rows.length; i++) {
    let bits: number;
    if (codes !== null) bits = codes[rows[i]!]!;
    else {
      // Adding 0 makes -0 the 0 it is written as.
      numberBits.setFloat64(0, values![rows[i]!]! + 0);
      bits = numberBits.getInt32(0) ^ Math.imul(numberBits.getInt32(4), 0x85ebca6b);
    }
    const mixed = Math.imul(hash[i]! ^ bits, 0x9e3779b1);
    hash[i] = mixed ^ (mixed >>> 15);
  }
}

function areSame(cells: readonly Cells[], a: number, b: number): boolean {
  return cells.every(({ codes, values }) => {
    if (codes !== null) return codes[a] === codes[b];
    const [x, y] = [values![a]!, values![b]!];
    return x === y || (x !== x && y !== y);
  });
}

/** For each of `rows` the place (in `rows`) of the first row that has the same cells in `columns`: its own where it is the first. */
export function firstSame(columns: readonly Column[], rows: Uint32Array): Int32Array {
  const cells = columns.map(cellsOf);
  const hash = new Int32Array(rows.length).fill(0x811c9dc5);
  for (const cell of cells) hashColumn(cell, rows, hash);
  let size = 16;
  while (size < rows.length * 2) size *= 2;
  const slots = new Int32Array(size).fill(-1);
  const first = new Int32Array(rows.length);
  for (let i = 0; i < rows.length; i++) {
    let slot = (hash[i]! ^ (hash[i]! >>> 13)) & (size - 1);
    for (;;) {
      const known = slots[slot]!;
      if (known < 0) {
        slots[slot] = i;
        first[i] = i;
        break;
      }
      if (hash[known] === hash[i] && areSame(cells, rows[known]!, rows[i]!)) {
        first[i] = known;
        break;
      }
      slot = (slot + 1) & (size - 1);
    }
  }
  return first;
}
