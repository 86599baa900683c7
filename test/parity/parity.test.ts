import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { writeFolder } from '../../src/cli/folder.ts';
import { createCompute } from '../../src/core/compute/index.ts';
import { readTable } from '../../src/core/data/reader.ts';
import { runFiles } from '../../src/core/study/files.ts';
import { parseStudy } from '../../src/core/study/resolve.ts';
import { runStudy } from '../../src/core/study/run-study.ts';
import type { Run } from '../../src/core/study/run.ts';
import type { StudyInput } from '../../src/core/study/schema.ts';
import { control, environment } from '../core/study/fixture.ts';
import { sharedFile } from '../shared.ts';

/** Debian's Python has python3-sklearn; without it these tests are skipped, visibly. */
const python = '/usr/bin/python3';
const hasPython = spawnSync(python, ['-c', 'import sklearn']).status === 0;

const compasFeatures = [
  'sex',
  'age',
  'race',
  'juv_fel_count',
  'juv_misd_count',
  'juv_other_count',
  'priors_count',
  'c_charge_degree',
];
const studies: { file: string; study: (columns: string[]) => StudyInput }[] = [
  {
    file: 'adult.csv',
    study: () => ({
      version: 1,
      data: { source: 'adult.csv', columns: { fnlwgt: { role: 'ignore' } } },
      framing: { kind: 'binary', target: 'income', positive: '>50K' },
      split: { kind: 'column', column: 'split' },
      groups: ['sex', 'race'],
    }),
  },
  {
    file: 'compas.csv',
    study: (columns) => ({
      version: 1,
      data: {
        source: 'compas.csv',
        columns: Object.fromEntries(
          columns
            .filter((name) => name !== 'two_year_recid')
            .map((name) => [name, { role: compasFeatures.includes(name) ? 'feature' : 'ignore' } as const]),
        ),
      },
      framing: { kind: 'binary', target: 'two_year_recid', positive: '1' },
      groups: ['race', 'sex'],
      explain: { partialDependence: ['age', 'race'] },
    }),
  },
];

interface Parity {
  rows: { train: number; test: number };
  actualAgrees: boolean;
  sameColumns: boolean;
  coefficients: number;
  intercept: number;
  scores: number;
  writtenScores: number;
  auc: number;
  metrics: Record<'test' | 'validation', Record<string, number> | undefined>;
  confusion: number[][];
  groups: Record<string, { rates: Record<string, Record<string, [number, number]>>; gaps: Record<string, number> }>;
  partialDependence: { points: number; difference: number | null };
}

async function judge(path: string, input: (columns: string[]) => StudyInput): Promise<{ run: Run; parity: Parity }> {
  const bytes = new Uint8Array(readFileSync(path));
  const header = readFileSync(path, 'utf8').split('\n', 1)[0]!.split(',');
  const study = parseStudy(input(header));
  const { table } = await readTable(bytes, basename(path), { columns: study.data.columns });
  const compute = await createCompute({ prefer: 'cpu' });
  const result = await runStudy(study, table, { compute, control, environment });
  const folder = mkdtempSync(join(tmpdir(), 'plumb-parity-'));
  try {
    writeFolder(join(folder, 'run'), runFiles(result));
    writeFileSync(join(folder, 'run/scores.f64'), new Uint8Array(result.predictions.scores.buffer));
    const script = join(import.meta.dirname, 'parity.py');
    const { stdout, stderr } = spawnSync(python, [script, path, join(folder, 'run')], {
      encoding: 'utf8',
      maxBuffer: 1e8,
    });
    if (stdout === '') throw new Error(stderr);
    return { run: result.run, parity: JSON.parse(stdout.replaceAll('NaN', 'null')) as Parity };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe.each(studies)('a logistic run on $file', ({ file, study }) => {
  const path = sharedFile(file);
  test.skipIf(!hasPython || path === null)('agrees with scikit-learn', { timeout: 180_000 }, async () => {
    const { run, parity } = await judge(path!, study);
    expect(parity.rows).toEqual({ train: run.rows.train, test: run.rows.test });
    expect([parity.actualAgrees, parity.sameColumns]).toEqual([true, true]);
    expect(parity.coefficients).toBeLessThan(1e-3);
    expect(parity.intercept).toBeLessThan(1e-3);
    expect(parity.scores).toBeLessThan(1e-4);
    expect(parity.auc).toBeLessThan(1e-3);
    // 9 significant digits: at most 5e-9 of the value.
    expect(parity.writtenScores).toBeLessThan(5.1e-9);
    expect(parity.confusion).toEqual(run.confusion.test);
    for (const part of ['test', 'validation'] as const)
      for (const [name, value] of Object.entries(parity.metrics[part] ?? {}))
        expect([name, Math.abs(run.metrics[part][name]!.value! - value) < 1e-9]).toEqual([name, true]);
    expect(Object.keys(run.metrics.test).sort()).toEqual(Object.keys(parity.metrics.test!).sort());
    for (const [column, { rates, gaps }] of Object.entries(parity.groups)) {
      const own = run.groups[column]!;
      expect(own.rows.map(({ group }) => group).sort()).toEqual(Object.keys(rates).sort());
      for (const row of own.rows)
        for (const [rate, [value, n]] of Object.entries(rates[row.group]!)) {
          const estimate = row[rate as 'accuracy'];
          expect([row.group, rate, estimate.n]).toEqual([row.group, rate, n]);
          if (n === 0) expect(estimate.value).toBeNull();
          else expect(estimate.value).toBeCloseTo(value, 12);
        }
      for (const [gap, value] of Object.entries(gaps))
        expect(own.gaps[gap as 'demographicParityRatio'].value).toBeCloseTo(value, 12);
    }
    if (run.study.explain.partialDependence.length > 0) {
      expect(parity.partialDependence.points).toBeGreaterThan(10);
      expect(parity.partialDependence.difference).toBeLessThan(1e-4);
    }
  });
});
