/** @file What of a figure can be drawn near, and what range its axes have once it is drawn. Works on what plotly is given. */
import type { Data, Layout } from 'plotly.js';
import { meaningOf, type Range, type Ranges } from './scales.svelte.ts';

interface Axis {
  type?: string;
  range?: Range;
  autorange?: unknown;
  fixedrange?: boolean;
  visible?: boolean;
}
type Axes = Record<string, Axis | undefined>;

/** The element plotly drew into. */
export interface Drawn {
  _fullLayout: Axes;
}

/** Lets a person draw a frame around what is to be seen larger, and puts what was drawn near into the layout. */
export function scaled(data: readonly Data[], layout: Partial<Layout>, near: Ranges | null): void {
  const axes = layout as Axes;
  const names = Object.keys(axes).filter((name) => /^[xy]axis\d*$/.test(name));
  const free = names.filter((name) => axes[name]!.visible !== false && !isNamed(axes[name]!, data, name));
  for (const name of free) axes[name]!.fixedrange = false;
  for (const name of free) if (near?.[name]) Object.assign(axes[name]!, { range: [...near[name]], autorange: false });
  // A finger that is drawn over a plot moves the page.
  if (free.length > 0 && matchMedia('(pointer: fine)').matches) layout.dragmode = 'zoom';
}

/** Whether the axis has places for names instead of a scale. */
function isNamed({ type }: Axis, data: readonly Data[], name: string): boolean {
  if (type !== undefined) return type === 'category' || type === 'multicategory';
  const letter = name[0] as 'x' | 'y';
  const id = name.replace('axis', '');
  const own = (data as Record<string, unknown>[]).filter((trace) => (trace[`${letter}axis`] ?? letter) === id);
  const firsts = own.map((trace) => (trace[letter] as ArrayLike<unknown> | undefined)?.[0]);
  return firsts.some((first) => typeof first === 'string' && !/^\d{4}-\d\d/.test(first));
}

/**
 * Puts into the layout the range that `shared` answers for each axis with a meaning. True where that is another than was
 * drawn. shared: is told the axis with its meaning, and the range it has by itself.
 */
export function sharedOf(
  { _fullLayout: drawn }: Drawn,
  layout: Partial<Layout>,
  shared: (axis: string, own: Range) => Range,
): boolean {
  const axes = layout as Axes;
  let isOther = false;
  for (const name of Object.keys(axes).filter((key) => /^[xy]axis\d*$/.test(key))) {
    const { type, range } = drawn[name] ?? {};
    const meaning = meaningOf(layout, name);
    if (!range || meaning === '' || type === 'category' || type === 'multicategory') continue;
    const whole = shared(`${name}/${type}/${meaning}`, [range[0], range[1]] as Range);
    if (whole[0] === range[0] && whole[1] === range[1]) continue;
    Object.assign(axes[name]!, { range: [...whole], autorange: false });
    isOther = true;
  }
  return isOther;
}
