import { beforeAll, describe, expect, test } from 'vitest';
import type { Table } from '../../../src/core/data/table.ts';
import { answering } from '../../../src/core/study/backup.ts';
import { measureCost, modelBytes } from '../../../src/core/study/cost.ts';
import type { Cost } from '../../../src/core/study/cost.ts';
import { parseRunFiles, runFiles } from '../../../src/core/study/files.ts';
import { parseStudy } from '../../../src/core/study/resolve.ts';
import { runStudy } from '../../../src/core/study/run-study.ts';
import type { RunOptions } from '../../../src/core/study/run-study.ts';
import type { StudyInput } from '../../../src/core/study/schema.ts';
import { options as makeOptions, study, tableOf } from './fixture.ts';

const state = { kind: 'k', json: { a: 1 }, arrays: { w: new Float32Array(3), v: new Float64Array(2) } };
const signal = new AbortController().signal;

describe('what a model costs', () => {
  test('its bytes are those of its numbers and of the rest as JSON', () => {
    // 3 * 4 + 2 * 8 = 28, and {"json":{"a":1},"kind":"k"} is 27 characters.
    expect(modelBytes(state)).toBe(55);
  });

  test('one row after the other, a median and a 95th percentile, then all at once', async () => {
    let clock = 0;
    const asked: number[] = [];
    // The first three warm up; of the hundred after them every tenth takes 11 ms, the others 1 ms; a batch takes 50 ms.
    const predict = async (rows: Uint32Array) => {
      const i = asked.push(rows.length) - 4;
      clock += rows.length > 1 ? 50 : i >= 0 && i % 10 === 9 ? 11 : 1;
    };
    const rows = Uint32Array.from({ length: 2500 }, (_, i) => i);
    const cost = await measureCost(state, rows, predict, { now: () => clock, signal });
    // Sorted: 90 of 1 ms, 10 of 11 ms. Place of the 95th percentile: .95 * 99 = 94.05, which is 11 ms.
    expect(cost.oneRow).toEqual({ median: 1, p95: 11, n: 100 });
    // 1,000 rows in 50 ms, the second time.
    expect([cost.batchRows, cost.rowsPerSecond, cost.bytes]).toEqual([1000, 20000, 55]);
    expect(asked.slice(-2)).toEqual([1000, 1000]);
  });

  test('what is quicker than the clock can tell is asked as many times as take a millisecond', async () => {
    // A row takes .04 ms; the clock shows tenths. 25 rows take a millisecond.
    let clock = 0;
    let asked = 0;
    const predict = async () => void ((clock += 0.04), asked++);
    const now = () => Math.floor(clock * 10) / 10;
    const cost = await measureCost(state, new Uint32Array(10), predict, { now, signal });
    expect(cost.oneRow.n).toBe(100);
    expect(asked).toBeGreaterThanOrEqual(100 * 20);
    expect(cost.oneRow.median).toBeCloseTo(0.04, 2);
  });

  test('so is a model of a few microseconds', async () => {
    let clock = 0;
    const predict = async () => void (clock += 0.002);
    const now = () => Math.floor(clock * 10) / 10;
    const cost = await measureCost(state, new Uint32Array(10), predict, { now, signal });
    expect(cost.oneRow.median).toBeCloseTo(0.002, 3);
    expect(cost.oneRow.median).toBeGreaterThan(0);
  });

  test('a slow model is asked five rows and one batch', async () => {
    let clock = 0;
    let asked = 0;
    const predict = async () => void ((clock += 500), asked++);
    const cost = await measureCost(state, new Uint32Array(10), predict, { now: () => clock, signal });
    expect(cost.oneRow).toEqual({ median: 500, p95: 500, n: 5 });
    expect([cost.rowsPerSecond, asked]).toEqual([20, 3 + 5 + 1]);
  });

  test('whoever keeps to the budget answers, the model first', () => {
    const of = (p95: number): Cost => ({ oneRow: { median: 1, p95, n: 9 }, rowsPerSecond: 1, batchRows: 1, bytes: 1 });
    expect(answering(undefined, of(99), of(1))).toBe('model');
    expect(answering(5, of(5), of(1))).toBe('model');
    expect(answering(5, of(6), of(1))).toBe('backup');
    expect(answering(5, of(6), of(7))).toBe('neither');
    expect(answering(5, of(6), undefined)).toBe('neither');
  });
});

describe('a study with a backup', () => {
  let table: Table;
  let options: RunOptions;
  const named: StudyInput = { ...study, backup: { kind: 'one-rule' }, latencyBudget: 50 };
  const run = (input: StudyInput) => runStudy(parseStudy(input), table, options);
  beforeAll(async () => {
    table = await tableOf();
    options = await makeOptions();
  });

  test('judges both on the same rows, and tells what the backup costs', async () => {
    const [{ run: both, bundle }, { run: alone }, { run: simple }] = [
      await run(named),
      await run(study),
      await run({ ...study, model: { kind: 'one-rule' } }),
    ];
    expect(both.metrics).toEqual(alone.metrics);
    // One rule draws nothing at random: as a backup it comes to what it comes to by itself.
    const values = (metrics: typeof both.metrics.test) =>
      Object.entries(metrics).map(([name, { value }]) => [name, value]);
    expect(values(both.backup!.metrics.test)).toEqual(values(simple.metrics.test));
    for (const name of ['logLoss', 'accuracy'])
      expect(both.backup!.differences[name]!.value).toBeCloseTo(
        simple.metrics.test[name]!.value! - alone.metrics.test[name]!.value!,
        12,
      );
    expect(both.backup!.differences['logLoss']!.low).toBeLessThan(both.backup!.differences['logLoss']!.high!);
    expect(both.study.backup).toMatchObject({ kind: 'one-rule', options: { smallest: expect.any(Number) } });
    expect(bundle.backup!.model.kind).toBe('one-rule');
  });

  test('costs are no part of what is reproduced, the backup is; without one the hashes are as ever', async () => {
    const [first, again, alone] = [await run(named), await run(named), await run(study)];
    expect(again.run.stages).toEqual(first.run.stages);
    const changed = first.run.stages
      .filter(({ hash }, i) => hash !== alone.run.stages[i]!.hash)
      .map(({ stage }) => stage);
    expect(changed).toEqual(['model', 'metrics']);
    expect(alone.run.backup).toBeUndefined();
  });

  test('comes back from its files', async () => {
    const result = await run(named);
    const back = parseRunFiles(runFiles(result));
    expect(back.bundle).toEqual(result.bundle);
    expect(back.run.backup).toEqual(result.run.backup);
  });

  test('a backup that does not exist is named', async () => {
    await expect(run({ ...study, backup: { kind: 'one-role' } })).rejects.toThrow('study.backup.kind: must be one of');
  });
});
