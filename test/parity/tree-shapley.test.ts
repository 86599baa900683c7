import { expect, test } from 'vitest';
import { byPath } from '../../src/core/explain/tree-path.ts';
import { hasXgboost, xgboost } from './xgboost-trees.ts';

test.skipIf(!hasXgboost)('Shapley values by path are those of xgboost for its own trees, missing cells and all', () => {
  const { trees, covers, rows, contribs } = xgboost(300, 30, 6);
  const { base, values } = byPath(trees, rows, 10, covers);
  let most = 0;
  contribs.forEach((row, r) => {
    row.slice(0, 10).forEach((value, c) => (most = Math.max(most, Math.abs(value - values[r * 10 + c]!))));
    most = Math.max(most, Math.abs(row[10]! - base[0]!));
  });
  // xgboost sums in float32.
  expect(most).toBeLessThan(2e-4);
  expect(Math.max(...contribs.flat().map(Math.abs))).toBeGreaterThan(0.5);
});
