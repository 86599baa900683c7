/** @file One rate for each group as a dot with its 95 % interval; groups too small to say anything are grey. */
import type { Estimate } from '../../core/base/estimate.ts';
import { meaning, nth, token, type Figure } from './figure.ts';
import { count, decimal, interval } from './format.ts';

export interface GroupIntervalsInput {
  /** What the rate is, such as `true positive rate`. */
  rate: string;
  /** The column whose groups are compared. */
  column: string;
  groups: { group: string; estimate: Estimate }[];
  /** The rate over all rows; a dashed line. */
  overall: number | null;
  /** Rates with a smaller denominator are not shown as numbers; absent: all are. */
  least?: number;
}

/** Groups whose own denominator is under this are grey and left out of gaps. */
export const smallest = 30;

export function groupIntervalsFigure({ rate, column, groups, overall, least = 0 }: GroupIntervalsInput): Figure {
  const hidden = groups.filter(({ estimate }) => estimate.n < least).length;
  const shown = groups.map((entry, i) => ({
    ...entry,
    name: `${clip(entry.group)} · ${entry.estimate.n < least ? `under ${least}` : count(entry.estimate.n)}`,
    color: entry.estimate.n < smallest ? meaning.tooFew : nth(i),
  }));
  const said = shown.filter(({ estimate }) => estimate.value !== null && estimate.n >= least);
  return {
    label: `${rate} by ${column}: ${groups.map(({ group, estimate }) => `${group} ${estimate.n < least ? 'not shown' : decimal(estimate.value, 2)}`).join(', ')}.`,
    data: [
      ...said.map(({ name, estimate, color }) => ({
        type: 'scatter' as const,
        mode: 'lines' as const,
        x: [estimate.low ?? estimate.value, estimate.high ?? estimate.value],
        y: [name, name],
        line: { color, width: 2 },
        hoverinfo: 'skip' as const,
      })),
      {
        type: 'scatter',
        mode: 'markers',
        x: said.map(({ estimate }) => estimate.value),
        y: said.map(({ name }) => name),
        text: said.map(({ estimate }) => interval(estimate)),
        marker: { color: said.map(({ color }) => color), size: 10 },
        hovertemplate: '%{y}: %{x:.3f} (%{text})<extra></extra>',
      },
    ],
    layout: {
      xaxis: { title: { text: rate }, range: [-0.01, 1.01] },
      yaxis: {
        type: 'category',
        categoryorder: 'array',
        categoryarray: shown.map(({ name }) => name),
        autorange: undefined,
        range: [shown.length - 0.5, -0.5],
        showgrid: false,
        nticks: shown.length,
        tickmode: 'array',
        tickvals: shown.map(({ name }) => name),
      },
      shapes: overall === null ? [] : [reference(overall)],
    },
    table: {
      columns: [column, rate, 'low', 'high', 'n', ''],
      rows: groups.map(({ group, estimate: { value, low, high, n, reason } }) =>
        n < least
          ? [group, 'not shown', 'not shown', 'not shown', `under ${least}`, 'too few to show']
          : [group, value, low, high, n, n < smallest ? `under ${smallest}: left out of the gaps` : (reason ?? '')],
      ),
    },
    rows: `n beside each name; dashed: all test rows${hidden > 0 ? `; under ${least} rows not shown: ${count(hidden)}` : ''}`,
    height: 76 + 30 * Math.max(2, groups.length),
  };
}

function reference(x: number) {
  return {
    type: 'line' as const,
    xref: 'x' as const,
    yref: 'paper' as const,
    x0: x,
    x1: x,
    y0: 0,
    y1: 1,
    line: { color: token('faint'), width: 1, dash: 'dash' as const },
  };
}

function clip(name: string): string {
  return name.length > 22 ? `${name.slice(0, 21)}…` : name;
}
