/** @file What the Data stage says of a table, in a sentence. Pure. */
import type { ColumnProfile, TableSummary } from '../../../core/data/profile-types.ts';
import type { Finding } from '../../../core/data/quality/index.ts';
import { count } from '../../plots/format.ts';

/** What fails first, then what to mind, then what passes. */
export function byUrgency(findings: readonly Finding[]): Finding[] {
  const order = { fail: 0, warn: 1, pass: 2 };
  return [...findings].sort((a, b) => order[a.status] - order[b.status]);
}

/** `2 fail, 5 to mind, 31 pass.` */
export function qualitySentence(findings: readonly Finding[]): string {
  const of = (status: Finding['status']) => findings.filter((each) => each.status === status).length;
  const parts = [
    of('fail') > 0 ? `${count(of('fail'))} ${of('fail') === 1 ? 'fails' : 'fail'}` : '',
    of('warn') > 0 ? `${count(of('warn'))} to mind` : '',
    `${count(of('pass'))} ${of('pass') === 1 ? 'passes' : 'pass'}`,
  ].filter(Boolean);
  return `${parts.join(', ')}. Each with its threshold; the table has them all.`;
}

export interface Segment {
  text: string;
  strong?: boolean;
}

/** `**48,842** rows and **16** columns; **3** have missing cells.` */
export function tableFinding(table: TableSummary): Segment[] {
  const gaps = table.columns.filter((column) => column.missing > 0).length;
  const ignored = table.columns.filter((column) => column.role === 'ignore').length;
  return [
    { text: count(table.rows), strong: true },
    { text: table.rows === 1 ? ' row and ' : ' rows and ' },
    { text: count(table.columns.length), strong: true },
    { text: table.columns.length === 1 ? ' column; ' : ' columns; ' },
    ...(gaps === 0
      ? [{ text: 'no cell is missing' }]
      : [{ text: count(gaps), strong: true }, { text: gaps === 1 ? ' has missing cells' : ' have missing cells' }]),
    ...(ignored === 0
      ? []
      : [
          { text: '; ' },
          { text: count(ignored), strong: true },
          { text: ignored === 1 ? ' is left out' : ' are left out' },
        ]),
    { text: '.' },
  ];
}

/** Share of rows, such as `5.7 %`, never rounding something to nothing. */
export function share(part: number, whole: number): string {
  if (whole === 0) return 'none';
  const percent = (100 * part) / whole;
  if (part > 0 && percent < 0.1) return '< 0.1 %';
  return `${percent < 10 ? percent.toFixed(1) : percent.toFixed(0)} %`;
}

/** A sentence for a small histogram: where the values lie, or the most frequent levels. */
export function histogramLabel(column: ColumnProfile): string {
  const { numbers, histogram } = column;
  if (numbers)
    return `${column.name}: from ${short(numbers.min)} to ${short(numbers.max)}, median ${short(numbers.median)}`;
  const top = (histogram.labels ?? []).slice(0, 3).map((label, i) => `${label} ${count(histogram.counts[i] ?? 0)}`);
  return top.length > 0 ? `${column.name}: most frequent ${top.join(', ')}` : `${column.name}: no values`;
}

export function short(value: number): string {
  const size = Math.abs(value);
  if (value !== 0 && (size >= 1e6 || size < 1e-3)) return value.toExponential(1);
  return Number.isInteger(value) ? count(value) : value.toPrecision(4).replace(/\.?0+$/, '');
}
