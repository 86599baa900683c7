/** @file ProPublica's COMPAS counts (github.com/propublica/compas-analysis): rows and recidivists by decile 1..10 and race. No personal data. */
const table: [group: string, rows: number[], recidivists: number[]][] = [
  [
    'African-American',
    [398, 393, 346, 385, 365, 384, 400, 359, 380, 286],
    [91, 119, 145, 177, 176, 215, 237, 245, 269, 227],
  ],
  ['Caucasian', [681, 361, 273, 285, 241, 194, 143, 114, 98, 64], [142, 113, 93, 113, 111, 111, 88, 82, 68, 45]],
  ['Hispanic', [196, 113, 86, 52, 52, 37, 34, 26, 20, 21], [48, 36, 27, 18, 28, 21, 16, 13, 11, 14]],
  ['Other', [150, 66, 36, 46, 22, 21, 10, 10, 8, 8], [26, 25, 14, 25, 10, 8, 5, 8, 6, 6]],
  ['Asian', [15, 4, 5, 0, 1, 3, 1, 2, 0, 1], [1, 0, 2, 0, 1, 2, 1, 1, 0, 1]],
  ['Native American', [0, 4, 1, 1, 0, 2, 4, 1, 2, 3], [0, 0, 0, 1, 0, 1, 3, 1, 1, 3]],
];

export const races = table.map(([group]) => group);

/** One entry a person: race (place in `races`), decile 1..10, whether they were charged again within two years. */
export function compasRows(only: readonly string[] = races) {
  const race: number[] = [];
  const decile: number[] = [];
  const actual: number[] = [];
  table.forEach(([group, rows, recidivists], g) => {
    if (!only.includes(group)) return;
    rows.forEach((n, d) => {
      for (let i = 0; i < n; i++) {
        race.push(g);
        decile.push(d + 1);
        actual.push(i < recidivists[d]! ? 1 : 0);
      }
    });
  });
  return { race: Int32Array.from(race), decile: Int32Array.from(decile), actual: Int32Array.from(actual) };
}

/** Probabilities of two classes from deciles: decile / 10. */
export function decileScores(decile: Int32Array): Float64Array {
  const scores = new Float64Array(2 * decile.length);
  decile.forEach((d, i) => {
    scores[2 * i + 1] = d / 10;
    scores[2 * i] = 1 - d / 10;
  });
  return scores;
}
