/** @file What the range test of the learning rate says, in words. Pure. */
import type { RateRange } from '../../../core/models/contract.ts';
import { significant } from '../../plots/format.ts';

/** `A rate of 0.0091 is where the loss falls fastest. …` */
export function rateFinding({ points, steepest, tenth, ended }: RateRange): string {
  const [first, last] = [points.at(0)?.rate ?? 0, points.at(-1)?.rate ?? 0];
  if (steepest === null || tenth === null)
    return `The loss falls at no rate from ${significant(first)} to ${significant(last)}: look at the columns, or at the other options.`;
  const end = {
    'loss rose': `ended at ${significant(last)}, where the loss was four times its least`,
    'loss is not a number': `ended at ${significant(last)}, beyond which the loss is no longer a number`,
    'all rates': `went up to ${significant(last)}`,
  }[ended];
  return `A rate of ${significant(steepest)} is where the loss falls fastest. It is lowest at ${significant(10 * tenth)}, of which a tenth is ${significant(tenth)}. The trial ${end}.`;
}

/** Rates to take, the first the one that is named first; one where both are the same to two digits. */
export function ratesOf({ steepest, tenth }: RateRange): number[] {
  const rates = [steepest, tenth].flatMap((rate) => (rate === null ? [] : [Number(significant(rate))]));
  return [...new Set(rates)];
}
