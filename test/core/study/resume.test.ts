import { beforeAll, expect, test, vi } from 'vitest';
import { createRng } from '../../../src/core/base/random.ts';
import type { Table } from '../../../src/core/data/table.ts';
import { classifiers } from '../../../src/core/models/index.ts';
import { parseStudy } from '../../../src/core/study/resolve.ts';
import { runStudy } from '../../../src/core/study/run-study.ts';
import type { StudyInput } from '../../../src/core/study/schema.ts';
import { control, environment, options as makeOptions, tableOf } from './fixture.ts';

/** 240 rows of five sorts of two kinds, one number and one category. */
const rng = createRng(8);
const lines = Array.from({ length: 240 }, (_, i) => {
  const sort = i % 5;
  const name = ['apple', 'pear', 'axe', 'hammer', 'saw'][sort]!;
  return [(sort + rng.normal()).toFixed(4), 'uvwxy'[(sort + rng.integer(2)) % 5], sort < 2 ? 'fruit' : 'tool', name];
});
const csv = ['a,b,kind,sort', ...lines.map((line) => line.join(',')), ''].join('\n');

let table: Table;
let compute: Awaited<ReturnType<typeof makeOptions>>['compute'];
beforeAll(async () => {
  table = await tableOf(csv);
  ({ compute } = await makeOptions());
});

/** A second goes by at each look at the clock, so that all that can be kept is kept. */
async function run(study: StudyInput, from: unknown, keep: (checkpoint: unknown) => void = () => undefined) {
  let clock = 0;
  const ticking = { ...control, now: () => (clock += 1000) };
  const checkpoints = { from, keep };
  return runStudy(parseStudy(study), table, { compute, control: ticking, environment, checkpoints });
}
const study = (framing: StudyInput['framing'], kind: string, options: object): StudyInput => ({
  version: 1,
  data: {
    source: 't.csv',
    columns: Object.fromEntries(['kind', 'sort'].map((name) => [name, { role: 'ignore' as const }])),
  },
  framing,
  model: { kind, options: options as Record<string, unknown> },
});
const network = { hiddenLayerSizes: [6], maxEpochs: 6, batchSize: 32, patience: 3, dropout: 0.2 };

test.for([
  ['wide and deep', study({ kind: 'multiclass', target: 'sort' }, 'wide-and-deep', { ...network, schedule: 'cosine' })],
  ['one network against the rest each', study({ kind: 'one-vs-rest', target: 'sort' }, 'mlp', network)],
  ['a network at each fork', study({ kind: 'hierarchical', target: ['kind', 'sort'] }, 'mlp', network)],
  ['a tree at each fork', study({ kind: 'hierarchical', target: ['kind', 'sort'] }, 'decision-tree', {})],
  [
    'boosting, on a draw of rows and columns',
    study({ kind: 'multiclass', target: 'sort' }, 'gradient-boosting', {
      ...{ maxIterations: 12, minSamplesLeaf: 5, subsample: 0.8, columnSample: 0.6, patience: 5 },
    }),
  ],
  [
    'boosting of two classes',
    study({ kind: 'binary', target: 'kind', positive: 'tool' }, 'gradient-boosting', {
      ...{ maxIterations: 12, minSamplesLeaf: 5, patience: 5 },
    }),
  ],
] as const)('%s goes on from any checkpoint to the very same run', async ([, told]) => {
  const kept: unknown[] = [];
  const whole = await run(told, null, (checkpoint) => void kept.push(structuredClone(checkpoint)));
  expect(kept.length).toBeGreaterThan(1);
  for (const from of [kept[0], kept[Math.floor(kept.length / 2)], kept.at(-1)]) {
    const again = await run(told, from);
    expect(again.run.stages).toEqual(whole.run.stages);
    expect(again.run.curves).toEqual(whole.run.curves);
    expect(again.run.ended).toBe(whole.run.ended);
  }
});

test('models that are done are not fitted again', async () => {
  const told = study({ kind: 'one-vs-rest', target: 'sort' }, 'logistic', {});
  const kept: { done: unknown[] }[] = [];
  await run(told, null, (checkpoint) => void kept.push(structuredClone(checkpoint) as { done: unknown[] }));
  expect(kept.map(({ done }) => done.length)).toEqual([1, 2, 3, 4]);
  const fit = vi.spyOn(classifiers['logistic']!, 'fit');
  await run(told, kept[2]);
  expect(fit).toHaveBeenCalledTimes(2);
  fit.mockRestore();
});

test('a checkpoint of another framing is no beginning', async () => {
  const rest = study({ kind: 'one-vs-rest', target: 'sort' }, 'mlp', network);
  const kept: unknown[] = [];
  await run(rest, null, (checkpoint) => void kept.push(structuredClone(checkpoint)));
  const forks = study({ kind: 'hierarchical', target: ['kind', 'sort'] }, 'mlp', network);
  const [afresh, misled] = [await run(forks, null), await run(forks, kept.at(-1))];
  expect(misled.run.stages).toEqual(afresh.run.stages);
});
