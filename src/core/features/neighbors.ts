/** @file Missing numbers from the nearest training rows: scikit-learn's KNNImputer with 5 neighbours and uniform weights. */

const neighbors = 5;

/** Training cells by column; null is missing. JSON. */
export type Donors = (number | null)[][];

/**
 * `columns`: the same columns as the donors', NaN where missing. A gap becomes the mean of the column in the nearest
 * training rows that have it; ties go to the earlier row. Distance: Euclidean over the columns both rows have, scaled up
 * by all columns / these columns (Dixon 1979). A row that shares no column with any donor gets `means`.
 */
export function fillFromNeighbors(donors: Donors, means: readonly number[], columns: Float64Array[]): Float64Array[] {
  const train = donors.map((column) => Float64Array.from(column, (value) => value ?? NaN));
  const filled = columns.map((column) => column.slice());
  const rows = columns[0]?.length ?? 0;
  for (let i = 0; i < rows; i++) {
    const gaps = columns.flatMap((column, j) => (Number.isNaN(column[i]!) ? [j] : []));
    if (gaps.length === 0) continue;
    const distances = distancesFrom(
      columns.map((column) => column[i]!),
      train,
    );
    for (const j of gaps) filled[j]![i] = nearestMean(train[j]!, distances) ?? means[j]!;
  }
  return filled;
}

/** Squared; infinite where no column is shared. */
function distancesFrom(row: number[], train: Float64Array[]): Float64Array {
  const shared = row.flatMap((value, j) => (Number.isNaN(value) ? [] : [j]));
  return Float64Array.from(train[0]!, (_, k) => {
    let sum = 0;
    let present = 0;
    for (const j of shared) {
      const apart = train[j]![k]! - row[j]!;
      if (Number.isNaN(apart)) continue;
      sum += apart * apart;
      present++;
    }
    return present === 0 ? Infinity : (sum * row.length) / present;
  });
}

/** Null where every donor is infinitely far. */
function nearestMean(column: Float64Array, distances: Float64Array): number | null {
  const nearest: number[] = [];
  for (let k = 0; k < column.length; k++) {
    if (Number.isNaN(column[k]!)) continue;
    let place = nearest.length;
    while (place > 0 && distances[nearest[place - 1]!]! > distances[k]!) place--;
    if (place >= neighbors) continue;
    nearest.splice(place, 0, k);
    if (nearest.length > neighbors) nearest.pop();
  }
  if (distances[nearest[0]!] === Infinity) return null;
  return nearest.reduce((sum, k) => sum + column[k]!, 0) / nearest.length;
}
