/** @file Groups of a number: the bands that edges cut it into. */

export interface Bands {
  /** Band of each value; a missing one is the last. */
  codes: Int32Array;
  names: string[];
}

/** At most `bands` - 1 distinct values that leave as many rows in each band as can be; NaN is left out. */
export function evenEdges(values: ArrayLike<number>, bands: number): number[] {
  const sorted = Float64Array.from(values)
    .filter((value) => !Number.isNaN(value))
    .sort();
  if (sorted.length === 0) return [];
  const edges = Array.from({ length: bands - 1 }, (_, i) => sorted[Math.ceil(((i + 1) * sorted.length) / bands) - 1]!);
  // Nothing lies over the highest value.
  return [...new Set(edges)].filter((edge) => edge < sorted[sorted.length - 1]!);
}

/** Band b holds what is over edge b - 1 and at most edge b (ascending); `(missing)` where a value is NaN, if one is. */
export function bandsOf(values: ArrayLike<number>, edges: readonly number[]): Bands {
  const named = (value: number) => `${Number(value.toPrecision(6))}`;
  const names =
    edges.length === 0
      ? ['every value']
      : [
          `to ${named(edges[0]!)}`,
          ...edges.slice(1).map((edge, i) => `over ${named(edges[i]!)} to ${named(edge)}`),
          `over ${named(edges[edges.length - 1]!)}`,
        ];
  const codes = Int32Array.from(values, (value) => {
    if (Number.isNaN(value)) return names.length;
    const band = edges.findIndex((edge) => value <= edge);
    return band < 0 ? edges.length : band;
  });
  return { codes, names: codes.includes(names.length) ? [...names, '(missing)'] : names };
}
