/** @file Every family under every framing: a run that ends, and scores that are chances. */
import { beforeAll, describe, expect, test } from 'vitest';
import { createRng } from '../../../src/core/base/random.ts';
import type { Table } from '../../../src/core/data/table.ts';
import { framings } from '../../../src/core/framing/index.ts';
import { classifiers } from '../../../src/core/models/index.ts';
import { parseStudy } from '../../../src/core/study/resolve.ts';
import { runStudy } from '../../../src/core/study/run-study.ts';
import type { RunOptions } from '../../../src/core/study/run-study.ts';
import type { StudyInput } from '../../../src/core/study/schema.ts';
import { options as makeOptions, tableOf } from './fixture.ts';

/** 40 questions of three candidates, the one with the highest `a` mostly chosen; a grade of three in two sections. */
const rng = createRng(11);
const lines = Array.from({ length: 40 }, (_, q) => {
  const rows = [0, 1, 2].map((item) => ({ item, a: item + rng.normal(), b: rng.normal() }));
  const best = rows.reduce((most, row) => (row.a > most.a ? row : most));
  return rows.map((row) => {
    const grade = row.a < 0.5 ? 'poor' : row.a < 1.7 ? 'fair' : 'fine';
    const { item, a, b } = row;
    const shop = ['north', 'south'][(q + item) % 2];
    const price = (20 + 4 * a + rng.normal()).toFixed(2);
    return [
      q,
      `item ${item}`,
      a.toFixed(3),
      b.toFixed(3),
      shop,
      grade,
      grade === 'poor' ? 'low' : 'high',
      price,
      Number(row === best),
    ];
  });
}).flat();
const csv = ['query,item,a,b,shop,grade,section,price,chosen', ...lines.map((line) => line.join(',')), ''].join('\n');

const asked: Record<keyof typeof framings, StudyInput['framing']> = {
  binary: { kind: 'binary', target: 'section', positive: 'high' },
  multiclass: { kind: 'multiclass', target: 'grade' },
  'one-vs-rest': { kind: 'one-vs-rest', target: 'grade' },
  hierarchical: { kind: 'hierarchical', target: ['section', 'grade'], how: 'nodes' },
  score: { kind: 'score', target: 'price', edges: [21, 25] },
  threshold: { kind: 'threshold', target: 'price', from: 22 },
  'per-item': { kind: 'per-item', target: 'chosen', positive: '1', query: 'query', item: 'item' },
  decoupled: { kind: 'decoupled', target: 'chosen', positive: '1', query: 'query', item: 'item', value: 'price' },
};
const answers = ['query', 'item', 'grade', 'section', 'price', 'chosen'];
const columns = Object.fromEntries(answers.map((name) => [name, { role: 'ignore' as const }]));

/** Small, so that a hundred fits take little. */
const small: Record<string, Record<string, unknown>> = {
  mlp: { hiddenLayerSizes: [4], maxEpochs: 2 },
  'wide-and-deep': { hiddenLayerSizes: [4], maxEpochs: 2 },
  'gradient-boosting': { maxIterations: 5 },
  'random-forest': { nEstimators: 5 },
  'extra-trees': { nEstimators: 5 },
  'explainable-boosting': { maxRounds: 5, interactions: 1 },
  blend: { members: ['naive-bayes', 'decision-tree'], folds: 2 },
};

let table: Table;
let options: RunOptions;
beforeAll(async () => {
  table = await tableOf(csv);
  options = await makeOptions();
});

describe.each(Object.keys(classifiers))('%s', (kind) => {
  test.each(Object.keys(asked) as (keyof typeof asked)[])('%s', async (framing) => {
    const study = parseStudy({
      version: 1,
      data: { source: 't.csv', columns },
      framing: asked[framing],
      split: { kind: 'group', column: 'query' },
      model: { kind, options: small[kind] ?? {} },
    });
    const { run, predictions } = await runStudy(study, table, options);
    const width = run.classes.length;
    expect(predictions.scores.length).toBe(predictions.rows.length * width);
    for (let start = 0; start < predictions.scores.length; start += width) {
      const row = predictions.scores.subarray(start, start + width);
      expect(Math.min(...row)).toBeGreaterThanOrEqual(0);
      expect(row.reduce((sum, score) => sum + score, 0)).toBeCloseTo(1, 6);
    }
  });
});
