/** @file What one cell's text means by itself: missing, or a number. */

/** What spreadsheets, statistics packages and databases write for no value, to the letter. */
const missingTokens = new Set(['', 'NA', 'N/A', 'n/a', '#N/A', '<NA>', 'NaN', 'nan', 'null', 'NULL', '\\N', '?', '-']);

/** Whether a trimmed cell stands for no value. `None` does not: it is a class in real files. */
export function isMissing(text: string, markers?: ReadonlySet<string>): boolean {
  return missingTokens.has(text) || (markers?.has(text) ?? false);
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
