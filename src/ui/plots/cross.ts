/** @file Two raw columns against each other: points or density, a number by level, or levels by levels. */
import type { Pair } from '../../core/data/explore/types.ts';
import { measureNames } from './association-heatmap.ts';
import { nth, token, type Figure } from './figure.ts';
import { count, decimal } from './format.ts';

type Of<K extends Pair['kind']> = Extract<Pair, { kind: K }>;

export function crossFigure(pair: Pair, asDensity: boolean): Figure {
  if (pair.kind === 'levels') return byLevel(pair);
  if (pair.kind === 'table') return mosaic(pair);
  return pair.density && asDensity ? density(pair, pair.density) : points(pair);
}

/** `Pearson correlation .42, Spearman correlation .40, shared information .12; n 5,000.` */
export function measuresSentence({ measures, n, missing }: Pair): string {
  const told = measures.map(({ measure, measured }) =>
    measured.value === null
      ? `${measureNames[measure]} undefined (${measured.reason})`
      : `${measureNames[measure]} ${decimal(measured.value)}`,
  );
  return `${told.join(', ')}; n ${count(n)}${missing > 0 ? `, ${count(missing)} rows lack one of the two` : ''}.`;
}

const rowsOf = ({ n }: Pair) => `${count(n)} rows`;
const moment = (value: number, isDate: boolean) => (isDate ? new Date(value).toISOString() : value);

function axes(pair: Pair) {
  return {
    xaxis: { title: { text: pair.first }, ...(pair.types[0] === 'date' && { type: 'date' as const }) },
    yaxis: { title: { text: pair.second }, ...(pair.types[1] === 'date' && { type: 'date' as const }) },
  };
}

function points(pair: Of<'numbers'>): Figure {
  const { x, y, rows, group, groups } = pair.points;
  const drawn = rows.length < pair.n ? `, of which ${count(rows.length)} are drawn` : '';
  const [dateX, dateY] = pair.types.map((type) => type === 'date') as [boolean, boolean];
  const shown = group ? [...groups.keys()].filter((k) => group.includes(k)) : [-1];
  return {
    label: `${pair.second} against ${pair.first}: ${rowsOf(pair)}${drawn}.`,
    data: shown.map((k) => {
      const own = rows.flatMap((_, i) => (group === null || group[i] === k ? [i] : []));
      return {
        type: 'scatter' as const,
        mode: 'markers' as const,
        name: k < 0 ? '' : groups[k]!,
        x: own.map((i) => moment(x[i]!, dateX)),
        y: own.map((i) => moment(y[i]!, dateY)),
        customdata: own.map((i) => rows[i]!),
        marker: {
          size: 5,
          opacity: 0.55,
          color: nth(Math.max(0, k)),
          symbol: symbols[Math.max(0, k) % symbols.length],
        },
        hovertemplate: `%{x}, %{y}<br>row %{customdata}<extra>${k < 0 ? '' : groups[k]!}</extra>`,
      };
    }),
    layout: { ...axes(pair), showlegend: group !== null },
    table: {
      columns: ['row', pair.first, pair.second, ...(group ? ['class'] : [])],
      rows: rows.map((row, i) => [
        String(row),
        moment(x[i]!, dateX),
        moment(y[i]!, dateY),
        ...(group ? [groups[group[i]!] ?? '(missing)'] : []),
      ]),
    },
    rows: `${rowsOf(pair)}${drawn}`,
    height: 360,
  };
}

/** Colour is not the only sign of a class. */
const symbols = ['circle', 'diamond', 'square', 'cross', 'triangle-up', 'x'] as const;

function density(pair: Of<'numbers'>, { xEdges, yEdges, counts }: NonNullable<Of<'numbers'>['density']>): Figure {
  const [dateX, dateY] = pair.types.map((type) => type === 'date') as [boolean, boolean];
  const most = Math.max(...counts.flat());
  return {
    label: `${pair.second} against ${pair.first}: ${rowsOf(pair)} counted on ${xEdges.length - 1} by ${yEdges.length - 1} cells, at most ${count(most)} in one.`,
    data: [
      {
        type: 'heatmap',
        x: xEdges.map((edge) => moment(edge, dateX)) as number[],
        y: yEdges.map((edge) => moment(edge, dateY)) as number[],
        // An empty cell is blank; a root lets the thin parts be seen.
        z: counts.map((line) => line.map((n) => (n === 0 ? null : Math.sqrt(n)))),
        text: counts.map((line) => line.map(count)) as unknown as string[],
        zmin: 0,
        colorscale: [
          [0, token('g1', 0.08)],
          [1, token('g1')],
        ],
        showscale: false,
        hoverongaps: false,
        hovertemplate: '%{x}, %{y}: %{text} rows<extra></extra>',
      },
    ],
    layout: axes(pair),
    table: {
      columns: [`${pair.first} from`, 'to', `${pair.second} from`, 'to', 'rows'],
      rows: counts.flatMap((line, j) =>
        line.flatMap((n, i) =>
          n === 0
            ? []
            : [
                [
                  moment(xEdges[i]!, dateX),
                  moment(xEdges[i + 1]!, dateX),
                  moment(yEdges[j]!, dateY),
                  moment(yEdges[j + 1]!, dateY),
                  n,
                ],
              ],
        ),
      ),
    },
    rows: `${rowsOf(pair)}, darker where there are more (by the root of the count)`,
    height: 360,
  };
}

/** A line from 5 to 95 %, a thick one over the middle half, and the median. */
function byLevel(pair: Of<'levels'>): Figure {
  const category = pair.first === pair.number ? pair.second : pair.first;
  const told = pair.levels.filter(({ quantiles }) => quantiles !== null);
  const isDate = pair.types[pair.first === pair.number ? 0 : 1] === 'date';
  const mark = (level: (typeof told)[number], wanted: number) =>
    moment(level.quantiles!.find(({ at }) => at === wanted)!.value, isDate) as number;
  const stretch = (from: number, to: number, width: number, name: string) => ({
    type: 'scatter' as const,
    mode: 'lines' as const,
    name,
    x: told.flatMap((level) => [mark(level, from), mark(level, to), null]),
    y: told.flatMap(({ label }) => [label, label, null]),
    line: { width, color: nth(0, width > 4 ? 0.6 : 1) },
    hoverinfo: 'skip' as const,
  });
  const marks = [0.05, 0.25, 0.5, 0.75, 0.95];
  return {
    label: `${pair.number} by ${category}: ${told.length} levels, ${rowsOf(pair)}.`,
    data: [
      stretch(0.05, 0.95, 1.5, '5 to 95 %'),
      stretch(0.25, 0.75, 9, 'middle half'),
      {
        type: 'scatter',
        mode: 'markers',
        name: 'median',
        x: told.map((level) => mark(level, 0.5)),
        y: told.map(({ label }) => label),
        customdata: told.map(({ n }) => count(n)),
        marker: { size: 9, color: token('ink'), symbol: 'line-ns-open', line: { width: 2 } },
        hovertemplate: '%{y}: median %{x}, n %{customdata}<extra></extra>',
      },
    ],
    layout: {
      xaxis: { title: { text: pair.number }, ...(isDate && { type: 'date' as const }) },
      yaxis: { title: { text: category }, type: 'category', autorange: 'reversed', nticks: told.length },
      showlegend: true,
    },
    table: {
      columns: [category, 'n', ...marks.map((at) => `${at * 100} %`)],
      rows: told.map((level) => [level.label, level.n, ...marks.map((at) => mark(level, at))]),
    },
    rows: rowsOf(pair),
    height: Math.min(620, 150 + 30 * told.length),
  };
}

/**
 * Bars as wide as their level is frequent, each divided by the other column. residual: (rows - expected) / sqrt(expected), what
 * independence would lead to expect (Pearson 1900).
 */
function mosaic({ first, second, firstLevels, secondLevels, counts, ...pair }: Of<'table'>): Figure {
  const widths = counts.map((line) => line.reduce((sum, n) => sum + n, 0));
  const starts = widths.map((_, i) => widths.slice(0, i).reduce((sum, n) => sum + n, 0));
  const heights = secondLevels.map((_, j) => counts.reduce((sum, line) => sum + line[j]!, 0));
  const residual = (i: number, j: number) => {
    const expected = (widths[i]! * heights[j]!) / pair.n;
    return expected > 0 ? (counts[i]![j]! - expected) / Math.sqrt(expected) : null;
  };
  return {
    label: `${second} within ${first}: ${firstLevels.length} by ${secondLevels.length} levels, ${count(pair.n)} rows.`,
    data: secondLevels.map((name, j) => ({
      type: 'bar' as const,
      name,
      x: starts.map((start, i) => (start + widths[i]! / 2) / pair.n),
      width: widths.map((width) => Math.max(0, width / pair.n - 0.004)),
      y: counts.map((line, i) => (widths[i]! > 0 ? line[j]! / widths[i]! : 0)),
      customdata: firstLevels.map((level, i) => [
        level,
        count(counts[i]![j]!),
        count(widths[i]!),
        name,
      ]) as unknown as string[],
      marker: { color: nth(j, 0.85), line: { color: token('raised'), width: 1 } },
      hovertemplate: `%{customdata[0]}, ${name}: %{y:.1%} (%{customdata[1]} of %{customdata[2]})<extra></extra>`,
    })),
    layout: {
      barmode: 'stack',
      bargap: 0,
      showlegend: true,
      xaxis: {
        title: { text: `${first}, as wide as it is frequent` },
        range: [0, 1],
        tickvals: starts.map((start, i) => (start + widths[i]! / 2) / pair.n),
        ticktext: firstLevels,
        showgrid: false,
      },
      yaxis: { title: { text: `share of ${second}` }, tickformat: '.0%', range: [0, 1] },
    },
    table: {
      columns: [first, 'rows', ...secondLevels.flatMap((name) => [name, `${name}, share`, `${name}, residual`])],
      rows: firstLevels.map((level, i) => [
        level,
        widths[i]!,
        ...counts[i]!.flatMap((n, j) => [n, widths[i]! > 0 ? n / widths[i]! : null, residual(i, j)]),
      ]),
    },
    rows: `${count(pair.n)} rows`,
    height: 360,
  };
}
