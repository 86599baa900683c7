import { beforeAll, expect, test } from 'vitest';
import { createRng } from '../../../src/core/base/random.ts';
import { cellOf } from '../../../src/core/explain/rows.ts';
import type { Table } from '../../../src/core/data/table.ts';
import type { RecipeState } from '../../../src/core/features/recipe.ts';
import type { ReadTree } from '../../../src/core/study/explain-tree.ts';
import { readModel, type Coefficients, type Terms } from '../../../src/core/study/explain-model.ts';
import { predictRows } from '../../../src/core/study/learn.ts';
import { prepare } from '../../../src/core/study/prepare.ts';
import { parseStudy } from '../../../src/core/study/resolve.ts';
import { runStudy, type RunOptions } from '../../../src/core/study/run-study.ts';
import { options as makeOptions, study, tableOf } from './fixture.ts';

let table: Table;
let options: RunOptions;
beforeAll(async () => {
  table = await tableOf();
  options = await makeOptions();
});

async function read(kind: string, told: object = {}, label = 'yes') {
  const model = { kind, options: told as Record<string, unknown> };
  const { run, bundle } = await runStudy(parseStudy({ ...study, explain: {}, model }), table, options);
  const prepared = prepare(run.study, table);
  const learner = { recipe: bundle.recipe as RecipeState, classes: 2, ...options, features: prepared.features };
  const scores = await predictRows(bundle.model, prepared.test, learner);
  return { found: readModel(prepared, bundle, label, createRng(0)), prepared, scores, bundle };
}
const logit = (p: number) => Math.log(p / (1 - p));

test('a tree read in raw cells, walked by hand, says what the model says', async () => {
  const { found, prepared, scores } = await read('decision-tree', { maxDepth: 4 });
  const { nodes } = found as ReadTree;
  expect(nodes[0]!.rows).toBe(prepared.train.length);
  expect(nodes[0]!.question).toMatch(/^size is at most [\d.]+( or missing)?$/);
  prepared.test.forEach((row, i) => {
    const cells = Object.fromEntries(prepared.features.map((column) => [column.name, cellOf(column, row)]));
    let node = nodes[0]!;
    while (node.question !== null) node = nodes[holds(node.question, cells) ? node.yes : node.no]!;
    expect(node.shares[1]).toBeCloseTo(scores[2 * i + 1]!, 12);
  });
});

/** `size is at most 12 or missing`, `color is red`, by the words alone. A missing size is imputed, so that it goes with a number. */
function holds(question: string, cells: Record<string, number | string | null>): boolean {
  const [, column, rest] = /^(\w+) is (.*)$/.exec(question)!;
  const cell = cells[column!]!;
  if (cell === null) return rest!.endsWith('missing');
  const most = /^at most ([\d.]+)/.exec(rest!);
  return most ? (cell as number) <= Number(most[1]) : rest!.split(' or ').includes(cell as string);
}

test('curves and surfaces of explainable boosting add up to its log-odds', async () => {
  const { found, prepared, scores } = await read('explainable-boosting', { maxRounds: 60, interactions: 2 });
  const { curves, surfaces, intercept } = found as Terms;
  expect(curves.map(({ column }) => column).sort()).toEqual(['color', 'size', 'town']);
  expect(surfaces.length).toBe(2);
  // The grids hold the cells of training rows.
  const known = [...prepared.test.keys()].filter(
    (i) =>
    curves.every(({ column, grid }) => grid.includes(cellOf(prepared.features.find(({ name }) => name === column)!, prepared.test[i]!)!)), // prettier-ignore
  );
  expect(known.length).toBeGreaterThan(10);
  for (const i of known) {
    const cellAt = (name: string) =>
      cellOf(
        prepared.features.find((column) => column.name === name)!,
        prepared.test[i]!,
      )!;
    const sum =
      intercept +
      curves.reduce((total, { column, grid, values }) => total + values[grid.indexOf(cellAt(column))]!, 0) +
      surfaces.reduce((total, { columns: [a, b], grids, values }) => total + values[grids[0].indexOf(cellAt(a))]![grids[1].indexOf(cellAt(b))]!, 0); // prettier-ignore
    expect(sum).toBeCloseTo(logit(scores[2 * i + 1]!), 6);
  }
});

test('coefficients stand by what they move, and those of the other class are their negatives', async () => {
  const { found, bundle } = await read('logistic');
  const { columns, intercept } = found as Coefficients;
  expect(columns.map(({ name }) => name)).toHaveLength(bundle.model.arrays['coefficients']!.length);
  const size = columns.find(({ name }) => name === 'size')!;
  // Standardized on these rows.
  expect(size.deviation).toBeCloseTo(1, 5);
  const moved = columns.map(({ value, deviation }) => Math.abs(value) * deviation);
  expect(moved).toEqual([...moved].sort((a, b) => b - a));
  const other = (await read('logistic', {}, 'no')).found as Coefficients;
  expect(other.intercept).toBeCloseTo(-intercept, 12);
  expect(other.columns[0]!.value).toBeCloseTo(-columns[0]!.value, 12);
});

test('a family that cannot be read is not', async () => {
  expect((await read('random-forest', { nEstimators: 3 })).found).toBeNull();
});
