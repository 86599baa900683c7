import { expect, test } from 'vitest';
import { rowGroups } from '../../../src/ui/stages/explain/row-groups.ts';

test('numbers go in three bands, levels by how many rows they have, the rest together', () => {
  expect(rowGroups(['1', '2', '3', '4', '5', '6', null], true)).toEqual({
    names: ['to 2', 'over 2 to 4', 'over 4', '(missing)'],
    codes: Int32Array.of(0, 0, 1, 1, 2, 2, 3),
  });
  const { names, codes } = rowGroups(['a', 'b', 'b', null, 'c', 'd', 'e', 'f'], false);
  expect(names).toEqual(['b', '(missing)', 'a', 'c', 'd', 'others']);
  expect([...codes]).toEqual([2, 0, 0, 1, 3, 4, 5, 5]);
});
