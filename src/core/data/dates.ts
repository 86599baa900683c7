/** @file Dates: the one form in which every cell of a column is a day of the calendar. */

const time = String.raw`(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?\s*(Z|[+-]\d{2}:?\d{2})?)?`;
const iso = new RegExp(String.raw`^(\d{4})([-/])(\d{1,2})\2(\d{1,2})${time}$`);
const slashed = new RegExp(String.raw`^(\d{1,2})([./-])(\d{1,2})\2(\d{4})${time}$`);
const named = /^(\d{1,2})[ -]([A-Za-z]{3,9})[ -](\d{4})$/;
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** Year 2563 of the Buddhist era is 2020. Years from 2400 to 2700 (1857 to 2157) are taken for it. */
const buddhist = 543;
const isBuddhist = (year: number) => year >= 2400 && year <= 2700;

interface Day {
  year: number;
  month: number;
  day: number;
  /** Milliseconds since midnight UTC, NaN where the clock has no such time. */
  rest: number;
}
type Parse = (text: string) => Day | null;

/** Hours to zone, as `time` captures them. A time without a zone is taken as UTC. */
function clock(parts: readonly (string | undefined)[]): number {
  const [hours, minutes, seconds] = parts.slice(0, 3).map((part) => Number(part ?? 0));
  if (hours! > 23 || minutes! > 59 || seconds! > 59) return NaN;
  const fraction = parts[3] === undefined ? 0 : Math.floor(Number(`0.${parts[3]}`) * 1000);
  const zone = parts[4];
  let offset = 0;
  if (zone !== undefined && zone !== 'Z') {
    const size = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2));
    offset = zone.startsWith('-') ? -size : size;
  }
  return ((hours! * 60 + minutes! - offset) * 60 + seconds!) * 1000 + fraction;
}

const isoDay: Parse = (text) => {
  const m = iso.exec(text);
  return m && { year: Number(m[1]), month: Number(m[3]), day: Number(m[4]), rest: clock(m.slice(5)) };
};
const namedDay: Parse = (text) => {
  const m = named.exec(text);
  const month = m === null ? -1 : months.indexOf(m[2]!.slice(0, 3).toLowerCase());
  return month < 0 ? null : { year: Number(m![3]), month: month + 1, day: Number(m![1]), rest: 0 };
};
const slashedDay =
  (dayFirst: boolean): Parse =>
  (text) => {
    const m = slashed.exec(text);
    if (m === null) return null;
    const [a, b] = [Number(m[1]), Number(m[3])];
    return { year: Number(m[4]), month: dayFirst ? b : a, day: dayFirst ? a : b, rest: clock(m.slice(5)) };
  };

/** Milliseconds since 1970-01-01 UTC, or NaN where the calendar has no such day. */
function moment({ year, month, day, rest }: Day, shift: number): number {
  const date = new Date(0);
  date.setUTCFullYear(year - shift, month - 1, day);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return NaN;
  return date.getTime() + rest;
}

export interface DateReading {
  read: (text: string) => number;
  reason: string;
}

/** One way of parsing for every text, and one era. */
function reading(texts: readonly string[], parse: Parse, order: string): DateReading | null {
  const years = texts.map((text) => parse(text)?.year ?? NaN);
  const era = years.every(isBuddhist);
  if (!era && years.some(isBuddhist)) return null;
  const shift = era ? buddhist : 0;
  const read = (text: string) => {
    const day = parse(text);
    return day === null ? NaN : moment(day, shift);
  };
  if (texts.some((text) => Number.isNaN(read(text)))) return null;
  const said = era ? [`years of the Buddhist era: ${years[0]!} is ${years[0]! - buddhist}`] : [];
  return { read, reason: ['every cell is a date', ...(order === '' ? [] : [order]), ...said].join(', ') };
}

/** Whether all of them are days both ways, so that day and month cannot be told apart. */
export function isAmbiguousDate(texts: readonly string[]): boolean {
  return (
    texts.length > 0 &&
    [true, false].every((dayFirst) => reading(texts, slashedDay(dayFirst), '') !== null && !same(texts))
  );
}

/** 05/05/2020 is the same day either way. */
function same(texts: readonly string[]): boolean {
  return texts.every((text) => {
    const m = slashed.exec(text);
    return m !== null && Number(m[1]) === Number(m[3]);
  });
}

/**
 * How to read every one of these texts as a date, or null. ISO (2020-03-01, with or without a time), 1 Mar 2020, and
 * 25/12/2020 where some day above 12 settles which part is the month for the whole column; else it is not a date. A column
 * whose years are all of the Buddhist era is read so; eras are not mixed.
 */
export function dateReading(texts: readonly string[]): DateReading | null {
  if (texts.length === 0) return null;
  const first = texts[0]!;
  if (iso.test(first)) return reading(texts, isoDay, '');
  if (named.test(first)) return reading(texts, namedDay, '');
  if (!slashed.test(first)) return null;
  const dayFirst = reading(texts, slashedDay(true), 'the day first');
  const monthFirst = reading(texts, slashedDay(false), 'the month first');
  return dayFirst !== null && monthFirst !== null ? (same(texts) ? dayFirst : null) : (dayFirst ?? monthFirst);
}
