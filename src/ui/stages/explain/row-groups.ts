/** @file Groups of rows by one column's cell texts, few enough to be told apart by colour. */
import { bandsOf, evenEdges } from '../../../core/fairness/bands.ts';

/** Levels that get a colour; the others are one group. */
const most = 5;

/** Numbers in three bands with as many rows in each as can be; of categories the most frequent levels first. */
export function rowGroups(
  cells: readonly (string | null)[],
  isNumber: boolean,
): { names: string[]; codes: Int32Array } {
  if (isNumber) {
    const values = cells.map((cell) => (cell === null ? NaN : Number(cell)));
    return bandsOf(values, evenEdges(values, 3));
  }
  const counts = new Map<string, number>();
  for (const cell of cells) counts.set(cell ?? '(missing)', (counts.get(cell ?? '(missing)') ?? 0) + 1);
  const levels = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([level]) => level);
  const named = levels.slice(0, most);
  const names = levels.length > most ? [...named, 'others'] : named;
  const codes = Int32Array.from(cells, (cell) => {
    const at = named.indexOf(cell ?? '(missing)');
    return at < 0 ? most : at;
  });
  return { names, codes };
}
