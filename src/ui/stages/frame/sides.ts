/** @file A number as a threshold: how many rows stand on either side, and where a slider stops. Pure. */

/** sorted: rising. `above` counts what is `from` or more. */
export function sidesAt(sorted: Float64Array, from: number): { under: number; above: number } {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < from) low = middle + 1;
    else high = middle;
  }
  return { under: low, above: sorted.length - low };
}

/** Steps of 1, 2 or 5 times a power of ten, between 100 and 250 of them; the ends leave no class empty. */
export function stepsOf({ min, max }: { min: number; max: number }): { low: number; high: number; step: number } {
  const rough = (max - min) / 100;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([5, 2, 1].find((times) => times * power <= rough) ?? 1);
  const digits = Math.max(0, -Math.floor(Math.log10(step)));
  const at = (steps: number) => Number((steps * step).toFixed(digits));
  const [first, last] = [Math.floor(min / step) + 1, Math.floor(max / step)];
  return { low: at(first), high: at(last), step: at(1) };
}
