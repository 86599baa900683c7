/** @file Shapley interaction values of single rows: what two columns do together that neither does alone (Grabisch and Roubens 1999). */
import { range } from './rows.ts';
import { game, playersOf } from './shapley.ts';
import type { Coalition, Scale, ShapleyOptions, Worth } from './shapley.ts';

/**
 * values[i][j]: half of what columns i and j do together, the other half stands at [j][i]; on the diagonal what i does by itself. A row
 * of it adds up to the column's Shapley value. Of one row, or the mean size over `rows` of them.
 */
export interface ShapleyPairs {
  class: string;
  columns: string[];
  values: number[][];
  output: Scale;
  /** pairs: closed form of a sum over columns and pairs. tree: closed form of trees. exact: every coalition. */
  method: 'pairs' | 'tree' | 'exact';
  /** Background rows. */
  background: number;
  rows: number;
}

/** Columns up to which every coalition is tried. */
export const mostTried = 12;

/**
 * Phi_ij = sum over S without i and j of |S|! (m - |S| - 2)! / (2 (m - 1)!) (v(S with both) - v(S with i) - v(S with j) + v(S)). One
 * matrix a class, columns x columns, without its diagonal. Null where there are too many columns that differ from the background.
 */
export async function pairValues(options: ShapleyOptions): Promise<Float64Array[] | null> {
  const { columns, classes, order = null } = options;
  const players = playersOf(options);
  const m = players.length;
  if (order === null && m > mostTried) return null;
  const worth = game(options, players);
  const own = order === null ? await tried(m, worth, classes.length) : await ofOrder(m, worth, classes.length, order);
  const size = columns.length;
  return own.map((values) => {
    const all = new Float64Array(size * size);
    for (let i = 0; i < m; i++) for (let j = 0; j < m; j++) all[players[i]! * size + players[j]!] = values[i * m + j]!;
    return all;
  });
}

async function tried(m: number, worth: Worth, classes: number): Promise<Float64Array[]> {
  const masks = [...range(1 << m)];
  const worths = await worth(masks.map((mask) => Array.from({ length: m }, (_, i) => (mask >> i) % 2 === 1)));
  // Of m - 2 others, 1 / (2 (m - 1) choose(m - 2, s)) for each coalition of s of them.
  const weights = [1 / (2 * Math.max(1, m - 1))];
  for (let s = 1; s < m - 1; s++) weights.push((weights[s - 1]! * s) / (m - 1 - s));
  const size = masks.map((mask) => mask.toString(2).replaceAll('0', '').length);
  const found = Array.from({ length: classes }, () => new Float64Array(m * m));
  for (let i = 0; i < m; i++)
    for (let j = 0; j < i; j++) {
      const [one, two] = [1 << i, 1 << j];
      for (const mask of masks) {
        if ((mask & (one | two)) !== 0) continue;
        const weight = weights[size[mask]!]!;
        for (const [c, values] of found.entries()) {
          const at = (of: number) => worths[of]![c]!;
          const beyond = at(mask | one | two) - at(mask | one) - at(mask | two) + at(mask);
          values[i * m + j]! += weight * beyond;
          values[j * m + i]! += weight * beyond;
        }
      }
    }
  return found;
}

/** In a game of order two what two do together does not hang on who else is there. */
async function ofOrder(m: number, worth: Worth, classes: number, order: 1 | 2): Promise<Float64Array[]> {
  const found = Array.from({ length: classes }, () => new Float64Array(m * m));
  if (order === 1) return found;
  const none: Coalition = Array.from({ length: m }, () => false);
  const pairs = none.flatMap((_, i) => Array.from({ length: i }, (_, j): [number, number] => [i, j]));
  const [base, ...others] = await worth([
    none,
    ...none.map((_, i) => none.with(i, true)),
    ...pairs.map(([i, j]) => none.with(i, true).with(j, true)),
  ]);
  for (const [p, [i, j]] of pairs.entries())
    for (const [c, values] of found.entries()) {
      const beyond = (others[m + p]![c]! - others[i]![c]! - others[j]![c]! + base![c]!) / 2;
      values[i * m + j] = beyond;
      values[j * m + i] = beyond;
    }
  return found;
}

/** With the diagonal: what is left of each column's Shapley value. */
export function withMains(pairs: Float64Array, values: ArrayLike<number>): number[][] {
  const size = values.length;
  return Array.from({ length: size }, (_, i) => {
    const row = Array.from(pairs.subarray(i * size, (i + 1) * size));
    row[i] = values[i]! - row.reduce((sum, v, j) => sum + (j === i ? 0 : v), 0);
    return row;
  });
}
