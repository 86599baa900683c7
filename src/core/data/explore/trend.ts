/** @file Counts over time, and a mean or a share beside them. */
import type { Followed, Trend } from './types.ts';

const day = 86_400_000;
const mostPeriods = 60;

interface Period {
  name: Trend['period'];
  /** Start of the period a moment is in, UTC milliseconds. */
  start(moment: number): number;
  /** About how many milliseconds it lasts, for choosing. */
  length: number;
  label(start: number): string;
}

const parts = (moment: number) => {
  const date = new Date(moment);
  return [date.getUTCFullYear(), date.getUTCMonth()] as const;
};
/** Date.UTC would take the years 0 to 99 for 1900 to 1999. */
const firstOf = (year: number, month: number) => new Date(0).setUTCFullYear(year, month, 1);
const iso = (start: number, characters: number) => {
  const text = new Date(start).toISOString();
  return text.slice(0, text.indexOf('-', 1) - 4 + characters);
};

const periods: Period[] = [
  { name: 'day', length: day, start: (at) => Math.floor(at / day) * day, label: (at) => iso(at, 10) },
  {
    name: 'week',
    length: 7 * day,
    // 1970-01-05 was a Monday.
    start: (at) => Math.floor((at - 4 * day) / (7 * day)) * 7 * day + 4 * day,
    label: (at) => iso(at, 10),
  },
  { name: 'month', length: 30.44 * day, start: (at) => firstOf(...parts(at)), label: (at) => iso(at, 7) },
  {
    name: 'quarter',
    length: 91.3 * day,
    start: (at) => firstOf(parts(at)[0], Math.floor(parts(at)[1] / 3) * 3),
    label: (at) => `${iso(at, 4)}-Q${parts(at)[1] / 3 + 1}`,
  },
  { name: 'year', length: 365.25 * day, start: (at) => firstOf(parts(at)[0], 0), label: (at) => iso(at, 4) },
  {
    name: 'decade',
    length: 3652.5 * day,
    start: (at) => firstOf(Math.floor(parts(at)[0] / 10) * 10, 0),
    label: (at) => `${iso(at, 4)}s`,
  },
];

/**
 * By the shortest period of which 60 at most cover all moments (else by decade). Weeks begin on Monday.
 * moments: UTC milliseconds, NaN missing, one a row of `rows`. Null without a moment.
 */
export function trendOf(moments: Float64Array, rows: Uint32Array, followed: Followed | null): Trend | null {
  let [first, last] = [Infinity, -Infinity];
  for (const moment of moments) {
    if (moment < first) first = moment;
    if (moment > last) last = moment;
  }
  if (first > last) return null;
  const period = periods.find(({ length }) => (last - first) / length < mostPeriods - 1) ?? periods.at(-1)!;
  const found = new Map<number, { n: number; of: number; sum: number }>();
  for (let i = 0; i < moments.length; i++) {
    if (Number.isNaN(moments[i]!)) continue;
    const start = period.start(moments[i]!);
    let counted = found.get(start);
    if (counted === undefined) found.set(start, (counted = { n: 0, of: 0, sum: 0 }));
    counted.n++;
    const value = followed === null ? NaN : followed.values[rows[i]!]!;
    if (Number.isNaN(value)) continue;
    counted.of++;
    counted.sum += value;
  }
  return {
    period: period.name,
    followed: followed && { name: followed.name, measure: followed.measure },
    periods: [...found]
      .sort(([a], [b]) => a - b)
      .map(([start, { n, of, sum }]) => ({
        label: period.label(start),
        start,
        n,
        of,
        value: of > 0 ? sum / of : null,
      })),
  };
}
