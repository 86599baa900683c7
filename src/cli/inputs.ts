/** @file The files the runner reads. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { InputError } from '../core/base/errors.ts';
import { checkSize } from '../core/data/bytes.ts';
import { readPredictions } from '../core/study/predictions.ts';
import { parseStudy } from '../core/study/parse.ts';
import type { Predictions, Run } from '../core/study/run.ts';
import type { Study } from '../core/study/schema.ts';

/** Throws InputError where the file is not there, is no JSON, or is no study. */
export function readStudy(path: string): Study {
  return parseStudy(readJson(path, 'study'));
}

/** The run, and its predictions where predictions.csv stands beside it. */
export function readRun(path: string): { run: Run; predictions: Predictions | null } {
  const run = readJson(path, '--reproduce') as Run;
  if (run?.version !== 1 || !Array.isArray(run.stages) || !Array.isArray(run.classes))
    throw new InputError(`--reproduce: not a run.json of version 1: ${path}`);
  run.study = parseStudy(run.study);
  const beside = join(dirname(path), 'predictions.csv');
  return {
    run,
    predictions: existsSync(beside) ? readPredictions(readFileSync(beside, 'utf8'), run.classes) : null,
  };
}

/** The data's bytes: the file told, or the sample the study names. */
export async function readData(source: string, told: string | null): Promise<{ name: string; bytes: Uint8Array }> {
  if (told !== null) {
    const size = statSync(told, { throwIfNoEntry: false });
    if (!size?.isFile()) throw new InputError(`--data: no such file: ${told}`);
    checkSize(size.size, basename(told));
    return { name: basename(told), bytes: readFileSync(told) };
  }
  if (!source.startsWith('sample:'))
    throw new InputError(`--data: is missing; only a source sample:<id> needs no file: ${source}`);
  const { sampleBytes } = await import('../../datasets/node.ts');
  return { name: source, bytes: sampleBytes(source.slice('sample:'.length)) };
}

function readJson(path: string, what: string): unknown {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    throw new InputError(`${what}: no such file: ${path}`);
  }
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new InputError(`${what}: ${path} is not valid JSON: ${(error as Error).message}`);
  }
}
