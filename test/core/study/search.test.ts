import { beforeAll, describe, expect, test } from 'vitest';
import type { Progress } from '../../../src/core/base/progress.ts';
import type { Table } from '../../../src/core/data/table.ts';
import { classifiers } from '../../../src/core/models/index.ts';
import { gridOf, placeOf, spaces, valueAt } from '../../../src/core/models/spaces.ts';
import { parseStudy } from '../../../src/core/study/resolve.ts';
import { correctedTest, meanOf, ranked } from '../../../src/core/study/search-judge.ts';
import { searchSchema } from '../../../src/core/study/search-plan.ts';
import { searchOptions } from '../../../src/core/study/search.ts';
import type { SearchOptions } from '../../../src/core/study/search.ts';
import type { StudyInput } from '../../../src/core/study/schema.ts';
import { control, csv, options as makeOptions, study, tableOf } from './fixture.ts';

let table: Table;
let base: Pick<SearchOptions, 'compute' | 'control'>;
beforeAll(async () => {
  table = await tableOf();
  base = { compute: (await makeOptions()).compute, control };
});
const search = (plan: object, more: Partial<SearchOptions> = {}, changes: Partial<StudyInput> = {}, of = table) =>
  searchOptions(parseStudy({ ...study, ...changes }), of, searchSchema.parse(plan), { ...base, ...more });
/** Without the clock's part. */
const judged = ({ trials }: Awaited<ReturnType<typeof search>>) =>
  trials.map(({ folds, ...trial }) => ({ ...trial, folds: folds.map(({ logLoss, rocAuc }) => [logLoss, rocAuc]) }));

describe('spaces', () => {
  test.for(Object.keys(spaces))('%s: every value is one its family takes', (kind) => {
    const schema = classifiers[kind]!.options;
    for (const axis of spaces[kind]!) {
      for (const value of [...gridOf(axis), ...[0, 0.3, 0.99].map((share) => valueAt(axis, share))])
        expect(schema.safeParse({ [axis.option]: value }).error?.message).toBeUndefined();
      // From the simplest up: places rise along a grid from 0 to 1.
      const places = gridOf(axis).map((value) => placeOf(axis, value));
      expect(places).toEqual([...places].sort((a, b) => a - b));
      expect([places[0], places.at(-1)!]).toEqual([expect.closeTo(0, 9), expect.closeTo(1, 9)]);
    }
  });
});

describe('the corrected resampled t test', () => {
  test('by hand', () => {
    // Differences 1, 2, 3 of 3 folds, judged over learned 1/2: mean 2, s^2 = 1, error sqrt(1/3 + 1/2) = 0.912871.
    // t = 2.190890 with 2 degrees: p = 1 - t / sqrt(2 + t^2) = 0.159832.
    const { p, difference } = correctedTest([2, 3, 4], [1, 1, 1], 0.5);
    expect(p).toBeCloseTo(1 - Math.sqrt(4.8) / Math.sqrt(6.8), 12);
    // t at 5 % with 2 degrees: t / sqrt(2 + t^2) = 0.95, t = 4.302653.
    expect(difference.high).toBeCloseTo(2 + 4.302652729911275 * Math.sqrt(5 / 6), 9);
  });

  test('the same difference everywhere has no p, and an undefined fold no mean', () => {
    expect(correctedTest([2, 3], [1, 2], 0.5)).toMatchObject({
      p: null,
      reason: 'the difference is the same in every fold',
    });
    expect(meanOf([0.5, null], 0.5)).toMatchObject({ value: null, reason: 'a fold has rows of one class only' });
  });
});

describe('a search', () => {
  const plan = { trials: 5, folds: 3 };

  test('comes out the same again', async () => {
    const first = await search(plan);
    expect(first.trials).toHaveLength(5);
    expect(judged(await search(plan))).toEqual(judged(first));
  });

  test('never looks at a test row', async () => {
    // Every fifth row is tested; the answers of those turned round change nothing but the hash of the data in the ids.
    const lines = csv.trim().split('\n').slice(1);
    const other: Record<string, string> = { yes: 'no', no: 'yes' };
    const told = (isTurned: boolean) => {
      const rows = lines.map((line, i) => {
        const cells = line.split(',');
        const isTested = i % 5 === 0;
        if (isTested && isTurned) cells[3] = other[cells[3]!] ?? '';
        return [...cells, isTested ? 'test' : i % 5 === 1 ? 'validation' : 'train'].join(',');
      });
      return tableOf(`size,color,town,answer,part\n${rows.join('\n')}\n`);
    };
    const split: StudyInput['split'] = { kind: 'column', column: 'part' };
    const [before, after] = [
      await search(plan, {}, { split }, await told(false)),
      await search(plan, {}, { split }, await told(true)),
    ];
    const withoutId = (result: typeof before) => judged(result).map((trial) => ({ ...trial, id: '' }));
    expect(withoutId(after)).toEqual(withoutId(before));
    expect(after.trials[0]!.id).not.toBe(before.trials[0]!.id);
  });

  test('tells each trial as it ends, and does not repeat what is done', async () => {
    const told: Progress[] = [];
    const watch = { ...control, progress: (progress: Progress) => void told.push(progress) };
    const first = await search(plan, { control: watch });
    expect(told.map(({ done, total, part }) => [done, total, part])).toEqual(
      first.trials.map((trial, i) => [i + 1, 5, trial]),
    );
    let reads = 0;
    const counting = { ...control, now: () => reads++ };
    const again = await search(plan, { done: first.trials, control: counting });
    expect(again).toEqual(first);
    expect(reads).toBe(0);
    // A trial of other folds is another trial.
    const other = await search({ ...plan, folds: 4 }, { done: first.trials });
    expect(other.trials.some(({ id }) => first.trials.some((trial) => trial.id === id))).toBe(false);
  });

  test('the best has the least mean log loss of its folds, and is tested against the simplest', async () => {
    const { trials, best, simplest, test: tested } = await search({ trials: 8, folds: 3 });
    const least = Math.min(...trials.map(({ logLoss }) => logLoss.value!));
    expect(trials.find(({ id }) => id === best)!.logLoss.value).toBe(least);
    const plain = trials.find(({ id }) => id === simplest)!;
    expect(plain.complexity).toBe(Math.min(...trials.map(({ complexity }) => complexity)));
    expect(tested!.difference.value).toBeCloseTo(least - plain.logLoss.value!, 12);
    expect(tested!.difference.value).toBeLessThanOrEqual(0);
  });

  test('grid keeps to the grid, and the options of the study come first', async () => {
    const model = { kind: 'one-rule', options: { smoothing: 2, smallest: 7 } };
    const { trials } = await search({ method: 'grid', trials: 20, folds: 2 }, {}, { model });
    expect(trials[0]!.options).toEqual({ smoothing: 2, smallest: 7 });
    const grid = gridOf(spaces['one-rule']![0]!);
    // The second is the default of what is searched; the rest are the grid, each once.
    expect(trials.slice(2).every(({ options }) => grid.includes(options['smallest']))).toBe(true);
    expect(trials.every(({ options }) => options['smoothing'] === 2)).toBe(true);
    expect(new Set(trials.map(({ id }) => id)).size).toBe(trials.length);
  });

  test('halving keeps the best third of each rung', async () => {
    const plan = searchSchema.parse({ method: 'halving', trials: 9, folds: 2 });
    const { trials, best } = await search(plan);
    const rungs = [1 / 9, 1 / 3, 1].map((share) => trials.filter((trial) => trial.share === share));
    expect(rungs.map((rung) => rung.length)).toEqual([9, 3, 1]);
    const keys = (rung: typeof trials) => rung.map(({ options }) => JSON.stringify(options));
    expect(keys(rungs[1]!)).toEqual(keys(ranked(rungs[0]!, plan).slice(0, 3)));
    expect(best).toBe(rungs[2]![0]!.id);
  });

  test('options that do not go with the rows are a trial that failed, and says why', async () => {
    // The default recipe centres columns, which counts do not survive.
    const model = { kind: 'naive-bayes', options: { distribution: 'multinomial' } };
    const { trials, best } = await search({ trials: 4, folds: 2 }, {}, { model });
    expect(trials[0]!.failure).toContain('no value may be under 0');
    expect(trials[0]!.logLoss).toMatchObject({ value: null, reason: 'it could not be fitted' });
    expect(best).not.toBe(trials[0]!.id);
  });

  test('stops when it is cancelled', async () => {
    const controller = new AbortController();
    let seen = 0;
    const watch = {
      ...control,
      signal: controller.signal,
      progress: () => {
        if (++seen === 2) controller.abort();
      },
    };
    await expect(search(plan, { control: watch })).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
    expect(seen).toBe(2);
  });
});
