/** @file From what a person draws, presses or types to a condition on a column. Pure. */
import type { Condition } from '../../../core/data/cohort.ts';
import type { ColumnProfile } from '../../../core/data/profile-types.ts';

/** A sentence where what was typed is none. A side that is left empty is open. */
export function conditionOf(
  { name, type, numbers }: Pick<ColumnProfile, 'name' | 'type' | 'numbers'>,
  told: { low: string | number; high: string | number } | { level: string },
): Condition | string {
  if ('level' in told)
    return told.level === '' ? `${name} has no value to choose` : { column: name, levels: [told.level] };
  const [low, high] = [told.low, told.high].map((side, i) => {
    const text = String(side ?? '').trim();
    if (text === '') return i === 0 ? numbers?.min : numbers?.max;
    return type === 'date' ? Date.parse(text) : Number(text);
  });
  if (low === undefined || high === undefined) return `${name} has no value in any row`;
  if (Number.isNaN(low) || Number.isNaN(high)) return `From and To must be ${type === 'date' ? 'days' : 'numbers'}`;
  return low <= high ? { column: name, low, high } : `From must not be above To: ${told.low} and ${told.high}`;
}

/** A stretch drawn over an axis of numbers, or of dates as ISO text. */
export function brushed(column: string, isDate: boolean, from: number | string, to: number | string): Condition {
  const [a, b] = [from, to].map((end) => (isDate ? Date.parse(`${end}`.replace(' ', 'T') + 'Z') : Number(end))) as [
    number,
    number,
  ];
  return { column, low: Math.min(a, b), high: Math.max(a, b) };
}
