/** @file The framings on real tables. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readTable } from '../../../src/core/data/reader.ts';
import { parseStudy } from '../../../src/core/study/resolve.ts';
import { runStudy } from '../../../src/core/study/run-study.ts';
import { sharedFile } from '../../shared.ts';
import { options } from './fixture.ts';

const wine = sharedFile('wine_quality.csv');

test.skipIf(wine === null)('the quality of wine as a number, and its classes', { timeout: 60_000 }, async () => {
  const { table } = await readTable(readFileSync(wine!), 'wine_quality.csv', {});
  const run = async (framing: object) => {
    const study = parseStudy({ version: 1, data: { source: 'wine_quality.csv' }, framing });
    return (await runStudy(study, table, await options())).run;
  };
  const score = await run({ kind: 'score', target: 'quality', edges: [5.5, 6.5], classes: ['low', 'middle', 'high'] });
  const { mae, r2, spearman } = score.metrics.test;
  // LinearRegression of scikit-learn, fitted and judged on all rows: R2 0.2965, mean absolute error 0.5686.
  expect(r2!.value).toBeGreaterThan(0.2);
  expect(r2!.value).toBeLessThan(0.4);
  expect(mae!.value).toBeGreaterThan(0.5);
  expect(mae!.value).toBeLessThan(0.65);
  expect(spearman!.low).toBeGreaterThan(0.4);
  const split = ({ stages }: typeof score) => stages.find(({ stage }) => stage === 'split')!.hash;
  const binary = await run({ kind: 'binary', target: 'quality', positive: '6' });
  expect(split(binary)).toBe(split(score));
});
