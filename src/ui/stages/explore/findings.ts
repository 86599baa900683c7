/** @file What a first look at a table says, in a sentence. Pure. */
import type { DistributionGroup, Information, Quantile } from '../../../core/data/explore/types.ts';
import type { Exploration } from '../../../core/study/explore.ts';
import { count, percent, segments, type Segment } from '../../plots/format.ts';

/** Columns that tell something, most telling first. */
export function telling({ information }: Exploration): (Information & { share: number })[] {
  return (information?.columns ?? []).filter((each): each is Information & { share: number } => each.share !== null);
}

/** A column that alone orders two classes this well probably holds the answer. */
export const suspiciousAuc = 0.98;

/** `**capital-gain** says most about income: 12 % of what there is to know. 3 columns have gaps.` */
export function exploreFinding(exploration: Exploration): Segment[] {
  const { missingness, information, associations } = exploration;
  const gaps = missingness.columns.filter(({ missing }) => missing > 0).length;
  const holes =
    gaps === 0 ? 'No cell is missing.' : `**${count(gaps)}** ${gaps === 1 ? 'column has' : 'columns have'} gaps.`;
  const first = telling(exploration)[0];
  if (first && information)
    return segments(
      `**${first.column}** says most about ${information.target}: **${percent(first.share)}** of what there is to know. ${holes}`,
    );
  return segments(`**${count(associations.pearson.columns.length)}** columns can be compared. ${holes}`);
}

/** Columns that say too much to be true, in a sentence; null where there are none. */
export function tooGood(exploration: Exploration): string | null {
  const found = (exploration.information?.columns ?? []).filter(({ auc }) => auc !== null && auc > suspiciousAuc);
  if (found.length === 0) return null;
  const names = found.map(({ column, auc }) => `${column} (AUC ${auc!.toFixed(3)})`).join(', ');
  return `${names} alone nearly ${found.length === 1 ? 'gives' : 'give'} the answer away: is this known at the moment of the decision?`;
}

/** Quantiles of each group as rows of a table: label, n, then one cell a mark. */
export function quantileRows(groups: DistributionGroup[], whole: DistributionGroup, isDate: boolean) {
  const marks = (whole.quantiles ?? []).map(({ at }) => at);
  const cell = (quantiles: Quantile[] | null, at: number) => {
    const value = quantiles?.find((quantile) => quantile.at === at)?.value;
    if (value === undefined) return null;
    return isDate ? new Date(value).toISOString().slice(0, 10) : Number(value.toPrecision(6));
  };
  const rows = [{ ...whole, label: 'all rows' }, ...groups];
  return {
    columns: ['', 'n', ...marks.map((at) => (at === 0 ? 'least' : at === 1 ? 'most' : `${at * 100} %`))],
    rows: rows.map(({ label, n, quantiles }) => [label, n, ...marks.map((at) => cell(quantiles, at))]),
  };
}
