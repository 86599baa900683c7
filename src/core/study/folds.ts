/** @file Folds for cross-validation: which of some rows a fold learns from, and which it is judged on. */
import { InputError } from '../base/errors.ts';
import type { Rng } from '../base/random.ts';
import { cellText, findColumn } from '../data/select.ts';
import { isNumeric } from '../data/table.ts';
import type { Table } from '../data/table.ts';

/** How rows are shared out: as the study's own split keeps them apart. `time` and `group` by a column. */
export type Folding = { kind: 'random' | 'stratified' } | { kind: 'group' | 'time'; column: string };

/** Rows of the table, ascending. */
export interface Fold {
  readonly train: Uint32Array;
  readonly test: Uint32Array;
}

interface Sharing {
  table: Table;
  /** Class of each row of the table. */
  codes: Int32Array;
  rows: Uint32Array;
  folds: number;
  /** Times the rows are shared out anew. Time has one order only, so that it is not repeated. */
  repeats: number;
  rng: Rng;
}

/**
 * random: equal parts of a random order. stratified: each class by itself, in turn. group: rows of one value stay together,
 * large groups first, each to the part with the fewest rows. time: `folds` + 1 parts in order of time; each but the first
 * is judged by what came before it. Throws InputError where a fold would be empty.
 */
export function makeFolds(folding: Folding, sharing: Sharing): Fold[] {
  const { rows, folds, repeats, rng } = sharing;
  if (rows.length < folds)
    throw new InputError(`search.folds: must be at most the number of rows, ${rows.length}: ${folds}`);
  if (folding.kind === 'time') return byTime(folding.column, sharing);
  return Array.from({ length: repeats }, (_, repeat) => {
    const stream = rng.split(`repeat ${repeat}`);
    const partOf =
      folding.kind === 'group' ? byGroup(folding.column, sharing, stream) : byTurn(folding, sharing, stream);
    return Array.from({ length: folds }, (_, fold): Fold => {
      const test = rows.filter((_, i) => partOf[i] === fold);
      return { train: rows.filter((_, i) => partOf[i] !== fold), test };
    });
  }).flat();
}

/** The study's own training and validation rows as one fold, of those that are `among`. Throws InputError where it would be empty. */
export function holdout(
  { train, validation }: { train: Uint32Array; validation: Uint32Array },
  among: Uint32Array,
): Fold[] {
  const known = new Set(among);
  const own = (rows: Uint32Array) => rows.filter((row) => known.has(row)).sort();
  const fold = { train: own(train), test: own(validation) };
  if (fold.train.length === 0 || fold.test.length === 0)
    throw new InputError(
      'search.plan: the split of the study keeps no validation rows to judge on; use folds, or a split with validation rows: holdout',
    );
  return [fold];
}

/** The part of each of `rows`. */
function byTurn({ kind }: Folding, { rows, codes, folds }: Sharing, rng: Rng): Uint32Array {
  const part = new Uint32Array(rows.length);
  const lists = new Map<number, number[]>();
  for (const [i, row] of rows.entries()) {
    const list = kind === 'stratified' ? codes[row]! : 0;
    const members = lists.get(list);
    if (members) members.push(i);
    else lists.set(list, [i]);
  }
  // One turn through all classes, so that the parts differ by one row at most.
  let turn = 0;
  for (const [list, members] of [...lists].sort(([a], [b]) => a - b))
    for (const at of rng.split(String(list)).permutation(members.length)) part[members[at]!] = turn++ % folds;
  return part;
}

function byGroup(name: string, { table, rows, folds }: Sharing, rng: Rng): Uint32Array {
  const column = findColumn(table, name, 'study.split.column');
  const groups = new Map<string | null, number[]>();
  for (const [i, row] of rows.entries()) {
    const value = cellText(column, row);
    const members = groups.get(value);
    if (members) members.push(i);
    else groups.set(value, [i]);
  }
  if (groups.size < folds)
    throw new InputError(`search.folds: must be at most the number of groups of ${name}, ${groups.size}: ${folds}`);
  const lists = [...groups.values()];
  const order = Array.from(rng.permutation(lists.length), (i) => lists[i]!).sort((a, b) => b.length - a.length);
  const part = new Uint32Array(rows.length);
  const filled = new Uint32Array(folds);
  for (const members of order) {
    const least = filled.indexOf(Math.min(...filled));
    for (const i of members) part[i] = least;
    filled[least]! += members.length;
  }
  return part;
}

function byTime(name: string, { table, rows, folds }: Sharing): Fold[] {
  const column = findColumn(table, name, 'study.split.column');
  if (!isNumeric(column))
    throw new InputError(
      `study.split.column: folds in time need a column of dates or numbers, not ${column.type}: ${name}`,
    );
  const { values } = column;
  const order = rows.filter((row) => !Number.isNaN(values[row]!)).sort((a, b) => values[a]! - values[b]! || a - b);
  // Equal moments stay together: an edge moves up to where the moment changes.
  const edges = Array.from({ length: folds + 2 }, (_, i) => {
    let at = Math.round((i * order.length) / (folds + 1));
    while (at > 0 && at < order.length && values[order[at]!] === values[order[at - 1]!]) at++;
    return at;
  });
  const made = edges.slice(1, -1).map((edge, i): Fold => {
    return { train: order.slice(0, edge).sort(), test: order.slice(edge, edges[i + 2]!).sort() };
  });
  if (made.some(({ train, test }) => train.length === 0 || test.length === 0))
    throw new InputError(`search.folds: ${name} has too few different moments for so many folds in time: ${folds}`);
  return made;
}
