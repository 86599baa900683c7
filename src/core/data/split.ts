/** @file Which rows train, which validate, which test. */
import { InputError } from '../base/errors.ts';
import type { Rng } from '../base/random.ts';
import { cellText, codedOf, findColumn } from './select.ts';
import { isNumeric } from './table.ts';
import type { Table } from './table.ts';

export const parts = ['train', 'validation', 'test'] as const;
export const dropped = 255;

export type SplitPlan =
  | { kind: 'random'; test: number; validation: number }
  | { kind: 'stratified'; test: number; validation: number }
  | { kind: 'group'; column: string; test: number; validation: number }
  | { kind: 'time'; column: string; test: number; validation: number }
  | { kind: 'column'; column: string };

interface Sizes {
  test: number;
  validation: number;
}

/**
 * The part of each row of the table: 0 train, 1 validation, 2 test, 255 not used.
 *
 * Of the n usable rows, round(n * test) are tested and round(n * validation) validated, exactly so for `random` and, where
 * no two moments are equal, `time` (earliest train, then validation, latest test; equal moments stay together, rows without
 * one are not used). `stratified` gives each class its share of both by largest remainders, and a class of three rows or
 * more one row in each part at least. `group` keeps the rows of one value together and fills the parts in a random order of
 * groups, as near as whole groups allow; rows without a value are one group. `column` takes the cells' words.
 *
 * `codes`: the target's class of each row of the table. `usable`: row numbers. Throws InputError where a part would be empty.
 */
export function splitRows(table: Table, plan: SplitPlan, rng: Rng, codes: Int32Array, usable: Uint32Array): Uint8Array {
  const part = new Uint8Array(table.rows).fill(dropped);
  if (plan.kind === 'column') byColumn(table, plan.column, usable, part);
  else {
    const sizes = sizesOf(usable.length, plan);
    const stream = rng.split(`split/${plan.kind}`);
    if (plan.kind === 'random') byOrder(shuffled(usable, stream), sizes, part);
    else if (plan.kind === 'stratified') byClass(codes, usable, plan, sizes, stream, part);
    else if (plan.kind === 'group') byGroup(table, plan.column, usable, sizes, stream, part);
    else byTime(table, plan.column, usable, plan, part);
  }
  const counts = [0, 0, 0];
  for (const p of part) if (p !== dropped) counts[p]!++;
  const empty = parts.find((name, i) => counts[i] === 0 && (plan.kind !== 'column' || name !== 'validation'));
  if (empty !== undefined)
    throw new InputError(
      `study.split: no row is left for ${empty}; train, validation and test need one at least, of ${usable.length} usable rows: ${plan.kind}`,
    );
  return part;
}

function sizesOf(n: number, { test, validation }: Sizes): Sizes {
  if (test + validation >= 1)
    throw new InputError(
      `study.split: test and validation together must be under 1, to leave rows to train on: ${test + validation}`,
    );
  return { test: Math.round(n * test), validation: Math.round(n * validation) };
}

function shuffled(rows: Uint32Array, rng: Rng): Uint32Array {
  return rng.permutation(rows.length).map((i) => rows[i]!);
}

/** The first rows are tested, the next validated, the rest train. */
function byOrder(rows: Uint32Array, { test, validation }: Sizes, part: Uint8Array): void {
  for (const [i, row] of rows.entries()) part[row] = i < test ? 2 : i < test + validation ? 1 : 0;
}

function byClass(codes: Int32Array, usable: Uint32Array, share: Sizes, sizes: Sizes, rng: Rng, part: Uint8Array): void {
  const classes = new Map<number, number[]>();
  for (const row of usable) {
    const members = classes.get(codes[row]!);
    if (members === undefined) classes.set(codes[row]!, [row]);
    else members.push(row);
  }
  // By class code, whatever the order of rows, so that each class draws from a stream of its own.
  const ordered = [...classes].sort(([a], [b]) => a - b);
  const counts = ordered.map(([, members]) => members.length);
  const test = largestRemainders(counts, share.test, sizes.test);
  const validation = largestRemainders(counts, share.validation, sizes.validation);
  for (const [k, [code, members]] of ordered.entries()) {
    const order = shuffled(Uint32Array.from(members), rng.split(String(code)));
    const [t, v] = roomToTrain(counts[k]!, test[k]!, validation[k]!);
    byOrder(order, { test: t, validation: v }, part);
  }
}

/** One row at least in each part for a class of three or more; a class of two or one keeps one to train. */
function roomToTrain(n: number, test: number, validation: number): [number, number] {
  let [t, v] = n >= 3 ? [Math.max(1, test), Math.max(1, validation)] : [test, validation];
  while (t + v >= n) {
    if (t >= v) t--;
    else v--;
  }
  return [t, v];
}

/** Whole numbers near counts * share that sum to total: floors, then one more each by falling remainder. */
function largestRemainders(counts: readonly number[], share: number, total: number): number[] {
  const whole = counts.map((n) => Math.floor(n * share));
  const order = counts.map((n, k) => [n * share - whole[k]!, k] as const).sort((a, b) => b[0] - a[0] || a[1] - b[1]);
  let left = total - whole.reduce((sum, n) => sum + n, 0);
  for (const [, k] of order) if (left-- > 0) whole[k]!++;
  return whole;
}

function byGroup(table: Table, name: string, usable: Uint32Array, sizes: Sizes, rng: Rng, part: Uint8Array): void {
  const column = findColumn(table, name, 'study.split.column');
  const groups = new Map<string | null, number[]>();
  for (const row of usable) {
    const value = cellText(column, row);
    const members = groups.get(value);
    if (members === undefined) groups.set(value, [row]);
    else members.push(row);
  }
  const lists = [...groups.values()];
  if (lists.length < 3)
    throw new InputError(
      `study.split.column: three groups at least are needed, one a part; ${name} has ${lists.length}: ${name}`,
    );
  const rest = Array.from(rng.permutation(lists.length), (i) => lists[i]!);
  for (const [code, size] of [
    [2, sizes.test],
    [1, sizes.validation],
  ] as const) {
    let filled = 0;
    for (let i = 0; i < rest.length;) {
      const group = rest[i]!;
      // Half of it would still be inside: taking the group comes nearer to the size than leaving it.
      if (filled + group.length / 2 > size) i++;
      else {
        filled += group.length;
        for (const row of group) part[row] = code;
        rest.splice(i, 1);
      }
    }
    if (filled === 0) for (const row of smallest(rest)) part[row] = code;
  }
  if (rest.length === 0)
    throw new InputError(`study.split.column: no group is left to train on; use smaller shares: ${name}`);
  for (const group of rest) for (const row of group) part[row] = 0;
}

/** Takes the smallest group out of the list. */
function smallest(groups: number[][]): number[] {
  let least = 0;
  for (const [i, group] of groups.entries()) if (group.length < groups[least]!.length) least = i;
  return groups.splice(least, 1)[0] ?? [];
}

function byTime(table: Table, name: string, usable: Uint32Array, share: Sizes, part: Uint8Array): void {
  const column = findColumn(table, name, 'study.split.column');
  if (!isNumeric(column))
    throw new InputError(
      `study.split.column: a time split needs a column of dates or numbers, not ${column.type}: ${name}`,
    );
  const { values } = column;
  const rows = usable.filter((row) => !Number.isNaN(values[row]!)).sort((a, b) => values[a]! - values[b]! || a - b);
  const n = rows.length;
  const { test, validation } = sizesOf(n, share);
  const train = edge(n - test - validation, rows, values);
  const tested = Math.max(train, edge(n - test, rows, values));
  for (const [i, row] of rows.entries()) part[row] = i < train ? 0 : i < tested ? 1 : 2;
}

/** The place nearest to `at` where the moment changes, so that equal moments stay on one side. */
function edge(at: number, rows: Uint32Array, values: Float64Array): number {
  const same = (i: number) => i > 0 && i < rows.length && values[rows[i]!] === values[rows[i - 1]!];
  let [down, up] = [at, at];
  while (same(down)) down--;
  while (same(up)) up++;
  return down > 0 && (at - down <= up - at || up >= rows.length) ? down : up;
}

/** What the cells of a column say of each row of the table, whether it has a target or not; 255 where that is no part. */
export function partsToldBy(table: Table, name: string): Uint8Array {
  const { codes, levels } = codedOf(findColumn(table, name, 'study.split.column'), 'study.split.column');
  const places = levels.map((level) => (parts as readonly string[]).indexOf(level));
  return Uint8Array.from(codes, (code) => (code < 0 || places[code]! < 0 ? dropped : places[code]!));
}

function byColumn(table: Table, name: string, usable: Uint32Array, part: Uint8Array): void {
  const told = partsToldBy(table, name);
  const { codes, levels } = codedOf(findColumn(table, name, 'study.split.column'), 'study.split.column');
  const odd = new Set<string>();
  for (const row of usable) {
    const code = codes[row]!;
    if (told[row] === dropped) odd.add(code < 0 ? '(missing)' : levels[code]!);
    else part[row] = told[row]!;
  }
  if (odd.size > 0)
    throw new InputError(
      `study.split.column: ${name} may hold train, validation and test only: ${[...odd].slice(0, 10).join(', ')}`,
    );
}
