import { beforeAll, describe, expect, test } from 'vitest';
import { InputError } from '../../../src/core/base/errors.ts';
import type { RunOptions } from '../../../src/core/study/run-study.ts';
import type { Table } from '../../../src/core/data/table.ts';
import { classifiers } from '../../../src/core/models/index.ts';
import { compareRuns } from '../../../src/core/study/compare.ts';
import { explainRun } from '../../../src/core/study/explain.ts';
import { parseRunFiles, runFiles } from '../../../src/core/study/files.ts';
import { reproduce } from '../../../src/core/study/reproduce.ts';
import { parseStudy, resolveStudy } from '../../../src/core/study/resolve.ts';
import { runStudy } from '../../../src/core/study/run-study.ts';
import type { RunResult } from '../../../src/core/study/run.ts';
import type { StudyInput } from '../../../src/core/study/schema.ts';
import { control, csv, options as makeOptions, study, tableOf } from './fixture.ts';

let table: Table;
let options: RunOptions;
let result: RunResult;
beforeAll(async () => {
  table = await tableOf();
  options = await makeOptions();
  result = await runStudy(parseStudy(study), table, options);
});
const run = (changes: Partial<StudyInput>, of = table) => runStudy(parseStudy({ ...study, ...changes }), of, options);
const text = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes);

describe('a run', () => {
  test('holds the resolved study: hash, recipe and options written out', () => {
    const resolved = result.run.study;
    expect(resolved.data.sha256).toBe(table.sha256);
    expect(resolved.recipe!.map(({ step }) => step)).toEqual(['impute', 'one-hot', 'standardize']);
    expect(resolved.model.options).toHaveProperty('l2', 1);
    expect(parseStudy(resolved)).toEqual(resolved);
    expect(resolveStudy(resolved, table).study).toEqual(resolved);
  });

  test('counts rows: 6 of 90 have no answer, a fifth of the 84 is tested and a fifth validated', () => {
    expect(result.run.rows).toEqual({ train: 50, validation: 17, test: 17, dropped: 6 });
    expect(result.run.warnings[0]).toBe('6 of 90 rows are left out: 6 have no answer');
  });

  test('says one line for each evaluated row, decided at the threshold, scores summing to 1', () => {
    const { rows, split, actual, predicted, scores } = result.predictions;
    expect([rows.length, split.filter((s) => s === 2).length]).toEqual([34, 17]);
    expect([...rows]).toEqual([...rows].sort((a, b) => a - b));
    const answers = csv
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(',')[3]);
    for (let i = 0; i < rows.length; i++) {
      expect(result.run.classes[actual[i]!]).toBe(answers[rows[i]!]);
      expect(scores[2 * i]! + scores[2 * i + 1]!).toBeCloseTo(1, 12);
      expect(predicted[i]).toBe(scores[2 * i + 1]! >= 0.5 ? 1 : 0);
    }
  });

  test('judges model and baseline on test and validation, by group, with one hash a stage', () => {
    const { metrics, baseline, confusion, groups, stages } = result.run;
    const [[tn, fp], [fn, tp]] = confusion.test as [[number, number], [number, number]];
    expect(metrics.test['accuracy']).toMatchObject({ value: (tn + tp) / 17, n: 17 });
    expect(tn + fp + fn + tp).toBe(17);
    expect(metrics.test['rocAuc']!.value).toBeGreaterThan(0.7);
    expect(baseline.test['rocAuc']!.value).toBe(0.5);
    expect(Object.keys(metrics.validation)).toEqual(Object.keys(metrics.test));
    expect(groups['town']!.rows.map(({ group }) => group)).toEqual(['north', 'south']);
    expect(groups['town']!.rows.reduce((sum, { n }) => sum + n, 0)).toBe(17);
    expect(stages.map(({ stage }) => stage)).toEqual([
      'data',
      'framing',
      'split',
      'recipe',
      'model',
      'scores',
      'metrics',
    ]);
  });

  test('explains what the study asks for, with individual curves only where asked for', () => {
    expect(result.partialDependence.map((curve) => [curve.column, curve.class, curve.ice?.length])).toEqual([
      ['size', 'no', undefined],
      ['size', 'yes', undefined],
      ['color', 'no', 17],
      ['color', 'yes', 17],
    ]);
    const yes = result.partialDependence[1]!;
    expect(yes.mean.at(-1)).toBeGreaterThan(yes.mean[0]!);
  });

  test('twice gives the same bytes but for timings', async () => {
    const again = await runStudy(parseStudy(study), table, options);
    const [a, b] = [runFiles(result), runFiles(again)];
    expect(Object.keys(b)).toEqual(Object.keys(a));
    for (const name of Object.keys(a).filter((name) => name !== 'run.json')) expect(b[name]).toEqual(a[name]);
    const timeless = (run: object) => ({ ...run, timings: null, cost: null });
    expect(timeless(again.run)).toEqual(timeless(result.run));
  });

  test('0 is a seed: left out it is 0, and 1 splits another way', async () => {
    expect((await run({ seed: 0 })).run.stages).toEqual(result.run.stages);
    const other = await run({ seed: 1 });
    expect(other.run.stages.find(({ stage, hash }, i) => hash !== result.run.stages[i]!.hash && stage)!.stage).toBe(
      'split',
    );
  });

  test('reads back from its files, and writes the same bytes again', () => {
    const files = runFiles(result);
    expect(Object.keys(files)).toEqual([
      'study.json',
      'run.json',
      'predictions.csv',
      'partial-dependence.json',
      'ice.json',
      'model/model.json',
      'model/weights.bin',
    ]);
    const back = parseRunFiles(files);
    expect(back.run).toEqual(result.run);
    expect(runFiles(back)).toEqual(files);
    expect(JSON.parse(text(files['partial-dependence.json']))[0]).toMatchObject({
      column: 'size',
      class: 'no',
      rows: 17,
    });
    expect(() => parseRunFiles({ ...files, 'run.json': new TextEncoder().encode('{') })).toThrow(
      'run.json: not valid JSON',
    );
  });

  test('can be explained later as it would have been then', async () => {
    const curves = await explainRun(result, table, ['size'], 0, options);
    expect(curves).toEqual(result.partialDependence.slice(0, 2));
  });

  test('of several classes has one against the rest, and no positive class in groups', async () => {
    const colors = await run({ framing: { kind: 'multiclass', target: 'color' }, explain: {} });
    expect(colors.run.classes).toEqual(['blue', 'green', 'red']);
    expect(Object.keys(colors.run.perClass)).toEqual(['blue', 'green', 'red']);
    expect(colors.run.confusion.test).toHaveLength(3);
    const [north] = colors.run.groups['town']!.rows;
    expect(north!.selectionRate.value).toBeNull();
    expect(north!.accuracy.value).not.toBeNull();
  });

  test('with a cost is decided at the cheapest validation threshold', async () => {
    const cost = { kind: 'cost', falsePositive: 1, falseNegative: 5 } as const;
    const { run: costed, predictions } = await run({ decision: cost });
    const at = [...predictions.rows.keys()].filter((i) => predictions.split[i] === 1);
    const price = (t: number) =>
      at.reduce((sum, i) => {
        const said = predictions.scores[2 * i + 1]! >= t;
        return sum + (predictions.actual[i] === 1 ? (said ? 0 : 5) : said ? 1 : 0);
      }, 0);
    const cheapest = Math.min(...at.map((i) => price(predictions.scores[2 * i + 1]!)), price(2));
    expect(price(costed.threshold!)).toBe(cheapest);
    for (const i of predictions.rows.keys())
      expect(predictions.predicted[i]).toBe(predictions.scores[2 * i + 1]! >= costed.threshold! ? 1 : 0);
  });

  test('never learns from split, weight, meta or group columns, but may from one that is only compared', async () => {
    const lines = csv
      .trim()
      .split('\n')
      .map(
        (line, i) =>
          `${line},${i === 0 ? 'w,part,note' : `${1 + (i % 3)},${['train', 'validation', 'test', 'train'][i % 4]},n${i % 4}`}`,
      );
    const wide = await tableOf(lines.join('\n'));
    const { run: split } = await run(
      {
        data: { source: 'small.csv', columns: { w: { role: 'weight' }, note: { role: 'group' } } },
        split: { kind: 'column', column: 'part' },
        groups: ['town', 'note'],
      },
      wide,
    );
    expect(split.features).toEqual(['size', 'color', 'town']);
    expect(split.rows.validation).toBeGreaterThan(15);
  });
});

describe('reproducing', () => {
  test('the same run is equal', async () => {
    const { verdict, stage, maxScoreDifference } = await reproduce(result.run, result.predictions, table, options);
    expect([verdict, stage, maxScoreDifference]).toEqual(['equal', null, 0]);
  });

  test('after one cell has changed it differs, first at the data', async () => {
    const other = await tableOf(csv.replace('red', 'blue'));
    const verdict = await reproduce(result.run, result.predictions, other, options);
    expect([verdict.verdict, verdict.stage]).toEqual(['differs', 'data']);
  });

  test('a model that differs in the last bits is within tolerance', async () => {
    const run = structuredClone(result.run);
    for (const each of run.stages) if (each.stage === 'model' || each.stage === 'scores') each.hash = 'other';
    const predictions = { ...result.predictions, scores: result.predictions.scores.map((s) => s + 5e-5) };
    const near = await reproduce(run, predictions, table, options);
    expect([near.verdict, near.stage]).toEqual(['within tolerance', 'model']);
    expect(near.maxScoreDifference).toBeCloseTo(5e-5, 9);
    const far = { ...predictions, scores: predictions.scores.map((s) => s + 1e-3) };
    expect((await reproduce(run, far, table, options)).verdict).toBe('differs');
  });
});

describe('comparing', () => {
  test('a run with itself: no difference, and every paired difference is exactly 0', () => {
    const { differences, metrics, rows } = compareRuns(result, result);
    expect(differences).toEqual([]);
    expect(rows).toEqual({ shared: 17, onlyA: 0, onlyB: 0 });
    for (const { difference } of metrics)
      expect([difference.value, difference.low, difference.high]).toEqual([0, 0, 0]);
  });

  test('with a weaker model tells what differs, then b minus a with its interval', async () => {
    const baseline = await run({ model: { kind: 'baseline' } });
    const { differences, metrics } = compareRuns(result, baseline);
    expect(differences[0]).toEqual({ path: 'study.model.kind', a: 'logistic', b: 'baseline' });
    const auc = metrics.find(({ metric }) => metric === 'rocAuc')!;
    expect(auc.difference.value).toBeCloseTo(0.5 - result.run.metrics.test['rocAuc']!.value!, 12);
    expect(auc.difference.low).toBeLessThan(auc.difference.value!);
    expect(auc.a).toEqual(result.run.metrics.test['rocAuc']);
  });

  test('with other classes or other data gives no difference, and says why', async () => {
    const colors = await run({ framing: { kind: 'multiclass', target: 'color' }, explain: {} });
    expect(compareRuns(result, colors).metrics[0]!.difference).toMatchObject({
      value: null,
      reason: 'the runs have different classes',
    });
    const other = await run({}, await tableOf(csv.replace('red', 'blue')));
    expect(compareRuns(result, other).metrics[0]!.difference.reason).toBe('the runs are on different data');
    expect(compareRuns(result, other).rows.shared).toBe(0);
  });
});

describe('a study that does not fit its table is refused', () => {
  const target = { kind: 'multiclass', target: 'answer' } as const;
  test.for<[Partial<StudyInput>, string]>([
    [{ data: { source: 'a', sha256: 'a'.repeat(64) } }, 'study.data.sha256: the data differs'],
    [
      { data: { source: 'a', columns: { colour: {} } } },
      'study.data.columns: not a column of small.csv (did you mean color?): colour',
    ],
    [
      { framing: { ...target, target: 'answr' } },
      'study.framing.target: not a column of small.csv (did you mean answer?): answr',
    ],
    [
      { model: { kind: 'logstic' } },
      `study.model.kind: must be one of ${Object.keys(classifiers).join(', ')}: logstic (did you mean logistic?)`,
    ],
    [
      { model: { kind: 'logistic', options: { L2: 1 } } },
      'study.model.options.L2: not a known key (did you mean l2?): L2',
    ],
    [{ model: { kind: 'logistic', options: { l2: -1 } } }, 'study.model.options.l2: must be at least 0: -1'],
    [{ groups: ['town', 'twon'] }, 'study.groups[1]: not a column of small.csv (did you mean town?): twon'],
    [{ groups: ['answer'] }, 'study.groups[0]: the target cannot be the groups to compare: answer'],
    [
      { explain: { partialDependence: ['answer'] } },
      'study.explain.partialDependence[0]: a column the model does not learn from: answer',
    ],
    [
      { recipe: [{ step: 'standardize', columns: ['siz'] }] },
      'study.recipe[0].columns: not a feature of this study: siz (did you mean size?)',
    ],
    [
      { split: { kind: 'group', column: 'answer' } },
      'study.split.column: the target cannot say which rows are tested: answer',
    ],
    [
      { split: { kind: 'column', column: 'town' } },
      'study.split.column: town may hold train, validation and test only',
    ],
    [
      {
        framing: { kind: 'multiclass', target: 'color' },
        decision: { kind: 'cost', falsePositive: 1, falseNegative: 1 },
      },
      'study.decision.kind: cost needs two classes, and there are 3',
    ],
    [
      { data: { source: 'a', columns: { color: { role: 'weight' } } } },
      'study.data.columns.color.role: a weight must be a number column, not category: weight',
    ],
    [
      { data: { source: 'a', columns: { size: { role: 'weight' } } } },
      'study.data.columns.size.role: every weight must be a number of 0 or more; row 5 is not: NaN',
    ],
    [
      {
        data: { source: 'a', columns: { size: { role: 'meta' }, color: { role: 'ignore' }, town: { role: 'group' } } },
      },
      'study.data.columns: no column of small.csv is left to learn from',
    ],
  ])('%o', ([changes, message]) => {
    const resolve = () => resolveStudy({ ...study, explain: {}, ...changes }, table);
    expect(resolve).toThrow(InputError);
    expect(resolve).toThrow(message);
  });

  test('a class that no training row has', async () => {
    const lines = [
      'x,part,y',
      ...Array.from(
        { length: 40 },
        (_, i) =>
          `${(i * 7) % 11},${i < 20 ? 'train' : i < 30 ? 'validation' : 'test'},${i === 35 ? 'rare' : i % 2 ? 'a' : 'b'}`,
      ),
    ];
    const late = await tableOf(lines.join('\n'));
    const framing = { kind: 'multiclass', target: 'y' } as const;
    const resolve = () =>
      resolveStudy({ version: 1, data: { source: 's' }, framing, split: { kind: 'column', column: 'part' } }, late);
    expect(resolve).toThrow('study.split: every class needs a training row; none has: rare');
  });

  test('and notes tell classes, rows, features, and classes under 100 rows', () => {
    const { notes } = resolveStudy(study, table);
    expect(notes.features).toEqual(['size', 'color', 'town']);
    expect(notes.classes.map(({ label }) => label)).toEqual(['no', 'yes']);
    expect(notes.classes[0]!.n + notes.classes[1]!.n).toBe(84);
    expect(notes.warnings.some((warning) => warning.startsWith('under 100 rows'))).toBe(true);
  });

  test('a run that is cancelled ends with what cancelled it', async () => {
    const stop = new AbortController();
    stop.abort(new Error('cancelled'));
    const stopped = runStudy(parseStudy(study), table, { ...options, control: { ...control, signal: stop.signal } });
    await expect(stopped).rejects.toThrow('cancelled');
  });
});
