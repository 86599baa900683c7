/** @file What one cell's text means: missing, a number, a date. */

const missingTokens = new Set(['', 'NA', 'N/A', 'NaN', 'nan', 'null', 'NULL', '?']);

/** Whether a trimmed cell stands for no value. `None` does not: it is a class in real files. */
export function isMissing(text: string): boolean {
  return missingTokens.has(text);
}

const numeral = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const leadingZero = /^[+-]?0\d/;
const integer = /^[+-]?\d+$/;

/**
 * The number a trimmed cell states, or NaN. Plain decimals only: `1e5`, `-3`, `.5`. Codes such as 00123 and integers
 * beyond 2^53, which a Float64 would change, are not numbers.
 */
export function numberOf(text: string): number {
  if (!numeral.test(text) || leadingZero.test(text)) return NaN;
  const value = Number(text);
  if (!Number.isFinite(value)) return NaN;
  return Math.abs(value) > Number.MAX_SAFE_INTEGER && integer.test(text) ? NaN : value;
}

/** The number of a cell in a column that was told to be numeric: leading zeros and long integers count too. */
export function looseNumber(text: string): number {
  const value = numeral.test(text) ? Number(text) : NaN;
  return Number.isFinite(value) ? value : NaN;
}

/** Digits that must stay text: a leading zero, or an integer beyond 2^53. */
export function isCode(text: string): boolean {
  return numeral.test(text) && Number.isNaN(numberOf(text));
}

const iso =
  /^(\d{4})([-/])(\d{1,2})\2(\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?\s*(Z|[+-]\d{2}:?\d{2})?)?$/;
const slashed = /^(\d{1,2})([./-])(\d{1,2})\2(\d{4})$/;
const named = /^(\d{1,2})[ -]([A-Za-z]{3,9})[ -](\d{4})$/;
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** Milliseconds since 1970-01-01 UTC, or NaN where the calendar has no such day. A time without a zone is taken as UTC. */
function moment(year: number, month: number, day: number, hours = 0, minutes = 0, seconds = 0, rest = 0): number {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return NaN;
  if (hours > 23 || minutes > 59 || seconds > 59) return NaN;
  return date.getTime() + ((hours * 60 + minutes) * 60 + seconds) * 1000 + rest;
}

function isoDate(text: string): number {
  const m = iso.exec(text);
  if (m === null) return NaN;
  const [year, month, day, hours, minutes, seconds] = [m[1], m[3], m[4], m[5], m[6], m[7]].map((x) => Number(x ?? 0));
  const fraction = m[8] === undefined ? 0 : Math.floor(Number(`0.${m[8]}`) * 1000);
  const zone = m[9];
  let offset = 0;
  if (zone !== undefined && zone !== 'Z') {
    const size = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2));
    offset = (zone.startsWith('-') ? -size : size) * 60000;
  }
  return moment(year!, month!, day!, hours, minutes, seconds, fraction) - offset;
}

function namedDate(text: string): number {
  const m = named.exec(text);
  const month = m === null ? -1 : months.indexOf(m[2]!.slice(0, 3).toLowerCase());
  return month < 0 ? NaN : moment(Number(m![3]), month + 1, Number(m![1]));
}

/**
 * How to read every one of these texts as a date, or null. ISO (2020-03-01, with or without a time), 1 Mar 2020, and
 * 25/12/2020 where some day above 12 settles which part is the month for the whole column; else it is not a date.
 */
export function dateReader(texts: readonly string[]): ((text: string) => number) | null {
  if (texts.length === 0) return null;
  const first = texts[0]!;
  if (iso.test(first)) return all(texts, isoDate);
  if (named.test(first)) return all(texts, namedDate);
  if (!slashed.test(first)) return null;
  const read = (dayFirst: boolean) => (text: string) => {
    const m = slashed.exec(text);
    if (m === null) return NaN;
    const [a, b] = [Number(m[1]), Number(m[3])];
    return dayFirst ? moment(Number(m[4]), b, a) : moment(Number(m[4]), a, b);
  };
  const dayFirst = all(texts, read(true));
  const monthFirst = all(texts, read(false));
  return dayFirst !== null && monthFirst !== null ? null : (dayFirst ?? monthFirst);
}

function all(texts: readonly string[], read: (text: string) => number): ((text: string) => number) | null {
  return texts.every((text) => !Number.isNaN(read(text))) ? read : null;
}
