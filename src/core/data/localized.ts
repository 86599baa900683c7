/** @file A parsed column whose texts are numbers under one reading, as a column of those numbers. */
import type { RawColumn } from './builder.ts';
import { isNumberLike, numberReading } from './numerals.ts';

/**
 * `reason`: how the numbers are written; of a column that stays text, why not, or nothing. `told`: told to be numeric, so
 * that whatever is no number is missing.
 */
export function localized(raw: RawColumn, told: boolean): { raw: RawColumn; reason: string } {
  if (raw.texts === 0 || raw.coded === null)
    return { raw: { ...raw, texts: told ? 0 : raw.texts }, reason: raw.texts === 0 ? 'every cell is a number' : '' };
  const { levels } = raw.coded;
  const candidates = told
    ? levels.filter((text, i) => isNumberLike(text) || !Number.isNaN(raw.levelNumbers[i]!))
    : levels;
  const reading = numberReading(candidates);
  if (reading !== null && reading.ambiguous === null) {
    const values = new Map(candidates.map((text, i) => [text, reading.values[i]!]));
    const numbers = levels.map((text) => values.get(text) ?? NaN);
    return { raw: withNumbers(raw, numbers), reason: reading.reason };
  }
  return told ? { raw: withNumbers(raw, raw.levelNumbers), reason: '' } : { raw, reason: reading?.reason ?? '' };
}

/** The column with these numbers for its levels; a level without one becomes missing. */
function withNumbers(raw: RawColumn, numbers: readonly number[]): RawColumn {
  let next = 0;
  const places = numbers.map((value) => (Number.isNaN(value) ? -1 : next++));
  const kept = [...numbers.keys()].filter((i) => places[i]! >= 0);
  const codes = raw.coded!.codes.map((code) => (code < 0 ? -1 : places[code]!));
  return {
    rows: raw.rows,
    missing: codes.reduce((sum, code) => sum + (code < 0 ? 1 : 0), 0),
    coded: { codes, levels: kept.map((i) => raw.coded!.levels[i]!) },
    levelNumbers: kept.map((i) => numbers[i]!),
    levelCounts: kept.map((i) => raw.levelCounts[i]!),
    values: null,
    texts: 0,
    codes: 0,
    sequence: false,
  };
}
