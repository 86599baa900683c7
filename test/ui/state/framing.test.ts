/** @file A study follows the table it stands on: what can no longer be meant is left out, the rest stays. */
import { expect, test } from 'vitest';
import type { ColumnProfile, TableSummary } from '../../../src/core/data/profile-types.ts';
import type { StudyInput } from '../../../src/core/study/schema.ts';
import {
  carryOver,
  completeFraming,
  startingStudy,
  suggestFraming,
  withoutTarget,
} from '../../../src/ui/state/framing.ts';

const column = (name: string, role: ColumnProfile['role'], levels: Record<string, number> | null = null) =>
  ({ name, role, levels: levels && Object.entries(levels).map(([text, count]) => ({ text, count })) }) as ColumnProfile;
const table = {
  name: 't.csv',
  sha256: 'f'.repeat(64),
  columns: [
    column('age', 'feature'),
    column('sex', 'ignore', { f: 5, m: 5 }),
    column('bought', 'feature', { no: 7, yes: 3 }),
  ],
} as TableSummary;
const study: Partial<StudyInput> = {
  framing: { kind: 'binary', target: 'bought', positive: 'yes' },
  split: { kind: 'time', column: 'day' },
  groups: ['sex', 'gone'],
  explain: { partialDependence: ['age', 'sex', 'gone'], ice: ['sex'] },
  seed: 7,
};

test('columns that are gone are no longer named; columns that are no features are no longer explained', () => {
  const next = carryOver(study, table, {});
  expect(next.framing).toEqual(study.framing);
  expect(next.split).toBeUndefined();
  expect(next.groups).toEqual(['sex']);
  expect(next.explain).toEqual({ partialDependence: ['age'], ice: [] });
  expect(next.seed).toBe(7);
  expect(next.data).toEqual({ source: 't.csv', sha256: table.sha256 });
});

test('a new target is neither explained nor a group', () => {
  expect(withoutTarget(study, { target: 'sex' })).toMatchObject({
    groups: ['gone'],
    explain: { partialDependence: ['age', 'gone'], ice: [] },
  });
  expect(withoutTarget({ seed: 1 }, { target: 'sex' })).toEqual({ seed: 1 });
});

test('the rarer of two classes is suggested as positive; a class of another target is replaced', () => {
  expect(suggestFraming(table, 'bought')).toEqual({ kind: 'binary', target: 'bought', positive: 'yes' });
  // Ties go to the later in code-point order.
  expect(suggestFraming(table, 'sex')).toEqual({ kind: 'binary', target: 'sex', positive: 'm' });
  expect(suggestFraming(table, 'age')).toBeNull();
  expect(completeFraming({ kind: 'binary', target: 'sex', positive: 'yes' }, table)).toMatchObject({ positive: 'm' });
});

test('a file that names its target starts with it', () => {
  expect(startingStudy(table, {}).framing).toBeUndefined();
  const [, sex, bought] = table.columns as [ColumnProfile, ColumnProfile, ColumnProfile];
  const told = { ...bought, role: 'target' } as ColumnProfile;
  expect(startingStudy({ ...table, columns: [sex, told] }, {}).framing).toEqual({
    kind: 'binary',
    target: 'bought',
    positive: 'yes',
  });
  // Of two, a person chooses.
  const both = [{ ...sex, role: 'target' } as ColumnProfile, told];
  expect(startingStudy({ ...table, columns: both }, {}).framing).toBeUndefined();
});
