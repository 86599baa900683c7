import { beforeAll, expect, test, vi } from 'vitest';
import { createRng } from '../../../src/core/base/random.ts';
import type { Table } from '../../../src/core/data/table.ts';
import { explainerOf } from '../../../src/core/study/explainer.ts';
import { parseRunFiles, runFiles } from '../../../src/core/study/files.ts';
import { prepare } from '../../../src/core/study/prepare.ts';
import { reproduce } from '../../../src/core/study/reproduce.ts';
import { parseStudy } from '../../../src/core/study/resolve.ts';
import { runStudy } from '../../../src/core/study/run-study.ts';
import type { RunOptions } from '../../../src/core/study/run-study.ts';
import type { StudyInput } from '../../../src/core/study/schema.ts';
import { weighed } from '../../../src/core/metrics/ranking.ts';
import { control, options as makeOptions, tableOf } from './fixture.ts';

/** 60 queries of four candidates; the right one has the largest a, mostly; what it brings falls with a. */
const rng = createRng(11);
const lines = Array.from({ length: 60 }, (_, q) => {
  const a = Array.from({ length: 4 }, () => rng.normal());
  const scores = a.map((own) => 2 * own + rng.normal());
  const best = scores.indexOf(Math.max(...scores));
  return a.map((own, i) =>
    [`q${q}`, `item${i}`, own.toFixed(4), i === best ? 'yes' : 'no', (5 - own + 0.1 * rng.normal()).toFixed(4)].join(
      ',',
    ),
  );
});
const csv = ['query,item,a,taken,margin', ...lines.flat(), ''].join('\n');
const framing = { kind: 'per-item', target: 'taken', positive: 'yes', query: 'query', item: 'item' } as const;
const base = {
  version: 1,
  data: { source: 'small.csv', columns: { margin: { role: 'ignore' } } },
  split: { kind: 'group', column: 'query' },
} as const;

// Some of them run a study several times.
vi.setConfig({ testTimeout: 30_000 });

let table: Table;
let options: RunOptions;
beforeAll(async () => {
  table = await tableOf(csv);
  options = await makeOptions();
});
const run = (framing: StudyInput['framing'], changes: Partial<StudyInput> = {}) =>
  runStudy(parseStudy({ ...base, ...changes, framing }), table, options);

test('candidates are scored as by yes or no, and ranked by query', async () => {
  const ranked = await run(framing);
  const binary = await run(
    { kind: 'binary', target: 'taken', positive: 'yes' },
    {
      data: { ...base.data, columns: { ...base.data.columns, item: { role: 'ignore' } } },
    },
  );
  expect(ranked.run.features).toEqual(['a']);
  expect(ranked.predictions.scores).toEqual(binary.predictions.scores);
  const hash = (of: typeof ranked, stage: string) => of.run.stages.find((each) => each.stage === stage)!.hash;
  expect(hash(ranked, 'split')).toBe(hash(binary, 'split'));
  const { test: metrics } = ranked.run.metrics;
  // Each query has one right candidate, so the mean of 1 / place by hand.
  const { rows, split, actual, scores } = ranked.predictions;
  const members = new Map<number, number[]>();
  for (const [i, row] of rows.entries())
    if (split[i] === 2) members.set(row >> 2, [...(members.get(row >> 2) ?? []), i]);
  const places = [...members.values()].map((own) => {
    const right = own.find((i) => actual[i] === 1)!;
    return 1 + own.filter((i) => scores[2 * i + 1]! > scores[2 * right + 1]!).length;
  });
  expect(places.length).toBe(12);
  expect(metrics['mrr']!.value).toBeCloseTo(places.reduce((sum, place) => sum + 1 / place, 0) / 12, 12);
  expect(metrics['hit@1']).toMatchObject({ value: places.filter((place) => place === 1).length / 12, n: 12 });
  expect(metrics['mrr']!.low!).toBeLessThanOrEqual(metrics['mrr']!.value!);
  // All candidates alike: one of four.
  expect(ranked.run.baseline.test['hit@1']!.value).toBeCloseTo(0.25, 12);
  expect(ranked.run.warnings.join()).toContain('go by those of queries');
});

test('an item that was never trained on is scored by what it is, and without training', async () => {
  const result = await run(framing);
  const explainer = explainerOf(prepare(parseStudy(result.run.study), table), result.bundle, table);
  const row = result.predictions.rows[0]!;
  const means = { compute: options.compute, control };
  const [low, high] = await explainer.predict(
    [-3, 3].map((a) => ({ row, edits: { a } })),
    means,
  );
  expect(high![1]!).toBeGreaterThan(low![1]!);
});

test('a query that two parts share is refused, with the way out', async () => {
  await expect(run(framing, { split: { kind: 'stratified' } })).rejects.toThrow(
    'study.split.kind: the rows of one query must stay together; split by group query: stratified',
  );
  await expect(run({ ...framing, item: 'taken' })).rejects.toThrow(
    'study.framing.item: must be another column than target and query: taken',
  );
  await expect(run({ ...framing, query: 'querry' })).rejects.toThrow('study.framing.query: not a column');
});

test('two objectives: one model each, ranked by a weight that trains nothing', async () => {
  const two = { ...framing, kind: 'decoupled' as const, value: 'margin', watch: [{ who: 'shop', column: 'margin' }] };
  const by = (weight: number) => run({ ...two, weight });
  const [right, both, worth] = [await by(0), await by(0.5), await by(1)];
  const single = await run(framing);
  expect(right.run.features).toEqual(['a']);
  expect(right.predictions.scores).toEqual(single.predictions.scores);
  expect(right.run.metrics.test['mrr']).toEqual(single.run.metrics.test['mrr']);
  // The models are the same whatever the weight.
  const hash = (of: typeof right, stage: string) => of.run.stages.find((each) => each.stage === stage)!.hash;
  for (const stage of ['split', 'recipe', 'model', 'scores']) expect(hash(both, stage)).toBe(hash(right, stage));
  expect(hash(both, 'metrics')).not.toBe(hash(right, 'metrics'));
  // What is right falls with what it brings, so that ranking by the one gives the least of the other.
  const brings = (of: typeof right) => of.run.metrics.test['first 3: margin']!.value!;
  expect(brings(worth)).toBeGreaterThan(brings(both));
  expect(brings(both)).toBeGreaterThanOrEqual(brings(right));
  expect(worth.run.metrics.test['hit@1']!.value!).toBeLessThan(right.run.metrics.test['hit@1']!.value!);
  // Of 5 - a + noise, told by `a` in its own column of predictions.
  const { names, values } = right.predictions.own!;
  expect(names).toEqual(['value']);
  expect(values.length).toBe(right.predictions.rows.length);
  const deviations = right.bundle.model.json['deviations'] as [number, number];
  const means = { compute: options.compute, control };
  const explainer = explainerOf(prepare(parseStudy(right.run.study), table), right.bundle, table);
  const row = right.predictions.rows[0]!;
  const edited = [0, 2].map((a) => ({ row, edits: { a } }));
  const [same, none, high] = await explainer.own([{ row, edits: {} }, ...edited], means);
  expect(same).toEqual([values[0]]);
  // margin is 5 - a and noise of 0.1; the penalty shrinks the slope over 144 rows by less than a hundredth.
  expect(none![0]!).toBeCloseTo(5, 1);
  expect(high![0]!).toBeCloseTo(3, 1);
  // A quarter of the candidates is right: sqrt(1/4 * 3/4).
  expect(deviations[0]).toBeCloseTo(Math.sqrt(3) / 4, 12);
  expect([...weighed(Float64Array.of(1), Float64Array.of(2), 0, deviations)]).toEqual([1 / deviations[0]]);
});

test('a run of two objectives is written, read and repeated', async () => {
  const two = { ...framing, kind: 'decoupled', value: 'margin', weight: 0.3 } as const;
  const result = await run(two);
  const read = parseRunFiles(runFiles(result));
  expect(read.run).toEqual(result.run);
  expect((await reproduce(read.run, read.predictions, table, options)).verdict).toBe('equal');
});

test('what it is worth must be a number, and is not learned from', async () => {
  await expect(run({ ...framing, kind: 'decoupled', value: 'item' })).rejects.toThrow(
    'study.framing.value: must be a number column, not category: item',
  );
  const result = await run({ ...framing, kind: 'decoupled', value: 'margin' }, { data: { source: 'small.csv' } });
  expect(result.run.features).toEqual(['a']);
});
