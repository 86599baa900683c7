import { beforeAll, describe, expect, test } from 'vitest';
import type { Table } from '../../../src/core/data/table.ts';
import { applyCalibration } from '../../../src/core/models/calibration/index.ts';
import { balance } from '../../../src/core/study/balance.ts';
import { explainRun } from '../../../src/core/study/explain.ts';
import { parseRunFiles, runFiles } from '../../../src/core/study/files.ts';
import { reproduce } from '../../../src/core/study/reproduce.ts';
import { parseStudy } from '../../../src/core/study/resolve.ts';
import { runStudy } from '../../../src/core/study/run-study.ts';
import type { RunOptions } from '../../../src/core/study/run-study.ts';
import type { StudyInput } from '../../../src/core/study/schema.ts';
import { control, options as makeOptions, study, tableOf } from './fixture.ts';

let table: Table;
let options: RunOptions;
beforeAll(async () => {
  table = await tableOf();
  options = await makeOptions();
});
const run = (changes: Partial<StudyInput>) => runStudy(parseStudy({ ...study, ...changes }), table, options);

describe('calibration', () => {
  test.for(['platt', 'isotonic', 'temperature'] as const)('%s makes the scores of a run from its own', async (kind) => {
    const [plain, made] = [await run({}), await run({ calibration: kind })];
    const { calibration } = made.bundle;
    expect(calibration?.kind).toBe(kind);
    expect(made.predictions.scores).toEqual(applyCalibration(calibration!, plain.predictions.scores, 2));
    // What it was before is what a run without it says, and holds no decisions.
    const before = made.run.uncalibrated!.test;
    expect(Object.keys(before)).toEqual(['logLoss', 'brier', 'ece']);
    expect(before['logLoss']!.value).toBe(plain.run.metrics.test['logLoss']!.value);
    expect(made.run.warnings.join()).toContain('the 17 validation rows also fit the calibration');
  });

  test('moves with its model: through files, in explanations, and again from scratch', async () => {
    const made = await run({ calibration: 'platt' });
    const read = parseRunFiles(runFiles(made));
    expect(read.bundle.calibration).toEqual(made.bundle.calibration);
    const plain = await run({});
    const mean = async (of: typeof made) =>
      (await explainRun(of, table, ['size'], 0, { compute: options.compute, control }))[0]!.mean;
    expect(await mean(read)).toEqual(await mean(made));
    expect(await mean(made)).not.toEqual(await mean(plain));
    expect((await reproduce(made.run, made.predictions, table, options)).verdict).toBe('equal');
  });

  test('absent or none leaves a run as it was', async () => {
    const [absent, none] = [await run({}), await run({ calibration: 'none' })];
    expect(none.run.stages).toEqual(absent.run.stages);
    expect(none.bundle).not.toHaveProperty('calibration');
    expect(none.run).not.toHaveProperty('uncalibrated');
  });
});

describe('class weights', () => {
  test('balanced: each class that occurs has the same total', () => {
    // 4 of total weight: classes 0 and 2 occur, so each gets 2: rows of 0 count 2/3, the one of 2 counts 2.
    const made = balance(Int32Array.of(0, 0, 0, 2), 3, null);
    expect([...made].map((w) => Number(w.toFixed(9)))).toEqual([0.666666667, 0.666666667, 0.666666667, 2]);
  });

  test('own weights are shared out within a class, and balancing twice changes nothing', () => {
    // Totals 4 and 2 of 6: factors 6 / (2 * 4) and 6 / (2 * 2).
    const y = Int32Array.of(0, 0, 1, 1);
    const once = balance(y, 2, Float64Array.of(1, 3, 2, 0));
    expect([...once]).toEqual([0.75, 2.25, 3, 0]);
    expect([...balance(y, 2, once)]).toEqual([...once]);
  });

  test('a run with balanced classes learns other scores, and none is as absent', async () => {
    const model = { kind: 'logistic', options: {} };
    const [plain, none, balanced] = [
      await run({ model }),
      await run({ model: { ...model, classWeight: 'none' } }),
      await run({ model: { ...model, classWeight: 'balanced' } }),
    ];
    expect(none.predictions.scores).toEqual(plain.predictions.scores);
    expect(balanced.predictions.scores).not.toEqual(plain.predictions.scores);
    expect(balanced.run.study.model.classWeight).toBe('balanced');
    // What a model must beat stays the share of each class.
    expect(balanced.run.baseline.test['logLoss']!.value).toBe(plain.run.baseline.test['logLoss']!.value);
  });
});
