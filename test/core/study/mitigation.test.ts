import { beforeAll, describe, expect, test } from 'vitest';
import type { Table } from '../../../src/core/data/table.ts';
import { penaltyOf, reweighed } from '../../../src/core/study/mitigation.ts';
import { prepare } from '../../../src/core/study/prepare.ts';
import { parseStudy } from '../../../src/core/study/resolve.ts';
import { runStudy, type RunOptions } from '../../../src/core/study/run-study.ts';
import type { RunResult } from '../../../src/core/study/run.ts';
import type { StudyInput } from '../../../src/core/study/schema.ts';
import { variantName, variantOf } from '../../../src/core/study/variants.ts';
import { compasRows } from '../compas.ts';
import { options as makeOptions, tableOf } from './fixture.ts';

/** Every third of the Black and White people of COMPAS by decile, with a column that tells of race. */
const csv = () => {
  const { race, decile, actual } = compasRows(['African-American', 'Caucasian']);
  const cells = Array.from(
    race,
    (g, i) => `${g === 0 ? 'Black' : 'White'},${decile[i]},${g * 2 + (Math.floor(i / 3) % 3)},${actual[i]}`,
  );
  return ['race,decile,area,again', ...cells.filter((_, i) => i % 3 === 0), ''].join('\n');
};
const study: StudyInput = {
  version: 1,
  data: {
    source: 'compas.csv',
    columns: { race: { type: 'category', role: 'meta' }, decile: { type: 'number' }, area: { type: 'number' } },
  },
  framing: { kind: 'binary', target: 'again', positive: '1' },
  groups: ['race'],
};
let table: Table;
let options: RunOptions;
let before: RunResult;
beforeAll(async () => {
  table = await tableOf(csv());
  options = await makeOptions();
  before = await run({});
});
const run = async (changes: Partial<StudyInput>) => runStudy(parseStudy({ ...study, ...changes }), table, options);
const gap = (r: RunResult) => r.run.groups['race']!.gaps.demographicParityDifference.value!;

describe('reweighing', () => {
  test('training rows carry the weights, and weighted labels are independent of the group', () => {
    const groups = { column: 'g', names: ['a', 'b'], codes: Int32Array.of(0, 0, 0, 1, 1) };
    // Rows 0..3 train: P(a) 3/4, P(1) 2/4, P(a, 1) 1/4: (3/4 · 2/4) / (1/4) = 1.5; (a, 0): (3/4 · 2/4) / (2/4) = 0.75;
    // (b, 1): (1/4 · 2/4) / (1/4) = 0.5.
    const weights = reweighed(groups, Int32Array.of(1, 0, 0, 1, 0), 2, Uint32Array.of(0, 1, 2, 3), null);
    expect([...weights]).toEqual([1.5, 0.75, 0.75, 0.5, 1]);
  });

  test('a run says another model, and its groups are more alike', async () => {
    const after = await run({ mitigation: { kind: 'reweighing', group: 'race' } });
    expect(after.run.stages.find(({ stage }) => stage === 'split')).toEqual(
      before.run.stages.find(({ stage }) => stage === 'split'),
    );
    expect(gap(after)).toBeLessThan(gap(before));
  });
});

describe('penalty', () => {
  test('is of the training rows, and a strong one brings the mean log-odds together', async () => {
    const told = { kind: 'penalty', group: 'race', strength: 1000, alike: 'selectionRate' } as const;
    const prepared = prepare(parseStudy({ ...study, mitigation: told }), table);
    expect(penaltyOf(prepared.study, prepared.mitigated, prepared.train)!.groups.length).toBe(prepared.train.length);
    expect(gap(await run({ mitigation: told }))).toBeLessThan(gap(before) / 1.5);
  });

  test('refuses another model', async () => {
    await expect(
      run({
        model: { kind: 'decision-tree' },
        mitigation: { kind: 'penalty', group: 'race', strength: 1, alike: 'selectionRate' },
      }),
    ).rejects.toThrow('study.mitigation.kind: a penalty is paid by logistic regression only, not by: decision-tree');
  });
});

describe('cutoffs', () => {
  test('the decision is by group, is kept with the run, and brings the gap down', async () => {
    const { run: made, predictions } = await run({
      mitigation: { kind: 'cutoffs', group: 'race', alike: 'selectionRate', limit: 0.05 },
    });
    const { of, validation, common } = made.cutoffs!;
    expect(common).toEqual([]);
    expect(validation.gap).toBeLessThanOrEqual(0.05);
    expect(of['Black']!).toBeGreaterThan(of['White']!);
    const cells = new Map([...table.sourceRows].map((source, row) => [source, row]));
    const race = table.columns[0]!.coded!;
    predictions.rows.forEach((source, i) => {
      const group = race.levels[race.codes[cells.get(source)!]!]!;
      expect(predictions.predicted[i]).toBe(predictions.scores[2 * i + 1]! >= of[group]! ? 1 : 0);
    });
    expect(made.groups['race']!.gaps.demographicParityDifference.value!).toBeLessThan(0.12);
    expect(made.warnings.at(-1)).toContain('the group must be known when deciding');
  });
});

describe('variants', () => {
  const resolved = () => prepare(parseStudy(study), table).study;

  test('dropping a column and decorrelating one are studies that run', async () => {
    const dropped = variantOf(resolved(), { kind: 'drop', group: 'race', column: 'area' }, ['decile', 'area']);
    expect((await runStudy(dropped, table, options)).run.features).toEqual(['decile']);
    const told = { kind: 'decorrelate', group: 'race', column: 'area' } as const;
    const variant = variantOf(resolved(), told, ['decile', 'area']);
    const { bundle, run: made } = await runStudy(variant, table, options);
    expect((bundle.recipe as { names: string[] }).names).toEqual(['decile', 'area']);
    // Race is read to take it out, and not learned from.
    expect(made.features).toEqual(['race', 'decile', 'area']);
  });

  test('a study without its column leaves no step of it, and every variant has a name', () => {
    const told = {
      ...resolved(),
      recipe: [
        { step: 'log', columns: ['area'] },
        { step: 'clip', columns: ['area', 'decile'] },
      ],
    };
    const made = variantOf(told, { kind: 'drop', group: 'race', column: 'area' }, ['decile', 'area']);
    expect(made.recipe).toEqual([{ step: 'clip', columns: ['decile'] }]);
    expect(variantName({ kind: 'drop', group: 'race', column: 'area' })).toBe('Without area');
    expect(() => variantOf(told, { kind: 'drop', group: 'race', column: 'area' }, ['area'])).toThrow(
      'no column would be left',
    );
  });
});
