/** @file The demonstrations of framing from the command line: each question of a sample, judged on the same rows. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { sample as apps } from '../../datasets/apps/sample.ts';
import { sample as food } from '../../datasets/food/sample.ts';
import { sample as goods } from '../../datasets/goods/sample.ts';
import { sample as requests } from '../../datasets/requests/sample.ts';
import type { Run } from '../../src/core/study/run.ts';
import { folderOf, plumb } from './runner.ts';

test.for([requests, goods, apps, food])('$id, asked in two ways', { timeout: 240_000 }, ({ id, also }) => {
  const own = JSON.parse(readFileSync(new URL(`../../datasets/${id}/study.json`, import.meta.url), 'utf8')) as object;
  const at = folderOf({ 'own.json': own, 'other.json': { ...own, ...also!.at(-1)!.study } });
  const [one, two] = ['own', 'other'].map((name) => {
    const { code, stderr } = plumb(at(`${name}.json`), '--out', at(name));
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    return JSON.parse(readFileSync(at(`${name}/run.json`), 'utf8')) as Run;
  }) as [Run, Run];
  const hash = ({ stages }: Run, stage: string) => stages.find((each) => each.stage === stage)!.hash;
  expect(hash(two, 'data')).toBe(hash(one, 'data'));
  expect(two.study.framing.kind).not.toBe(one.study.framing.kind);
  expect(hash(two, 'split')).toBe(hash(one, 'split'));
  // Every question is answered better than by the shares of the classes.
  for (const { metrics, baseline } of [one, two])
    expect(metrics.test['logLoss']!.value!).toBeLessThan(baseline.test['logLoss']!.value!);
});
