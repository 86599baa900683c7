import { beforeAll, describe, expect, test } from 'vitest';
import type { Table } from '../../../src/core/data/table.ts';
import { applyRecipe } from '../../../src/core/features/recipe.ts';
import type { RecipeState } from '../../../src/core/features/recipe.ts';
import { explainerOf } from '../../../src/core/study/explainer.ts';
import type { Explainer } from '../../../src/core/study/explainer.ts';
import { parseRunFiles, runFiles } from '../../../src/core/study/files.ts';
import { prepare } from '../../../src/core/study/prepare.ts';
import { parseStudy, resolveStudy } from '../../../src/core/study/resolve.ts';
import { runStudy } from '../../../src/core/study/run-study.ts';
import type { RunOptions } from '../../../src/core/study/run-study.ts';
import type { RunResult } from '../../../src/core/study/run.ts';
import type { StudyInput } from '../../../src/core/study/schema.ts';
import { options as makeOptions, study, tableOf } from './fixture.ts';

const asked: StudyInput['explain'] = {
  ale: ['size'],
  permutation: ['town', ['size', 'color']],
  shapley: { rows: [3, 4] },
  counterfactual: { rows: [3], constraints: { town: { fixed: true } } },
};
let table: Table;
let options: RunOptions;
let result: RunResult;
let explainer: Explainer;
beforeAll(async () => {
  table = await tableOf();
  options = await makeOptions();
  result = await runStudy(parseStudy({ ...study, explain: asked }), table, options);
  explainer = explainerOf(prepare(result.run.study, table), result.bundle, table);
});
const json = (name: string) => JSON.parse(new TextDecoder().decode(runFiles(result)[name]));

describe('what a study asks to explain', () => {
  test('is written to a file each, and read back to the same bytes', () => {
    const files = runFiles(result);
    expect(Object.keys(files)).toEqual(
      expect.arrayContaining(['permutation.json', 'ale.json', 'shapley.json', 'counterfactual.json']),
    );
    expect(runFiles(parseRunFiles(files))).toEqual(files);
    expect(json('permutation.json').map(({ column }: { column: string }) => column)).toEqual(['size + color', 'town']);
    expect(json('ale.json').map((curve: { class: string }) => curve.class)).toEqual(['no', 'yes']);
    expect(json('ale.json')[0]).toMatchObject({ column: 'size', grid: expect.any(Array), mean: expect.any(Array) });
  });

  test('changes no stage of the run, and what is not asked for is not there', async () => {
    const plain = await runStudy(parseStudy({ ...study, explain: {} }), table, options);
    expect(plain.run.stages).toEqual(result.run.stages);
    expect(plain.explanations).toBeUndefined();
    expect(Object.keys(runFiles(plain))).not.toContain('shapley.json');
  });

  test('Shapley values start at the background and end at the score of the row', async () => {
    const shapley = json('shapley.json');
    expect(shapley.map((each: { row: number; class: string }) => [each.row, each.class])).toEqual([
      [3, 'no'],
      [3, 'yes'],
      [4, 'no'],
      [4, 'yes'],
    ]);
    for (const { row, class: label, base, values, standardError, output, background } of shapley) {
      const [scores] = await explainer.predict([{ row, edits: {} }], options);
      const sum = Object.values(values as Record<string, number>).reduce((a, b) => a + b, base);
      expect(sum).toBeCloseTo(scores![result.run.classes.indexOf(label)]!, 9);
      // All 50 training rows, as fewer than 100 are there.
      expect({ standardError, output, background }).toEqual({
        standardError: null,
        output: 'probability',
        background: 50,
      });
    }
  });

  test('an edit of a cohort is that of each of its rows, and the others stay', async () => {
    const edit = { column: 'size', set: 20 };
    const { rows, edited, scores } = await explainer.cohort({ column: 'color', is: 'red' }, edit, options);
    const whole = await explainer.predict(
      [...rows].map((row, i) => ({ row, edits: edited[i] ? { size: 20 } : ({} as Record<string, number>) })),
      options,
    );
    whole.forEach((one, i) => expect([...scores.subarray(2 * i, 2 * i + 2)]).toEqual(one));
    expect(edited).toContain(1);
    expect(edited).toContain(0);
    [...rows].forEach((row, i) => expect(edited[i]).toBe(['red', 'blue', 'green'][(row * 7) % 3] === 'red' ? 1 : 0));
    await expect(explainer.cohort(null, { column: 'answer', set: 'yes' }, options)).rejects.toThrow('not a feature');
  });

  test('scenarios travel with the run, to the last bit', () => {
    const scenarios = [{ name: 'larger', row: 3, edits: { size: 22, color: null }, scores: [0.1, 0.9] }];
    const files = runFiles({ ...result, explanations: { ...result.explanations, scenarios } });
    expect(parseRunFiles(files).explanations!.scenarios).toEqual(scenarios);
  });

  test('is refused with its path where it is not there', () => {
    const resolve = (explain: StudyInput['explain']) => () => resolveStudy(parseStudy({ ...study, explain }), table);
    expect(resolve({ ale: ['sise'] })).toThrow(
      'study.explain.ale[0]: not a column of small.csv (did you mean size?): sise',
    );
    expect(resolve({ permutation: [['size', 'answer']] })).toThrow(
      'study.explain.permutation[0]: a column the model does not learn from: answer',
    );
    expect(resolve({ shapley: { rows: [0, 90] } })).toThrow(
      'study.explain.shapley.rows[1]: not a row of small.csv: 90',
    );
    expect(resolve({ counterfactual: { rows: [0], to: 'yess' } })).toThrow(
      'study.explain.counterfactual.to: must be one of no, yes (did you mean yes?): yess',
    );
    expect(resolve({ permutation: 3 as never })).toThrow(
      'study.explain.permutation: must be true or false or a list: 3',
    );
  });
});

describe('a model that is asked', () => {
  test('says of a row that is not edited what the run says', async () => {
    const { rows, scores } = result.predictions;
    const found = await explainer.predict(
      [...rows].map((row) => ({ row, edits: {} })),
      options,
    );
    expect(found.flat()).toEqual([...scores]);
  });

  test('says of an edited row what it says of a row that is so', async () => {
    const [a, b] = [3, 4].map((row) => explainer.fields(row));
    const edits = Object.fromEntries(b!.map(({ column, value }) => [column, value]));
    expect(edits).not.toEqual(Object.fromEntries(a!.map(({ column, value }) => [column, value])));
    const [edited, own] = await explainer.predict(
      [
        { row: 3, edits },
        { row: 4, edits: {} },
      ],
      options,
    );
    expect(edited).toEqual(own);
    await expect(explainer.predict([{ row: 3, edits: { size: 'big' } }], options)).rejects.toThrow(
      'what if: size must be a number: big',
    );
  });

  test('has its closed form on the logit scale: the weight times the distance from the background', async () => {
    const [, yes] = await explainer.shapley({ row: 3, edits: {} }, { output: 'logit', background: 100 }, options);
    expect(yes!.method).toBe('additive');
    const recipe = result.bundle.recipe as RecipeState;
    const { features, train } = prepare(result.run.study, table);
    const weights = result.bundle.model.arrays['coefficients']!;
    const own = applyRecipe(recipe, features, Uint32Array.of(table.sourceRows.indexOf(3)));
    const background = applyRecipe(recipe, features, train);
    for (const { name } of features) {
      let expected = 0;
      for (const [k, source] of recipe.sources.entries()) {
        if (source !== name) continue;
        let mean = 0;
        for (let i = 0; i < train.length; i++) mean += background.values[i * weights.length + k]! / train.length;
        expected += weights[k]! * (own.values[k]! - mean);
      }
      expect(yes!.values[name]).toBeCloseTo(expected, 6);
    }
  });

  test('is not taken for a sum of columns where a step may join them', async () => {
    const recipe = [
      { step: 'impute', columns: 'number' },
      { step: 'polynomial', columns: ['size'] },
      { step: 'one-hot', columns: 'category' },
    ];
    const other = await runStudy(parseStudy({ ...study, recipe, explain: {} }), table, options);
    const asker = explainerOf(prepare(other.run.study, table), other.bundle, table);
    const [, yes] = await asker.shapley({ row: 3, edits: {} }, { output: 'logit', background: 100 }, options);
    expect(yes!.method).toBe('exact');
  });

  test('decides otherwise after each counterfactual, and keeps what is fixed', async () => {
    const [told] = result.explanations!.counterfactual!;
    expect(told!.row).toBe(3);
    expect(told!.to).not.toBe(told!.decided);
    expect(told!.found.length).toBeGreaterThan(0);
    const place = result.run.classes.indexOf('yes');
    for (const { changes, scores } of told!.found) {
      expect(Object.keys(changes)).not.toContain('town');
      const [again] = await explainer.predict([{ row: 3, edits: changes }], options);
      expect(again).toEqual(scores);
      expect(again![place]! >= 0.5).toBe(told!.to === 'yes');
    }
    const [near] = await explainer.predict([{ row: told!.nearest!.row, edits: {} }], options);
    expect(near![place]! >= 0.5).toBe(told!.to === 'yes');
  });

  test('is imitated by a small tree that is grown on training rows and judged on test rows', async () => {
    const found = await explainer.surrogate('yes', 0.5, options);
    expect(found.rows).toEqual({ grown: 50, held: 17 });
    expect(found.nodes[0]!.rows).toBe(50);
    expect(found.agreement).toBeGreaterThan(0.5);
    await expect(explainer.surrogate('maybe', 0.5, options)).rejects.toThrow(
      'surrogate: must be one of no, yes: maybe',
    );
  });

  test('tells the fields of a row in the units of the data', () => {
    const fields = explainer.fields(5);
    // Row 5 has no size (5 mod 13 is 5); 5 * 7 mod 3 is 2, green; 5 is odd, north.
    expect(fields.map(({ column, value }) => [column, value])).toEqual([
      ['size', null],
      ['color', 'green'],
      ['town', 'north'],
    ]);
    expect(fields[0]).toMatchObject({ whole: true, levels: null });
    expect(fields[1]!.levels).toEqual(['blue', 'green', 'red']);
    expect(() => explainer.fields(90)).toThrow('explain.row: not a row of small.csv: 90');
  });
});
