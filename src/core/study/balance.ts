/** @file Row weights under which every class that occurs counts the same. */

/** Total / (classes that occur * total of the class), times the row's own weight (scikit-learn's balanced); totals are by weight. */
export function balance(y: Int32Array, classes: number, weights: Float64Array | null): Float64Array {
  const totals = new Float64Array(classes);
  for (let row = 0; row < y.length; row++) totals[y[row]!]! += weights ? weights[row]! : 1;
  const total = totals.reduce((a, b) => a + b, 0);
  const present = totals.filter((own) => own > 0).length;
  return Float64Array.from(y, (code, row) => {
    const own = weights ? weights[row]! : 1;
    return own === 0 ? 0 : (own * total) / (present * totals[code]!);
  });
}
