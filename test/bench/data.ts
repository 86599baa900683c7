/** @file The data side against pandas in the same run: reading a long file, a profile, and what the page feels of it. */
import { spawnSync } from 'node:child_process';
import { createWriteStream, mkdtempSync, openSync, readFileSync, readSync, rmSync, statSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRng } from '../../src/core/base/random.ts';
import type { FileBytes } from '../../src/core/data/bytes.ts';
import { associate } from '../../src/core/data/explore/associations.ts';
import { profileTable } from '../../src/core/data/profile.ts';
import { readTable } from '../../src/core/data/reader.ts';
import type { Table } from '../../src/core/data/table.ts';
import { launch, visit } from '../e2e/browser.ts';
import { buildAndServe } from '../e2e/site.ts';
import { main, pick } from '../e2e/steps.ts';

const levels = ['north', 'south', 'east', 'west', 'centre'];

/** Prints seconds, ratios to pandas, and the longest the page stood still. */
export async function benchData(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'plumb-data-'));
  try {
    const long = await generate(join(folder, 'long.csv'), { bytes: 200e6, numbers: 7, categories: 7 });
    const wide = await generate(join(folder, 'wide.csv'), { rows: 100_000, numbers: 25, categories: 25 });
    const pandas = peer(long, wide);
    const table = await reading(long, pandas?.read);
    await profiling(wide, pandas?.profile);
    console.log(
      `  of the long file again: ${(await timed(() => profileTable(table, [], 0))).seconds.toFixed(2)} s for its profile`,
    );
    await inPage(long);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function generate(
  path: string,
  {
    bytes = Infinity,
    rows = Infinity,
    numbers,
    categories,
  }: { bytes?: number; rows?: number; numbers: number; categories: number },
): Promise<string> {
  const rng = createRng(0);
  const stream = createWriteStream(path);
  const names = [...Array(numbers).keys()]
    .map((j) => `n${j}`)
    .concat([...Array(categories).keys()].map((j) => `c${j}`));
  let written = names.join(',').length + 1;
  stream.write(`${names.join(',')}\n`);
  for (let row = 0, block = ''; row < rows && written < bytes; row++) {
    const cells: string[] = [];
    for (let j = 0; j < numbers; j++) cells.push(j % 3 === 2 ? `${rng.integer(1000)}` : (rng.normal() * 10).toFixed(5));
    for (let j = 0; j < categories; j++)
      cells.push(j % 4 === 3 && rng.uniform() < 0.1 ? '' : `${levels[rng.integer(levels.length)]}${j}`);
    const line = `${cells.join(',')}\n`;
    block += line;
    written += line.length;
    if (block.length < 1 << 20 && row + 1 < rows && written < bytes) continue;
    if (!stream.write(block)) await once(stream, 'drain');
    block = '';
  }
  stream.end();
  await once(stream, 'finish');
  return path;
}

/** From the disk part by part, as the data worker reads a file. */
function fileAt(path: string): FileBytes {
  const descriptor = openSync(path, 'r');
  return {
    size: statSync(path).size,
    read(start, end) {
      const bytes = new Uint8Array(end - start);
      readSync(descriptor, bytes, 0, end - start, start);
      return Promise.resolve(bytes);
    },
  };
}

async function reading(path: string, theirs: number | undefined): Promise<Table> {
  const { value, seconds } = await timed(() => readTable(fileAt(path), 'long.csv', {}));
  const { rows, columns } = value.table;
  const memory = process.resourceUsage().maxRSS / 1e6;
  console.log(
    `\ndata: ${Math.round(statSync(path).size / 1e6)} MB of CSV, ${rows.toLocaleString('en')} rows x ${columns.length} columns: ${seconds.toFixed(1)} s, ${Math.round(rows / seconds).toLocaleString('en')} rows/s${ratio(seconds, theirs, 'read_csv')}; memory at most ${memory.toFixed(2)} GB`,
  );
  return value.table;
}

/** What describe, value_counts and corr of pandas tell: the profile of each column, and Pearson's r of each pair of numbers. */
async function profiling(path: string, theirs: number | undefined): Promise<void> {
  const { table } = await readTable(fileAt(path), 'wide.csv', {});
  const rows = Uint32Array.from({ length: table.rows }, (_, i) => i);
  const numbers: Table = { ...table, columns: table.columns.filter(({ type }) => type === 'number') };
  const profile = await timed(() => profileTable(table, [], 0));
  const pairs = await timed(() => associate(numbers, rows, {}, false));
  console.log(
    `  profile of ${table.rows.toLocaleString('en')} x ${table.columns.length}: ${profile.seconds.toFixed(2)} s, and ${pairs.seconds.toFixed(2)} s for the pairs of numbers by Pearson and Spearman${ratio(profile.seconds + pairs.seconds, theirs, 'describe, value_counts and corr by both')}`,
  );
}

/** The longest task of the page's own thread while the worker reads, and how soon a cancel is through. */
async function inPage(path: string): Promise<void> {
  const site = await buildAndServe();
  const browser = await launch();
  try {
    const { page } = await visit(browser, site.address);
    await pick(page, path);
    await main(page).getByRole('button', { name: 'Read the whole file' }).waitFor({ timeout: 60_000 });
    await page.evaluate(() => {
      const seen = ((globalThis as unknown as { tasks: number[] }).tasks = []) as number[];
      new PerformanceObserver((list) => seen.push(...list.getEntries().map(({ duration }) => duration))).observe({
        type: 'longtask',
      });
    });
    const read = main(page).getByRole('button', { name: 'Read the whole file' });
    await read.click();
    const cancel = main(page).getByRole('button', { name: 'Cancel reading' });
    await cancel.waitFor();
    await page.waitForTimeout(1500);
    const from = performance.now();
    await cancel.click();
    await cancel.waitFor({ state: 'detached' });
    const heard = performance.now() - from;
    const start = performance.now();
    await read.click();
    await main(page).getByRole('region', { name: 'Columns' }).waitFor({ timeout: 300_000 });
    const seconds = (performance.now() - start) / 1000;
    const tasks = await page.evaluate(() => (globalThis as unknown as { tasks: number[] }).tasks);
    console.log(
      `  in the page: read and kept in ${seconds.toFixed(1)} s; longest task of the page's thread ${tasks.length === 0 ? 'under 50' : Math.round(Math.max(...tasks))} ms (${tasks.length} over 50 ms); a cancel was through in ${Math.round(heard)} ms${highWater()}`,
    );
  } finally {
    await browser.close();
    await site.close();
  }
}

/** Where the system tells: the most memory a renderer has held. */
function highWater(): string {
  const { stdout } = spawnSync('pgrep', ['-f', 'type=renderer'], { encoding: 'utf8' });
  const sizes = (stdout ?? '').split('\n').flatMap((id) => {
    try {
      return [Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${id.trim()}/status`, 'utf8'))?.[1])];
    } catch {
      return [];
    }
  });
  return sizes.length === 0
    ? ''
    : `; the page with its workers held ${(Math.max(...sizes) / 1e6).toFixed(2)} GB at most`;
}

function peer(long: string, wide: string): { read: number; profile: number } | null {
  for (const python of ['/usr/bin/python3', 'python3']) {
    const script = join(import.meta.dirname, 'pandas_peer.py');
    const { status, stdout } = spawnSync(python, [script, long, wide], { encoding: 'utf8' });
    if (status === 0) return JSON.parse(stdout) as { read: number; profile: number };
  }
  console.log('\npandas was not found: no ratios to it');
  return null;
}

function ratio(seconds: number, theirs: number | undefined, what: string): string {
  return theirs === undefined ? '' : `, ${(seconds / theirs).toFixed(2)} x the time of pandas (${what})`;
}

async function timed<T>(run: () => T | Promise<T>): Promise<{ value: T; seconds: number }> {
  const start = performance.now();
  const value = await run();
  return { value, seconds: (performance.now() - start) / 1000 };
}
