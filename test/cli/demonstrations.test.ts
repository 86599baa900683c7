/** @file The demonstrations of framing through the runner, as their studies are. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Run } from '../../src/core/study/run.ts';
import { folderOf, plumb } from './runner.ts';

test.for([
  ['requests', 'accuracy', 0.8],
  ['apps', 'hit@1', 0.5],
  ['food', 'mrr', 0.5],
] as const)('%s', { timeout: 180_000 }, ([id, metric, least]) => {
  const at = folderOf({});
  const study = join(import.meta.dirname, `../../datasets/${id}/study.json`);
  const { code, stderr } = plumb(study, '--out', at('out'), '--backend', 'wasm');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const run = JSON.parse(readFileSync(at('out/run.json'), 'utf8')) as Run;
  const [own, baseline] = [run.metrics.test[metric]!, run.baseline.test[metric]!];
  expect(own.low!).toBeGreaterThan(baseline.high!);
  expect(own.value!).toBeGreaterThan(least);
});
