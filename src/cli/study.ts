/** @file The headless runner. Exit 0 done, 1 the run failed, 2 the study or the data is wrong (one line on stderr, nothing written). */
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { InputError } from '../core/base/errors.ts';
import type { Control } from '../core/base/progress.ts';
import { readTable } from '../core/data/reader.ts';
import { exportOnnx } from '../core/release/onnx/index.ts';
import { runFiles } from '../core/study/files.ts';
import { refuseNotices } from '../core/study/notices.ts';
import { judgeReproduction, withoutHash } from '../core/study/reproduce.ts';
import { resolveStudy } from '../core/study/resolve.ts';
import { readingOf } from '../core/study/reading.ts';
import { runStudy } from '../core/study/run-study.ts';
import type { RunResult } from '../core/study/run.ts';
import type { Study } from '../core/study/schema.ts';
import { parseArguments } from './arguments.ts';
import type { Arguments } from './arguments.ts';
import { openCompute } from './compute.ts';
import { checkFolder, writeFolder } from './folder.ts';
import { readData, readRun, readStudy } from './inputs.ts';
import { openPool } from './pool.ts';

async function main(words: string[]): Promise<number> {
  const told = parseArguments(words);
  if (told.out !== null) checkFolder(told.out);
  const before = told.reproduce === null ? null : readRun(told.reproduce);
  const study = chooseStudy(told, before?.run.study ?? null);
  const result = await runOn(study, told);
  if (before === null) {
    writeFolder(told.out!, filesOf(result, told));
    process.stdout.write(`${summary(result)}\nwritten to ${told.out}\n`);
    return 0;
  }
  const { verdict, sentence } = judgeReproduction(before.run, before.predictions, result);
  // What is being checked stays as it is.
  if (told.out !== null && resolve(told.out) !== resolve(dirname(told.reproduce!)))
    writeFolder(told.out, filesOf(result, told));
  process.stdout.write(`${sentence}\n`);
  return verdict === 'differs' ? 1 : 0;
}

function filesOf(result: RunResult, { onnx }: Arguments): Record<string, Uint8Array> {
  return { ...runFiles(result), ...(onnx && { 'model/model.onnx': exportOnnx(result) }) };
}

/** The study told, else the one the run was made of; for a reproduction without its data's hash, so that other data is a finding. */
function chooseStudy(told: Arguments, reproduced: Study | null): Study {
  const chosen = told.study === null ? reproduced! : readStudy(told.study);
  const study = reproduced === null ? chosen : withoutHash(chosen);
  return told.seed === null ? study : { ...study, seed: told.seed };
}

async function runOn(study: Study, told: Arguments): Promise<RunResult> {
  const startedAt = new Date().toISOString();
  const start = performance.now();
  const { name, bytes } = await readData(study.data.source, told.data);
  const control = createControl();
  const { table, notices } = await readTable(bytes, name, readingOf(study.data), control);
  const parse = performance.now() - start;
  refuseNotices(study, notices);
  resolveStudy(study, table);
  const pool = openPool();
  const compute = { ...(await openCompute(told.backend)), ...(pool && { pool }) };
  const environment = { plumb: version(), userAgent: `Node ${process.version}`, startedAt, timings: { parse } };
  return runStudy(study, table, { compute, control, environment });
}

function createControl(): Control {
  const controller = new AbortController();
  process.once('SIGINT', () => controller.abort(new Error('stopped; nothing was written')));
  return {
    progress: () => undefined,
    signal: controller.signal,
    whenRunning: async () => controller.signal.throwIfAborted(),
    now: () => performance.now(),
  };
}

function version(): string {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  return version;
}

/** One line: the model's and the baseline's numbers on test rows. */
function summary({ run }: RunResult): string {
  const shown = run.classes.length === 2 ? ['accuracy', 'rocAuc', 'logLoss'] : ['accuracy', 'macroF1', 'logLoss'];
  const numbers = shown.map((name) => {
    const [own, prior] = [run.metrics.test[name], run.baseline.test[name]].map(
      (e) => e?.value?.toFixed(4) ?? 'undefined',
    );
    return `${name} ${own} (baseline ${prior})`;
  });
  return `${run.study.model.kind} on ${run.rows.test} test rows, ${run.environment.backend}: ${numbers.join(', ')}`;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`${message.replace(/\s+/g, ' ')}\n`);
  process.exitCode = error instanceof InputError ? 2 : 1;
}
// The WebGPU device would keep the process alive.
process.exit();
