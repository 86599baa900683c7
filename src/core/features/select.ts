/** @file Which columns of a frame a step works on. */
import { z } from 'zod';
import { InputError, hint } from '../base/errors.ts';
import type { Frame, FrameColumn, Selector } from './contract.ts';

export const selectorSchema = z.union([z.enum(['number', 'category']), z.array(z.string())]);

/** Throws InputError where a name told is not among the features. `path`: of the step, such as `study.recipe[2]`. */
export function selectColumns(frame: Frame, selector: Selector, path: string): FrameColumn[] {
  if (selector === 'number')
    return frame.columns.filter(({ values, indicator, type }) => values !== null && !indicator && type === 'number');
  if (selector === 'category') return frame.columns.filter(({ codes }) => codes !== null);
  const names = [...new Set(frame.columns.map(({ source }) => source))];
  for (const name of selector)
    if (!names.includes(name))
      throw new InputError(`${path}.columns: not a feature of this study: ${name}${hint(name, names)}`);
  return frame.columns.filter(({ source, indicator }) => selector.includes(source) && !indicator);
}

/** The frame with each column put through `change`; several may come of one. */
export function changeColumns(frame: Frame, change: (column: FrameColumn) => FrameColumn | FrameColumn[]): Frame {
  return { rows: frame.rows, columns: frame.columns.flatMap(change) };
}
