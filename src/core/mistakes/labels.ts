/** @file Labels that may be wrong: confident learning (Northcutt, Jiang and Chuang 2021, Journal of Artificial Intelligence Research 70). */

export interface Suspect {
  /** Place among the rows given. */
  place: number;
  given: number;
  /** The class it is confidently of. */
  likely: number;
  /** Probability of the likely class less that of the given one, above 0: by how much the model disagrees. */
  margin: number;
}

export interface LabelCheck {
  /** Of each class the mean probability of it among rows so labelled: what it takes to be confident. Null where no row is. */
  thresholds: (number | null)[];
  /** Estimated rows by label given (rows) and true class (columns), adding up to all rows. */
  joint: number[][];
  /** Rows confidently of another class than their label, the surest first. */
  suspects: Suspect[];
  rows: number;
}

/**
 * A row is confidently of class j where its probability of j is at least the mean over rows labelled j; of several the likeliest.
 * Counts by label and confident class are scaled so that each label keeps its number of rows. Suspects are the rows off the diagonal
 * that the model itself would name otherwise. scores: rows x classes, of rows the model did not learn from.
 */
export function checkLabels(labels: Int32Array, scores: ArrayLike<number>, classes: number): LabelCheck {
  const rows = labels.length;
  const sums = new Float64Array(classes);
  const counts = new Float64Array(classes);
  for (let r = 0; r < rows; r++) {
    sums[labels[r]!]! += scores[r * classes + labels[r]!]!;
    counts[labels[r]!]! += 1;
  }
  const thresholds = Array.from(sums, (sum, k) => (counts[k]! > 0 ? sum / counts[k]! : null));
  const confident = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  const suspects: Suspect[] = [];
  for (let r = 0; r < rows; r++) {
    const given = labels[r]!;
    let [likely, top] = [-1, 0];
    for (let k = 0; k < classes; k++) {
      const p = scores[r * classes + k]!;
      if (p > scores[r * classes + top]!) top = k;
      // A mean of equal numbers may round up over them.
      if (thresholds[k] !== null && p >= thresholds[k]! - 1e-12 && (likely < 0 || p > scores[r * classes + likely]!))
        likely = k;
    }
    if (likely < 0) continue;
    confident[given]![likely]! += 1;
    if (likely === given || top === given) continue;
    suspects.push({ place: r, given, likely, margin: scores[r * classes + likely]! - scores[r * classes + given]! });
  }
  const joint = confident.map((row, i) => {
    const sum = row.reduce((a, b) => a + b, 0);
    return row.map((n, j) => (sum > 0 ? (n / sum) * counts[i]! : i === j ? counts[i]! : 0));
  });
  suspects.sort((a, b) => b.margin - a.margin || a.place - b.place);
  return { thresholds, joint, suspects, rows };
}
