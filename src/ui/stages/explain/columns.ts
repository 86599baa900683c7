/** @file Which columns can be explained and which curves there are. */
import type { TableSummary } from '../../../core/data/profile-types.ts';
import { targetsOf } from '../../../core/framing/index.ts';
import type { Run } from '../../../core/study/run.ts';

/** Raw feature columns of the run that have values to try, in table order; none when its table is not the one that is open. */
export function columnsToExplain(run: Run, table: TableSummary | null): string[] {
  const { data, framing } = run.study;
  if (!table || (data.sha256 && data.sha256 !== table.sha256)) return [];
  const role = (name: string, inferred: string) => data.columns[name]?.role ?? inferred;
  return table.columns
    .filter((c) => !targetsOf(framing).includes(c.name) && role(c.name, c.role) === 'feature')
    .filter(({ type }) => type !== 'text' && type !== 'id')
    .map((c) => c.name);
}
