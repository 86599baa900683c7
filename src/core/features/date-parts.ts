import { z } from 'zod';
import { InputError } from '../base/errors.ts';
import type { FrameColumn, Step } from './contract.ts';
import { changeColumns, selectColumns, selectorSchema } from './select.ts';

const parts = ['year', 'quarter', 'month', 'day', 'weekday', 'hour', 'day-of-year', 'elapsed', 'weekend'] as const;
type Part = (typeof parts)[number];

const options = z.object({
  columns: selectorSchema.default('date').meta({ label: 'Columns', describes: 'date, or names of columns of dates' }),
  parts: z.array(z.enum(parts)).min(1).default(['year', 'month', 'day', 'weekday']).meta({
    label: 'Parts',
    describes: 'What is read off each date, in UTC; elapsed: days since the first training date; weekday: Monday is 0',
  }),
  cyclic: z.boolean().default(true).meta({
    label: 'Round and round',
    describes:
      'Month, weekday, hour and day of the year become a sine and a cosine, so that December is next to January',
  }),
});

interface State {
  parts: Part[];
  cyclic: boolean;
  /** first: the earliest training date, in milliseconds; null where no elapsed is asked for. */
  columns: { name: string; first: number | null }[];
}

const day = 86_400_000;

/** Numbers of the calendar, in UTC, in the place of a date. A missing date leaves them missing. */
export const dateParts: Step<z.output<typeof options>, State> = {
  step: 'date-parts',
  label: 'Parts of a date',
  describes: 'Turns each date into its year, month, weekday and other numbers of the calendar.',
  options,
  fit(frame, { columns, parts: told, cyclic }, path) {
    const fitted = selectColumns(frame, columns, path).map(({ name, type, values }) => {
      if (type !== 'date' || values === null)
        throw new InputError(`${path}.columns: not a column of dates; set its type to date if it is one: ${name}`);
      if (!told.includes('elapsed')) return { name, first: null };
      const first = values.reduce((least, value) => (value < least ? value : least), Infinity);
      if (first === Infinity)
        throw new InputError(`${path}.columns: every training date is missing, so no day is the first: ${name}`);
      return { name, first };
    });
    return { parts: parts.filter((part) => told.includes(part)), cyclic, columns: fitted };
  },
  apply(state, frame) {
    const byName = new Map(state.columns.map((column) => [column.name, column]));
    return changeColumns(frame, (column) => {
      const fitted = byName.get(column.name);
      if (fitted === undefined) return column;
      return state.parts.flatMap((part) => columnsOf(column, part, fitted.first ?? NaN, state.cyclic));
    });
  },
};

function columnsOf(column: FrameColumn, part: Part, first: number, cyclic: boolean): FrameColumn[] {
  const make = (suffix: string, read: (time: number) => number): FrameColumn => ({
    ...column,
    name: `${column.name}: ${part.replaceAll('-', ' ')}${suffix}`,
    type: 'number',
    values: column.values!.map((time) => (Number.isNaN(time) ? NaN : read(time))),
  });
  const round = turns[part];
  if (!cyclic || round === undefined) return [make('', (time) => numberOf(part, time, first))];
  const angle = (time: number) => 2 * Math.PI * round(new Date(time));
  return [make(' (sine)', (time) => Math.sin(angle(time))), make(' (cosine)', (time) => Math.cos(angle(time)))];
}

/** How far around its circle a date is, 0 to 1. */
const turns: Partial<Record<Part, (date: Date) => number>> = {
  month: (date) => date.getUTCMonth() / 12,
  weekday: (date) => weekdayOf(date) / 7,
  hour: (date) => date.getUTCHours() / 24,
  'day-of-year': (date) => (dayOfYear(date) - 1) / (startOf(date, 1) - startOf(date, 0)),
};

function numberOf(part: Part, time: number, first: number): number {
  const date = new Date(time);
  switch (part) {
    case 'year':
      return date.getUTCFullYear();
    case 'quarter':
      return Math.floor(date.getUTCMonth() / 3) + 1;
    case 'month':
      return date.getUTCMonth() + 1;
    case 'day':
      return date.getUTCDate();
    case 'weekday':
      return weekdayOf(date);
    case 'hour':
      return date.getUTCHours();
    case 'day-of-year':
      return dayOfYear(date);
    case 'elapsed':
      return (time - first) / day;
    case 'weekend':
      return weekdayOf(date) >= 5 ? 1 : 0;
  }
}

/** Monday is 0. */
function weekdayOf(date: Date): number {
  return (date.getUTCDay() + 6) % 7;
}

function dayOfYear(date: Date): number {
  return Math.floor(date.getTime() / day - startOf(date, 0)) + 1;
}

/** The first day of the date's year, or of the year so many years after it, in days since 1970. */
function startOf(date: Date, after: number): number {
  const start = new Date(0);
  start.setUTCFullYear(date.getUTCFullYear() + after, 0, 1);
  return start.getTime() / day;
}
