/** @file The confusion matrix and what follows from its counts alone. */

/** classes x classes counts, rows actual, columns predicted. */
export function confusion(actual: Int32Array, predicted: Int32Array, classes: number): number[][] {
  const matrix = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  for (let i = 0; i < actual.length; i++) matrix[actual[i]!]![predicted[i]!]! += 1;
  return matrix;
}

export interface CountMetrics {
  accuracy: number;
  balancedAccuracy: number;
  mcc: number;
  macroF1: number;
  /** Of the last class, the positive one of two. */
  precision: number;
  recall: number;
  f1: number;
}

/** Metrics of a flat classes x classes matrix of counts, row-major, rows actual. NaN where 0/0. */
export function countMetrics(cells: ArrayLike<number>, classes: number): CountMetrics {
  const rows = new Float64Array(classes);
  const columns = new Float64Array(classes);
  const right = new Float64Array(classes);
  for (let k = 0; k < classes; k++) {
    for (let j = 0; j < classes; j++) {
      rows[k]! += cells[k * classes + j]!;
      columns[j]! += cells[k * classes + j]!;
    }
    right[k] = cells[k * classes + k]!;
  }
  return marginMetrics(rows, columns, right);
}

/**
 * As countMetrics, of what they take: how many rows of each class there are, how many are predicted, and how many are both.
 * balancedAccuracy: mean recall over classes that occur. macroF1: over the union of true and predicted labels.
 * mcc: the K-category correlation coefficient (Gorodkin 2004).
 */
export function marginMetrics(
  rows: ArrayLike<number>,
  columns: ArrayLike<number>,
  rights: ArrayLike<number>,
): CountMetrics {
  let [n, right, recalls, occurring, f1s, seen, ofBoth, actual2, predicted2] = [0, 0, 0, 0, 0, 0, 0, 0, 0];
  let [precision, recall, f1] = [NaN, NaN, NaN];
  for (let k = 0; k < rows.length; k++) {
    const [row, column, hit] = [rows[k]!, columns[k]!, rights[k]!];
    n += row;
    right += hit;
    ofBoth += row * column;
    actual2 += row * row;
    predicted2 += column * column;
    if (row > 0) {
      recalls += hit / row;
      occurring++;
    }
    if (row + column > 0) {
      f1s += (2 * hit) / (row + column);
      seen++;
    }
    [precision, recall, f1] = [hit / column, hit / row, (2 * hit) / (row + column)];
  }
  const spread = Math.sqrt((n * n - actual2) * (n * n - predicted2));
  return {
    accuracy: right / n,
    balancedAccuracy: recalls / occurring,
    mcc: spread > 0 ? (right * n - ofBoth) / spread : NaN,
    macroF1: f1s / seen,
    precision,
    recall,
    f1,
  };
}
