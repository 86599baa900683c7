/** @file A search on real threads is the search on one core. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPool } from '../../src/cli/pool.ts';
import type { Compute } from '../../src/core/compute/types.ts';
import type { Table } from '../../src/core/data/table.ts';
import { parseStudy } from '../../src/core/study/resolve.ts';
import type { Trial } from '../../src/core/study/search-judge.ts';
import { foldJob } from '../../src/core/study/search-fold.ts';
import { searchSchema } from '../../src/core/study/search-plan.ts';
import { searchOptions } from '../../src/core/study/search.ts';
import type { SearchOptions, SearchResult } from '../../src/core/study/search.ts';
import { control, study, tableOf } from '../core/study/fixture.ts';
import { computeOf } from '../core/models/fixtures.ts';

let compute: Compute;
let table: Table;
const pool = openPool(2, 0)!;
/** Folds that were sent to other threads. */
let sent = 0;
const counted = {
  ...pool,
  open: ((job, shared, here) => {
    const session = pool.open(job, shared, here);
    if (job.name === foldJob.name) sent++;
    return session;
  }) as typeof pool.open,
};
beforeAll(async () => {
  compute = await computeOf('cpu');
  table = await tableOf();
});
afterAll(() => pool.close());

const search = (kind: string, plan: object, isShared: boolean, more: Partial<SearchOptions> = {}) =>
  searchOptions(parseStudy({ ...study, model: { kind } }), table, searchSchema.parse(plan), {
    compute: { ...compute, ...(isShared && { pool: counted }) },
    control,
    ...more,
  });
/** Without the clock's part. */
const timeless = ({ trials, nested, ...rest }: SearchResult) => ({
  ...rest,
  trials: trials.map((trial) => ({ ...trial, folds: trial.folds.map(withoutTimes) })),
  nested: nested && { ...nested, folds: nested.folds.map(withoutTimes) },
});
const withoutTimes = <T extends { fitMilliseconds: number; predictMilliseconds: number }>(fold: T) => ({
  ...fold,
  fitMilliseconds: 0,
  predictMilliseconds: 0,
});

test.each([
  ['gradient-boosting', { trials: 4, folds: 3 }],
  ['decision-tree', { trials: 6, folds: 3, prune: true, measure: 'rocAuc' }],
  ['extra-trees', { trials: 3, folds: 2, method: 'tpe' }],
  ['naive-bayes', { trials: 9, folds: 2, method: 'halving', outer: 2 }],
])('%s %o: the same trials, in the same order, with the same numbers', async (kind, plan) => {
  sent = 0;
  const alone = await search(kind, plan, false);
  expect(timeless(await search(kind, plan, true))).toEqual(timeless(alone));
  expect(sent).toBeGreaterThan(0);
  expect(alone.trials.some(({ logLoss }) => logLoss.value !== null)).toBe(true);
});

test('families that need the device stay here', async () => {
  sent = 0;
  await search('logistic', { trials: 2, folds: 2 }, true);
  expect(sent).toBe(0);
});

test('a search on threads is cancelled, and goes on where it was', async () => {
  const plan = { trials: 6, folds: 3 };
  const controller = new AbortController();
  const told: Trial[] = [];
  const progress = ({ part }: { part?: unknown }) => {
    told.push(part as Trial);
    if (told.length === 2) controller.abort();
  };
  const cancelled = search('decision-tree', plan, true, {
    control: { ...control, progress, signal: controller.signal },
  });
  await expect(cancelled).rejects.toMatchObject({ name: 'AbortError' });
  const result = await search('decision-tree', plan, true, { done: told });
  expect(result.trials.slice(0, 2)).toEqual(told);
  expect(timeless(result)).toEqual(timeless(await search('decision-tree', plan, false)));
});
