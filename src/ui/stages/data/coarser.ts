/** @file What to offer first where a personal column is to be kept coarser. Pure. */
import type { ColumnProfile, Treatment } from '../../../core/data/profile-types.ts';

/** Ten bands or so of a width that is 1, 2 or 5 times a power of ten; months; the first three characters. */
export function suggestCoarser({ type, numbers }: ColumnProfile): Treatment {
  if (type === 'date') return { generalise: { to: 'month' } };
  if (type !== 'number' || numbers === null) return { generalise: { characters: 3 } };
  const rough = (numbers.max - numbers.min) / 10 || 1;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].find((times) => times * power >= rough * (1 - 1e-9)) ?? 10;
  return { generalise: { width: Number((step * power).toPrecision(1)) } };
}
