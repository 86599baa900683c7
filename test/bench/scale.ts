/** @file How time and memory of boosting grow with the rows, each size in a process of its own. */
import { spawnSync } from 'node:child_process';
import { createRng } from '../../src/core/base/random.ts';
import { classifiers } from '../../src/core/models/index.ts';
import { generated } from './matrix.ts';
import { seconds, show } from './race.ts';

const sizes = [10_000, 30_000, 100_000, 300_000, 1_000_000];
const columns = 28;

/** 20 trees on 28 columns: seconds a size, the slope of their logarithms, and the most memory beyond what was held before, in matrices. */
export function benchScale(): Promise<void> {
  const found = sizes.map((rows) => {
    const code = `await (await import(${JSON.stringify(import.meta.url)})).measure(${rows})`;
    const run = spawnSync(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', code], {
      encoding: 'utf8',
    });
    if (run.status !== 0) throw new Error(run.stderr);
    const { time, bytes } = JSON.parse(run.stdout) as { time: number; bytes: number };
    const matrices = bytes / (4 * rows * columns);
    console.log(`  ${rows.toLocaleString('en')} rows x ${columns}: ${show(time)}, matrix and fit ${matrices.toFixed(1)} x the matrix`); // prettier-ignore
    return { rows, time };
  });
  const mean = (read: (one: (typeof found)[0]) => number) => found.reduce((sum, one) => sum + read(one), 0) / found.length; // prettier-ignore
  const [x, y] = [mean(({ rows }) => Math.log(rows)), mean(({ time }) => Math.log(time))];
  const slope =
    mean(({ rows, time }) => (Math.log(rows) - x) * (Math.log(time) - y)) /
    mean(({ rows }) => (Math.log(rows) - x) ** 2);
  console.log(`  slope of log time over log rows: ${slope.toFixed(2)} (aim: at most 1.05)`);
  return Promise.resolve();
}

/** Prints, of one size, the seconds and the bytes of the matrix and all that fitting takes. */
export async function measure(rows: number): Promise<void> {
  const model = classifiers['gradient-boosting']!;
  const options = model.options.parse({ maxIterations: 20 });
  const fit = (size: number) => {
    const { x, y } = generated(size, columns);
    const context = {
      progress: () => {},
      signal: new AbortController().signal,
      whenRunning: () => Promise.resolve(),
      now: () => performance.now(),
      compute: { settle: () => Promise.resolve(), check: () => {}, report: { backend: 'cpu', advice: '' } } as never,
      rng: createRng(0),
    };
    return seconds(() => model.fit({ x, y, classes: 2, weights: null, validation: null }, options, context));
  };
  await fit(1000);
  const before = process.resourceUsage().maxRSS;
  const time = await fit(rows);
  const bytes = 1024 * (process.resourceUsage().maxRSS - before);
  process.stdout.write(JSON.stringify({ time, bytes }));
}
