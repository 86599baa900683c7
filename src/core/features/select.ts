/** @file Which columns of a frame a step works on. */
import { z } from 'zod';
import { InputError, hint } from '../base/errors.ts';
import type { Frame, FrameColumn, Selector } from './contract.ts';

export const selectorSchema = z.union([z.enum(['number', 'category', 'text', 'date']), z.array(z.string())]);

/** Throws InputError where a name told is not among the features. `path`: of the step, such as `study.recipe[2]`. */
export function selectColumns(frame: Frame, selector: Selector, path: string): FrameColumn[] {
  if (selector === 'number')
    return frame.columns.filter(({ values, indicator, type }) => values !== null && !indicator && type === 'number');
  if (selector === 'category') return frame.columns.filter(({ codes, type }) => codes !== null && type !== 'text');
  if (selector === 'text') return frame.columns.filter(({ codes, type }) => codes !== null && type === 'text');
  if (selector === 'date') return frame.columns.filter(({ values, type }) => values !== null && type === 'date');
  const names = [...new Set(frame.columns.map(({ source }) => source))];
  for (const name of selector)
    if (!names.includes(name))
      throw new InputError(`${path}.columns: not a feature of this study: ${name}${hint(name, names)}`);
  return frame.columns.filter(({ source, indicator }) => selector.includes(source) && !indicator);
}

/** As selectColumns. Throws InputError for a column of numbers among them. */
export function selectTexts(frame: Frame, selector: Selector, path: string): FrameColumn[] {
  const columns = selectColumns(frame, selector, path);
  const numbers = columns.find(({ codes }) => codes === null);
  if (numbers !== undefined)
    throw new InputError(`${path}.columns: a column of numbers has no words; set its type to text: ${numbers.name}`);
  return columns;
}

/** The frame with each column put through `change`; several may come of one. Codes that are changed are codes no more. */
export function changeColumns(frame: Frame, change: (column: FrameColumn) => FrameColumn | FrameColumn[]): Frame {
  const columns = frame.columns.flatMap((column) => {
    const made = change(column);
    if (column.isCode === undefined || made === column) return made;
    return [made].flat().map(({ isCode: _, ...rest }) => rest);
  });
  return { rows: frame.rows, columns };
}
