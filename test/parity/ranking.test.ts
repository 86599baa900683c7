/** @file NDCG against scikit-learn, ties included. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createRng } from '../../src/core/base/random.ts';
import { queryMetrics, rankQueries } from '../../src/core/metrics/ranking.ts';

const python = '/usr/bin/python3';
const hasPython = spawnSync(python, ['-c', 'import sklearn']).status === 0;

test.skipIf(!hasPython)('as ndcg_score, of all places and of the first three', () => {
  const rng = createRng(8);
  const queries = Array.from({ length: 60 }, () => {
    const n = 2 + rng.integer(9);
    // Few different scores, so that many are equal.
    const score = Array.from({ length: n }, () => rng.integer(4) / 4);
    const relevant = Array.from({ length: n }, () => (rng.uniform() < 0.3 ? 1 : 0));
    relevant[rng.integer(n)] = 1;
    return { score, relevant };
  });
  const { stdout, stderr } = spawnSync(python, [join(import.meta.dirname, 'ranking.py')], {
    input: JSON.stringify({ queries, places: 3 }),
    encoding: 'utf8',
  });
  if (stdout === '') throw new Error(stderr);
  const theirs = JSON.parse(stdout) as { ndcg: number; places: number }[];
  for (const [i, { score, relevant }] of queries.entries()) {
    const [query] = rankQueries(new Int32Array(score.length), Float64Array.from(score));
    const ours = queryMetrics(query!, relevant, 3)!;
    expect(ours.ndcg).toBeCloseTo(theirs[i]!.ndcg, 12);
    expect(ours.ndcgPlaces).toBeCloseTo(theirs[i]!.places, 12);
  }
});
