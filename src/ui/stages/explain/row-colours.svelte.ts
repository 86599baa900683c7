/** @file The groups that single rows of a curve are coloured by, read when asked for. */
import type { RowGroups } from '../../plots/partial-dependence.ts';
import type { Workspace } from '../../state/contract.ts';
import { newest } from '../../state/newest.svelte.ts';
import { rowGroups } from './row-groups.ts';

/** Call while a component is set up. by: a column, or null; rows: source rows that have a curve of their own. */
export function rowColours(workspace: Workspace, by: () => string | null, rows: () => number[]) {
  const drawn = $derived([...new Set(rows())]);
  const cells = newest(
    () => {
      const column = by();
      return column === null || drawn.length === 0 ? null : { column, drawn };
    },
    async (asked) => ({ ...asked, cells: (await workspace.tableRows(asked.drawn, [asked.column])).cells }),
  );
  const groups = $derived.by(() => {
    if (!cells.value) return null;
    const { column, cells: texts } = cells.value;
    const profile = workspace.table?.columns.find(({ name }) => name === column);
    const isNumber = profile?.type === 'number' && profile.distinct > 6;
    const made = rowGroups(
      texts.map(([cell]) => cell ?? null),
      isNumber,
    );
    return { column, ...made, place: new Map(cells.value.drawn.map((row, i) => [row, i])) };
  });
  return {
    /** Whether any row has a curve. */
    get any() {
      return drawn.length > 0;
    },
    of(asked: readonly number[] | undefined): RowGroups | null {
      if (!groups || !asked || groups.column !== by()) return null;
      const { column, names, codes, place } = groups;
      return { column, names, of: asked.map((row) => codes[place.get(row) ?? -1] ?? -1) };
    },
  };
}
