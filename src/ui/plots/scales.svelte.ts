/** @file The scales of plots, kept as the shown run changes: what a person drew near, and else room for every run looked at. */
import type { Layout } from 'plotly.js';
import { createContext } from 'svelte';
import { SvelteMap } from 'svelte/reactivity';

/** Two ends in the units of the axis, the larger first where it is turned; dates as ISO text. */
export type Range = readonly [number, number] | readonly [string, string];

/** Axes as the layout names them, such as `xaxis`. */
export type Ranges = Record<string, Range>;

interface About {
  table: string | null;
  /** Null where what is shown is of no run. */
  run: string | null;
}

/** Runs whose room is kept. */
const most = 8;

export class Scales {
  /** By plot. */
  #near = new SvelteMap<string, Ranges>();
  /** By axis, then by run: what the axis took up by itself. */
  #own = new Map<string, Map<string, Range>>();
  #table: string | null = null;
  #about: () => About;

  constructor(about: () => About) {
    this.#about = about;
  }

  /** What a person drew near in this plot; null: nothing. */
  near(plot: string): Ranges | null {
    return this.#about().table === this.#table ? (this.#near.get(plot) ?? null) : null;
  }

  /** null: the whole again. */
  draw(plot: string, ranges: Ranges | null): void {
    this.#renew();
    if (ranges) this.#near.set(plot, { ...this.#near.get(plot), ...ranges });
    else this.#near.delete(plot);
  }

  /** Takes note of the range that an axis of the shown run has by itself; answers that which holds every run's. */
  shared(axis: string, own: Range): Range {
    this.#renew();
    const { run } = this.#about();
    if (run === null) return own;
    const runs = this.#own.get(axis) ?? new Map<string, Range>();
    this.#own.set(axis, runs);
    runs.delete(run);
    runs.set(run, own);
    if (runs.size > most) runs.delete(runs.keys().next().value!);
    return [...runs.values()].reduce(around, own);
  }

  /** Another table has other scales. */
  #renew(): void {
    const { table } = this.#about();
    if (table === this.#table) return;
    this.#table = table;
    this.#near.clear();
    this.#own.clear();
  }
}

/** From the smallest end to the largest, turned as the second is; of texts and numbers the second alone. */
export function around(a: Range, b: Range): Range {
  const ends = [...a, ...b] as (number | string)[];
  if (typeof a[0] !== typeof b[0] || ends.some((end) => typeof end !== typeof b[0])) return b;
  const sorted = ends.sort((one, other) => (one < other ? -1 : one > other ? 1 : 0));
  const whole = [sorted[0]!, sorted[3]!];
  return (b[0] > b[1] ? whole.reverse() : whole) as unknown as Range;
}

/** What plotly says when a person has drawn a frame: the axes that have another range now. */
export function rangesOf(event: Record<string, unknown>): Ranges {
  const found: Ranges = {};
  for (const name of new Set(Object.keys(event).map((key) => key.split('.')[0]!))) {
    const ends = event[`${name}.range`] ?? [event[`${name}.range[0]`], event[`${name}.range[1]`]];
    const isRange = Array.isArray(ends) && ends.length === 2 && ends.every((end) => end !== undefined && end !== null);
    if (/^[xy]axis\d*$/.test(name) && isRange) found[name] = ends as unknown as Range;
  }
  return found;
}

/** The title of an axis, which says what it means; empty where it has none. */
export function meaningOf(layout: Partial<Layout>, axis: string): string {
  const { title } = (layout as Record<string, { title?: string | { text?: string } }>)[axis] ?? {};
  return (typeof title === 'string' ? title : title?.text) ?? '';
}

const [getScales, setScales, hasScales] = createContext<Scales>();
export { setScales };

/** Null outside the app, where nothing is kept. */
export const scalesHere = (): Scales | null => (hasScales() ? getScales() : null);
