/** @file Small cells, and the groups of any column: what is kept back, and how a number becomes bands. */
import type { ColumnProfile } from '../../../core/data/profile-types.ts';
import { bandsOf, evenEdges } from '../../../core/fairness/bands.ts';
import type { Groups } from './groups.ts';
import { groupsOf } from './groups.ts';

/** Values of a category to compare at once. */
const most = 20;

/** Columns whose values, or bands of them, can be groups. */
export function dividing(columns: readonly ColumnProfile[], targets: readonly string[]): ColumnProfile[] {
  return columns.filter(
    ({ name, type, levels, distinct }) =>
      !targets.includes(name) &&
      distinct > 1 &&
      (type === 'number' || (type !== 'text' && type !== 'id' && levels !== null && levels.length <= most)),
  );
}

/** A number with few values is as a category. */
export const isBanded = ({ type, distinct }: ColumnProfile) => type === 'number' && distinct > 6;

/** Edges as a person writes them, `25, 45`; null where they are no rising numbers. */
export function readEdges(text: string): number[] | null {
  const edges = text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map(Number);
  const rises = edges.every((edge, i) => Number.isFinite(edge) && (i === 0 || edge > edges[i - 1]!));
  return edges.length > 0 && edges.length <= 9 && rises ? edges : null;
}

/** The groups of one column of cell texts. `edges` null: `bands` even ones. unread: cells that are no plain number. */
export function groupsOfColumn(
  cells: (string | null)[][],
  column: ColumnProfile,
  bands: number,
  edges: readonly number[] | null,
): { groups: Groups; edges: number[]; unread: number } {
  if (!isBanded(column)) {
    const order = column.type === 'number' ? numeric : undefined;
    const known = [...new Set(cells.flatMap(([cell]) => (cell === null ? [] : [cell!])))].sort(order);
    return { groups: groupsOf(cells, 0, known), edges: [], unread: 0 };
  }
  const values = cells.map(([cell]) => (cell === null ? NaN : Number(cell)));
  const used = edges ? [...edges] : evenEdges(values, bands);
  const unread = cells.filter(([cell], i) => cell !== null && Number.isNaN(values[i]!)).length;
  return { groups: bandsOf(values, used), edges: used, unread };
}

const numeric = (a: string, b: string) => Number(a) - Number(b);

/** A sentence with a count of rows under `least` kept back. */
export function keptBack(sentence: string, least: number): string {
  return sentence.replace(/ has (\d+) /, (whole, n) => (Number(n) < least ? ` has under ${least} ` : whole));
}
