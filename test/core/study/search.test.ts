import { beforeAll, describe, expect, test } from 'vitest';
import { createRng } from '../../../src/core/base/random.ts';
import type { Progress } from '../../../src/core/base/progress.ts';
import type { Table } from '../../../src/core/data/table.ts';
import { classifiers } from '../../../src/core/models/index.ts';
import { gridOf, placeOf, spaces, valueAt } from '../../../src/core/models/spaces.ts';
import { parseStudy } from '../../../src/core/study/resolve.ts';
import { keepsUp, meanOf, ranked } from '../../../src/core/study/search-judge.ts';
import type { FoldScore, Trial } from '../../../src/core/study/search-judge.ts';
import { mixture } from '../../../src/core/study/search-tpe.ts';
import { correctedTest, verdictOf } from '../../../src/core/study/search-verdict.ts';
import { searchSchema } from '../../../src/core/study/search-plan.ts';
import { runStudy } from '../../../src/core/study/run-study.ts';
import { searchOptions } from '../../../src/core/study/search.ts';
import type { SearchOptions } from '../../../src/core/study/search.ts';
import type { StudyInput } from '../../../src/core/study/schema.ts';
import { control, csv, environment, options as makeOptions, study, tableOf } from './fixture.ts';

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
    const { p, difference } = correctedTest([2, 3, 4], [1, 1, 1], 0.5, 0.5);
    expect(p).toBeCloseTo(1 - Math.sqrt(4.8) / Math.sqrt(6.8), 12);
    // t at 5 % with 2 degrees: t / sqrt(2 + t^2) = 0.95, t = 4.302653.
    expect(difference.high).toBeCloseTo(2 + 4.302652729911275 * Math.sqrt(5 / 6), 9);
  });

  test('the same difference everywhere has no p, and an undefined fold no mean', () => {
    expect(correctedTest([2, 3], [1, 2], 0.5, 0.01)).toMatchObject({
      p: null,
      reason: 'the difference is the same in every fold',
    });
    expect(meanOf([0.5, null], 0.5)).toMatchObject({ value: null, reason: 'a fold has rows of one class only' });
  });
});

describe('the correlated Bayesian t test', () => {
  test('by hand', () => {
    // As above: t with 2 degrees about 2, spread sqrt(5/6). P(T < t) = 1/2 + t / (2 sqrt(2 + t^2)) with 2 degrees.
    const { chances } = correctedTest([2, 3, 4], [1, 1, 1], 0.5, 0.5);
    const below = (x: number) => {
      const t = (x - 2) / Math.sqrt(5 / 6);
      return 0.5 + t / (2 * Math.sqrt(2 + t * t));
    };
    expect(chances!.under).toBeCloseTo(below(-0.5), 12);
    expect(chances!.inside).toBeCloseTo(below(0.5) - below(-0.5), 12);
    expect(chances!.over).toBeCloseTo(1 - below(0.5), 12);
  });

  test('as scipy tells it', () => {
    // scipy.stats.t.cdf([-.01, .01], 4, loc=-.012, scale=sqrt((1/5 + 1/4) * var)), var of the five differences with ddof 1.
    const { chances } = correctedTest([0.4, 0.41, 0.38, 0.42, 0.39], [0.41, 0.43, 0.385, 0.43, 0.405], 0.25, 0.01);
    expect(chances!.under).toBeCloseTo(0.6856889442050869, 9);
    expect(chances!.over).toBeCloseTo(0.002263780706283552, 9);
  });
});

/** A trial of three folds with these log losses. */
const told = (id: string, kind: string, losses: number[]): Trial => ({
  id,
  kind,
  options: {},
  complexity: 0,
  share: 1,
  folds: losses.map((logLoss) => ({ logLoss, rocAuc: 0.5 }) as FoldScore),
  logLoss: meanOf(losses, 0.5),
  rocAuc: meanOf([0.5, 0.5, 0.5], 0.5),
  failure: null,
  pruned: false,
});

describe('the verdict', () => {
  test('names the best, the simplest, and the simplest that is near enough', () => {
    // Means .30, .308, .40; too small to matter: .01. Naive Bayes is simpler than logistic, that than a forest.
    const trials = [
      told('forest', 'random-forest', [0.28, 0.3, 0.32]),
      told('logistic', 'logistic', [0.29, 0.308, 0.326]),
      told('bayes', 'naive-bayes', [0.39, 0.4, 0.41]),
    ];
    const verdict = verdictOf(trials, searchSchema.parse({}), 0.5);
    expect(verdict).toMatchObject({ best: 'forest', simplest: 'bayes', enough: 'logistic' });
    expect(verdict.test!.difference.value).toBeCloseTo(-0.1, 12);
    expect(verdict.enoughTest!.difference.value).toBeCloseTo(-0.008, 12);
    expect(verdictOf(trials, searchSchema.parse({ rope: 0.001 }), 0.5).enough).toBe('forest');
  });

  test('a trial is given up where its first folds are worse than the median of four before it', () => {
    // Means over two folds of those before: .1, .2, .3, .4; the median is .25.
    const before = [0.1, 0.2, 0.3, 0.4].map((loss) => told(String(loss), 'logistic', [loss, loss, 9]));
    const scores = (losses: number[]) => losses.map((logLoss) => ({ logLoss }) as FoldScore);
    const goesOn = keepsUp({ prune: true, measure: 'logLoss' }, before, 1);
    expect([[0.9], [0.3, 0.2], [0.3, 0.201]].map((losses) => goesOn(scores(losses)))).toEqual([true, true, false]);
    const never = keepsUp({ prune: false, measure: 'logLoss' }, before, 1);
    expect(never(scores([9, 9]))).toBe(true);
    expect(keepsUp({ prune: true, measure: 'logLoss' }, before.slice(1), 1)(scores([9, 9]))).toBe(true);
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

  test('several families on the same folds, each from its own defaults', async () => {
    const kinds = ['logistic', 'decision-tree', 'naive-bayes'];
    const { trials, best } = await search({ trials: 1, folds: 3 }, { kinds });
    expect(trials.map(({ kind }) => kind)).toEqual(kinds);
    expect(trials.map(({ folds }) => folds.map(({ rows }) => rows))).toEqual(
      kinds.map(() => trials[0]!.folds.map((fold) => fold.rows)),
    );
    // The same trial as that of a search of this family alone, whose model the study names.
    const alone = await search({ trials: 1, folds: 3 }, {}, { model: { kind: 'decision-tree' } });
    expect(judged({ ...alone })[0]).toEqual(judged(await search({ trials: 1, folds: 3 }, { kinds }))[1]);
    expect(trials.map(({ id }) => id)).toContain(best);
    await expect(search({}, { kinds: ['forrest'] })).rejects.toThrow('search.kinds: must be among');
  });

  test('a family that cannot learn what is asked is a trial that says so', async () => {
    const framing: StudyInput['framing'] = { kind: 'score', target: 'size', edges: [8, 15] };
    const { trials } = await search({ method: 'grid', trials: 6, folds: 3 }, {}, { framing, explain: {} });
    const said = trials.map(({ failure, options }) => [failure, (options['l1'] ?? 0) === 0] as const);
    expect(said.filter(([failure]) => failure === null).every(([, isBare]) => isBare)).toBe(true);
    expect(said.filter(([, isBare]) => !isBare).length).toBeGreaterThan(0);
    for (const [failure, isBare] of said) if (!isBare) expect(failure).toContain('with an L2 penalty only');
  });

  test('TPE goes on where it was stopped, and tries nothing twice', async () => {
    const plan = { method: 'tpe', trials: 14, folds: 2 };
    const whole = await search(plan);
    expect(whole.trials).toHaveLength(14);
    expect(new Set(whole.trials.map(({ id }) => id)).size).toBe(14);
    const again = await search(plan, { done: whole.trials.slice(0, 10) });
    expect(judged(again)).toEqual(judged(whole));
  });

  test('what TPE draws lies near what went well', () => {
    // Two places at .1 of three parts: two thirds of the weight within [0, 1] about .1, a third over all of it.
    const { draw, density } = mixture([0.1, 0.1]);
    const grid = Array.from({ length: 1000 }, (_, i) => (i + 0.5) / 1000);
    const total = grid.reduce((sum, place) => sum + density(place) / 1000, 0);
    expect(total).toBeCloseTo(1, 5);
    const mean = grid.reduce((sum, place) => sum + (place * density(place)) / 1000, 0);
    const rng = createRng(7);
    const drawn = Array.from({ length: 20000 }, () => draw(rng)).reduce((a, b) => a + b, 0) / 20000;
    // The standard error of the mean of 20,000 numbers in [0, 1] is .002 at most.
    expect(Math.abs(drawn - mean)).toBeLessThan(0.008);
  });

  test('a time limit starts no trial after it, and says so', async () => {
    // The clock of the fixture goes up by a millisecond a look.
    const start = {
      ...control,
      now: (() => {
        let t = 0;
        return () => (t += 400);
      })(),
    };
    const result = await search({ trials: 8, folds: 2, seconds: 2 }, { control: start });
    expect(result.cut).toBe(true);
    expect(result.trials.length).toBeLessThan(8);
    expect((await search({ trials: 3, folds: 2 })).cut).toBe(false);
  });

  test('nested: each outer fold is judged by the best of a search that has not seen it', async () => {
    const { nested, trials } = await search({ trials: 3, folds: 2, outer: 3 });
    expect(nested!.folds).toHaveLength(3);
    // 84 rows have an answer, a fifth of them is tested: what is left is shared out to three.
    const inner = nested!.folds.map(({ rows }) => rows);
    expect(Math.max(...inner) - Math.min(...inner)).toBeLessThanOrEqual(1);
    const mean = nested!.folds.reduce((sum, { logLoss }) => sum + logLoss, 0) / 3;
    expect(nested!.logLoss.value).toBeCloseTo(mean, 12);
    expect(trials.every(({ outer }) => outer === undefined)).toBe(true);
    expect(() => searchSchema.parse({ outer: 1 })).toThrow('must be 0, or 2 and more');
  });

  test('a holdout is the fit of the study itself, judged on its validation rows', async () => {
    const { trials, best, test } = await search({ trials: 3, plan: 'holdout' });
    const { run } = await runStudy(parseStudy(study), table, { ...base, environment });
    // Logistic regression, the study's own options: the first trial, fitted on the training rows as the run is.
    expect(trials[0]!.folds).toHaveLength(1);
    expect(trials[0]!.folds[0]!.rows).toBe(run.rows.validation);
    expect(trials[0]!.logLoss.value).toBeCloseTo(run.metrics.validation['logLoss']!.value!, 12);
    expect(trials[0]!.logLoss).toMatchObject({ low: null, reason: 'one fold has no spread' });
    expect(trials.map(({ id }) => id)).toContain(best);
    if (test) expect(test.p).toBeNull();
    const [folded] = (await search({ trials: 1, folds: 2 })).trials;
    expect(folded!.id).not.toBe(trials[0]!.id);
    const nested = await search({ trials: 1, plan: 'holdout', outer: 2 });
    expect(nested.nested!.folds).toHaveLength(2);
    const lines = csv.trim().split('\n').slice(1);
    const rows = lines.map((line, i) => `${line},${i % 4 === 0 ? 'test' : 'train'}`);
    const parted = await tableOf(`size,color,town,answer,part\n${rows.join('\n')}\n`);
    const split: StudyInput['split'] = { kind: 'column', column: 'part' };
    await expect(search({ plan: 'holdout' }, {}, { split }, parted)).rejects.toThrow('keeps no validation rows');
  });

  test('each trial tells what it costs', async () => {
    const { trials } = await search({ trials: 1, folds: 2 });
    const [fold] = trials[0]!.folds;
    // The clock of the fixture goes up by one a look.
    expect(fold!.predictMilliseconds).toBeGreaterThan(0);
    expect(fold!.bytes).toBeGreaterThan(0);
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
