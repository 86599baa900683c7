import { expect, test } from 'vitest';
import type { ColumnProfile, TableSummary } from '../../../src/core/data/profile-types.ts';
import { changedColumn, newSalt, settledColumns } from '../../../src/ui/state/columns.ts';

const salt = () => 'made once';
const never = () => {
  throw new Error('no salt is due');
};

test('a change stands beside what was told before', () => {
  const options = { delimiter: ';', columns: { x: { type: 'category' as const } } };
  expect(changedColumn(options, 'x', { role: 'meta' }, never)).toEqual({
    delimiter: ';',
    columns: { x: { type: 'category', role: 'meta' } },
  });
});

test('the first hash brings a salt, the next takes the same', () => {
  const one = changedColumn({}, 'x', { treat: 'hash' }, salt);
  expect(one).toEqual({ columns: { x: { treat: 'hash' } }, salt: 'made once' });
  const two = changedColumn(one, 'y', { treat: 'hash' }, never);
  expect(two).toEqual({ columns: { x: { treat: 'hash' }, y: { treat: 'hash' } }, salt: 'made once' });
});

test('another change leaves the treatment, null takes it away', () => {
  const options = { columns: { x: { treat: { generalise: { width: 10 } } } } };
  expect(changedColumn(options, 'x', { sensitive: true }, never).columns).toEqual({
    x: { sensitive: true, treat: { generalise: { width: 10 } } },
  });
  expect(changedColumn(options, 'x', { treat: null, role: 'ignore' }, never).columns).toEqual({
    x: { role: 'ignore' },
  });
});

test('a type that a hash cannot have is let go; bands need theirs', () => {
  const options = { columns: { x: { type: 'number' as const } } };
  expect(changedColumn(options, 'x', { treat: 'hash' }, salt).columns).toEqual({ x: { treat: 'hash' } });
  const treat = { generalise: { width: 5 } };
  expect(changedColumn(options, 'x', { treat }, never).columns).toEqual({ x: { type: 'number', treat } });
});

test('salts are 128 bits in hexadecimal digits and differ', () => {
  const salts = Array.from({ length: 50 }, newSalt);
  expect(salts.every((each) => /^[0-9a-f]{32}$/.test(each))).toBe(true);
  expect(new Set(salts).size).toBe(50);
});

test('cells that were treated and written out are not treated again, and keep their type', () => {
  const table = { columns: [{ name: 'x', type: 'id' } as ColumnProfile] } as TableSummary;
  expect(settledColumns({ columns: { x: { treat: 'hash', role: 'meta' }, y: { role: 'ignore' } } }, table)).toEqual({
    x: { role: 'meta', type: 'id' },
    y: { role: 'ignore' },
  });
  expect(settledColumns({}, table)).toBeUndefined();
});
