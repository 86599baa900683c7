/**
 * @file The one file that knows danfojs and the spreadsheet reader it carries; loaded when first needed, where no GPU is.
 * danfojs only moves clean columns here: its arithmetic is float32 and its missing values are not ours.
 */
import { InputError, hint } from '../base/errors.ts';
import { cellText, findColumn } from './select.ts';
import { writeCsv } from './write.ts';
import type { Table } from './table.ts';

export type Combining = { kind: 'append' } | { kind: 'join'; on: string; type: 'inner' | 'left' };

interface Frame {
  readonly values: unknown;
}
interface Danfo {
  DataFrame: new (columns: Record<string, unknown[]>) => Frame;
  concat(options: { dfList: Frame[]; axis: 0 }): Frame;
  merge(options: { left: Frame; right: Frame; on: string[]; how: 'left' }): Frame;
}

async function loadDanfo(): Promise<Danfo> {
  const loaded = (await import('danfojs')) as unknown as Danfo & { default?: Danfo };
  return typeof loaded.DataFrame === 'function' ? loaded : loaded.default!;
}

/** SheetJS, as danfojs depends on it. */
export async function loadExcel(): Promise<Pick<typeof import('xlsx'), 'read' | 'utils'>> {
  return import('xlsx');
}

/**
 * The rows of `right` put under those of `left`, or its columns beside them where the key agrees; as a new CSV file.
 * A missing key agrees with nothing. Rows stay in the order of `left`, then of `right`. Throws InputError.
 */
export async function combineTables(
  left: Table,
  right: Table,
  how: Combining,
): Promise<{ name: string; csv: Uint8Array; rows: { left: number; right: number; combined: number } }> {
  const danfo = await loadDanfo();
  const records = how.kind === 'append' ? append(danfo, left, right) : join(danfo, left, right, how.on, how.type);
  const stem = left.name.replace(/^sample:/, '').replace(/\.[^.]*$/, '');
  return {
    name: `${stem}-${how.kind === 'append' ? 'appended' : 'joined'}.csv`,
    csv: new TextEncoder().encode(writeCsv(records)),
    rows: { left: left.rows, right: right.rows, combined: records.length - 1 },
  };
}

/** Both must have the same columns, in any order. */
function append({ DataFrame, concat }: Danfo, left: Table, right: Table): string[][] {
  const names = left.columns.map((column) => column.name);
  const others = right.columns.map((column) => column.name);
  const odd = others.find((name) => !names.includes(name)) ?? names.find((name) => !others.includes(name));
  if (odd !== undefined)
    throw new InputError(
      `data: the tables to append must have the same columns; only one of ${left.name} and ${right.name} has${hint(odd, others.includes(odd) ? names : others)}: ${odd}`,
    );
  // Names of our own: danfojs confuses columns called `values`, `shape` or `2001`. The source keeps a lone column a frame.
  const frame = (table: Table, source: string) =>
    new DataFrame({
      source: new Array<string>(table.rows).fill(source),
      ...Object.fromEntries(names.map((name, j) => [`c${j}`, texts(table, name)])),
    });
  const stacked = concat({ dfList: [frame(left, 'left'), frame(right, 'right')], axis: 0 }).values as string[][];
  return [names, ...stacked.map((record) => record.slice(1))];
}

/** Only the keys and row numbers go through danfojs; cells are looked up after, so that none changes on the way. */
function join({ DataFrame, merge }: Danfo, left: Table, right: Table, on: string, type: 'inner' | 'left'): string[][] {
  const leftKey = texts(left, on, 'data.join.on');
  const rightKey = texts(right, on, 'data.join.on');
  const frame = (keys: string[], row: string) => {
    const present = keys.flatMap((key, i) => (key === '' ? [] : [i]));
    return new DataFrame({ key: present.map((i) => `k${keys[i]}`), [row]: present.map(String) });
  };
  const shared = new Set(rightKey.filter((key) => key !== ''));
  const matched = leftKey.map((key) => key !== '' && shared.has(key));
  const pairs: [number, number | null][] = [];
  if (matched.includes(true)) {
    const inLeft = leftKey.map((key, i) => (matched[i] ? key : ''));
    const merged = merge({ left: frame(inLeft, 'left'), right: frame(rightKey, 'right'), on: ['key'], how: 'left' });
    for (const [, i, k] of merged.values as string[][]) pairs.push([Number(i), Number(k)]);
  }
  if (type === 'left') for (const [i, found] of matched.entries()) if (!found) pairs.push([i, null]);
  pairs.sort(([i, k], [j, l]) => i - j || (k ?? 0) - (l ?? 0));
  if (pairs.length === 0) throw new InputError(`data.join.on: no value of the column is in both tables: ${on}`);
  const taken = new Set(left.columns.map((column) => column.name));
  const added = right.columns.filter((column) => column.name !== on);
  const names = added.map(({ name }) => {
    let free = name;
    for (let n = 2; taken.has(free); n++) free = `${name}_${n}`;
    taken.add(free);
    return free;
  });
  const body = pairs.map(([i, k]) => [
    ...left.columns.map((column) => cellText(column, i) ?? ''),
    ...added.map((column) => (k === null ? '' : (cellText(column, k) ?? ''))),
  ]);
  return [[...left.columns.map((column) => column.name), ...names], ...body];
}

function texts(table: Table, name: string, path = 'data'): string[] {
  const column = findColumn(table, name, path);
  return Array.from({ length: table.rows }, (_, row) => cellText(column, row) ?? '');
}
