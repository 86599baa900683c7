/** @file Which cells are missing, together and by class. */
import { isNumeric } from '../table.ts';
import type { Column, Table } from '../table.ts';
import type { Classes, Missingness } from './types.ts';

const shown = 20;

/** Every column of the table, on `rows`. target: null where there is none; rows without a class count for no class. */
export function findMissing(table: Table, target: Classes | null, rows: Uint32Array): Missingness {
  const classes = target?.classes ?? [];
  const sizes = classes.map(() => 0);
  if (target !== null) for (const row of rows) if (target.codes[row]! >= 0) sizes[target.codes[row]!]!++;
  const flags = table.columns.map((column) => missingFlags(column, rows));
  const columns = table.columns.map((column, j) => {
    const byClass = classes.map(() => 0);
    let missing = 0;
    for (let i = 0; i < rows.length; i++) {
      if (flags[j]![i] === 0) continue;
      missing++;
      const code = target === null ? -1 : target.codes[rows[i]!]!;
      if (code >= 0) byClass[code]!++;
    }
    return {
      column: column.name,
      missing,
      share: rows.length > 0 ? missing / rows.length : 0,
      byClass: byClass.map((count, k) => ({
        n: sizes[k]!,
        missing: count,
        share: sizes[k]! > 0 ? count / sizes[k]! : null,
      })),
    };
  });
  const names = table.columns.map(({ name }) => name);
  const found = patternsOf(flags, rows.length)
    .map(({ columns: places, n }) => ({ columns: places.map((j) => names[j]!), n, share: n / rows.length }))
    .sort((a, b) => b.n - a.n || a.columns.length - b.columns.length);
  const rest = found.slice(shown);
  return {
    rows: rows.length,
    complete: found.find((pattern) => pattern.columns.length === 0)?.n ?? 0,
    classes: [...classes],
    columns,
    patterns: found.slice(0, shown),
    others: { patterns: rest.length, n: rest.reduce((sum, { n }) => sum + n, 0) },
  };
}

/** 1 where the cell of the row is missing. */
export function missingFlags(column: Column, rows: Uint32Array): Uint8Array {
  const flags = new Uint8Array(rows.length);
  if (isNumeric(column))
    for (let i = 0; i < rows.length; i++) flags[i] = Number.isNaN(column.values[rows[i]!]!) ? 1 : 0;
  else for (let i = 0; i < rows.length; i++) flags[i] = column.coded.codes[rows[i]!]! < 0 ? 1 : 0;
  return flags;
}

/** Rows part into patterns column by column: O(rows) for each column with a gap, exact, without a key for each row. */
function patternsOf(flags: readonly Uint8Array[], rows: number): { columns: number[]; n: number }[] {
  const pattern = new Int32Array(rows);
  let known: number[][] = rows > 0 ? [[]] : [];
  for (const [j, flag] of flags.entries()) {
    if (!flag.includes(1)) continue;
    const next: number[][] = [];
    const place = new Int32Array(known.length * 2).fill(-1);
    for (let i = 0; i < rows; i++) {
      const branch = pattern[i]! * 2 + flag[i]!;
      if (place[branch]! < 0) {
        const parent = known[pattern[i]!]!;
        place[branch] = next.push(flag[i] === 1 ? [...parent, j] : parent) - 1;
      }
      pattern[i] = place[branch]!;
    }
    known = next;
  }
  const counts = new Uint32Array(known.length);
  for (const p of pattern) counts[p]!++;
  return known.map((columns, p) => ({ columns, n: counts[p]! }));
}
