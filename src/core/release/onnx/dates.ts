/** @file Parts of a date in a graph: days since 1970 to the calendar (Hinnant, chrono-compatible low-level date algorithms, 2013). */
import type { Arithmetic } from './arithmetic.ts';
import type { Tensor } from './graph.ts';

const day = 86_400_000;

/** time: milliseconds since 1970, UTC; NaN stays NaN. The columns of one part, by the names the step gives them. */
export function datePart(
  time: Tensor,
  name: string,
  part: string,
  first: number | null,
  cyclic: boolean,
  math: Arithmetic,
): Record<string, Tensor> {
  const { add, subtract, multiply, divide, sine } = math;
  const own = `${name}: ${part.replaceAll('-', ' ')}`;
  const turn = cyclic ? turnOf(time, part, math) : null;
  if (turn) {
    const angle = multiply(turn, 2 * Math.PI);
    return { [`${own} (sine)`]: sine(angle), [`${own} (cosine)`]: sine(add(angle, Math.PI / 2)) };
  }
  return { [own]: part === 'elapsed' ? divide(subtract(time, first!), day) : numberOf(time, part, math) };
}

/** How far around its circle, 0 to 1; null for a part that has none. */
function turnOf(time: Tensor, part: string, math: Arithmetic): Tensor | null {
  const { divide, subtract } = math;
  if (part === 'month') return divide(subtract(numberOf(time, part, math), 1), 12);
  if (part === 'weekday') return divide(numberOf(time, part, math), 7);
  if (part === 'hour') return divide(numberOf(time, part, math), 24);
  if (part !== 'day-of-year') return null;
  const { year } = calendar(time, math);
  const length = subtract(newYear(math.add(year, 1), math), newYear(year, math));
  return divide(subtract(numberOf(time, part, math), 1), length);
}

function numberOf(time: Tensor, part: string, math: Arithmetic): Tensor {
  const { add, subtract, multiply, floorDivide, less, toNumber } = math;
  const days = floorDivide(time, day);
  // The first of January 1970 was a Thursday; Monday is 0.
  const weekday = () => remainder(add(days, 3), 7, math);
  if (part === 'weekday') return weekday();
  if (part === 'weekend') return add(multiply(weekday(), 0), toNumber(less(4.5, weekday())));
  if (part === 'hour') return floorDivide(subtract(time, multiply(days, day)), 3_600_000);
  const { year, month, dayOfMonth } = calendar(time, math);
  if (part === 'year') return year;
  if (part === 'month') return month;
  if (part === 'day') return dayOfMonth;
  if (part === 'quarter') return add(floorDivide(subtract(month, 1), 3), 1);
  return add(subtract(days, newYear(year, math)), 1);
}

function calendar(time: Tensor, math: Arithmetic): { year: Tensor; month: Tensor; dayOfMonth: Tensor } {
  const { add, subtract, multiply, floorDivide, less, where } = math;
  // Days since the first of March of the year 0, so that a leap day ends its year.
  const shifted = add(floorDivide(time, day), 719_468);
  const era = floorDivide(shifted, 146_097);
  const dayOfEra = subtract(shifted, multiply(era, 146_097));
  const leaps = subtract(
    add(subtract(dayOfEra, floorDivide(dayOfEra, 1460)), floorDivide(dayOfEra, 36_524)),
    floorDivide(dayOfEra, 146_096),
  );
  const yearOfEra = floorDivide(leaps, 365);
  const before = subtract(add(multiply(yearOfEra, 365), floorDivide(yearOfEra, 4)), floorDivide(yearOfEra, 100));
  const dayOfYear = subtract(dayOfEra, before);
  const fromMarch = floorDivide(add(multiply(dayOfYear, 5), 2), 153);
  const dayOfMonth = add(subtract(dayOfYear, floorDivide(add(multiply(fromMarch, 153), 2), 5)), 1);
  const isNextYear = less(9.5, fromMarch);
  const month = where(isNextYear, subtract(fromMarch, 9), add(fromMarch, 3));
  const year = add(add(yearOfEra, multiply(era, 400)), where(isNextYear, 1, 0));
  return { year, month, dayOfMonth };
}

/** The first day of a year, in days since 1970 (Gregorian). */
function newYear(year: Tensor, math: Arithmetic): Tensor {
  const { add, subtract, multiply, floorDivide } = math;
  const before = subtract(year, 1);
  const leaps = add(subtract(floorDivide(before, 4), floorDivide(before, 100)), floorDivide(before, 400));
  return subtract(add(multiply(before, 365), leaps), 719_162);
}

function remainder(a: Tensor, by: number, { subtract, multiply, floorDivide }: Arithmetic): Tensor {
  return subtract(a, multiply(floorDivide(a, by), by));
}
