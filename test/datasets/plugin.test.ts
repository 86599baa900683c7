import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { build, createServer } from 'vite';
import type { Rolldown } from 'vite';
import { datasetsPlugin } from '../../datasets/plugin.ts';
import { hashBytes } from '../../src/core/base/hash.ts';
import { samples } from '../../datasets/index.ts';
import { sampleBytes, sampleIds } from '../../datasets/node.ts';
import type { Truth } from '../../datasets/sample.ts';

interface Found {
  id: string;
  rows: number;
  columns: number;
  url: string;
  card: string;
  study: unknown;
  truth: (() => Promise<Truth & { sha256: string }>) | null;
}

let root = '';
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'samples-'));
  writeFileSync(join(root, 'index.html'), '<script type="module" src="./main.ts"></script>');
  writeFileSync(join(root, 'main.ts'), `import { samples } from 'virtual:samples';\nglobalThis.samples = samples;\n`);
});
afterAll(() => rmSync(root, { recursive: true }));

test('the build holds every sample and lists it with its address, card and study', async () => {
  const output = await build({
    root,
    configFile: false,
    logLevel: 'error',
    plugins: [datasetsPlugin()],
    build: { write: false, modulePreload: false },
  });
  const files = (output as Rolldown.RolldownOutput).output;
  for (const id of sampleIds) {
    const asset = files.find((file) => file.fileName === `datasets/${id}.csv`);
    expect(asset?.type === 'asset' && Buffer.compare(Buffer.from(asset.source), sampleBytes(id))).toBe(0);
  }
  // Loaded as the page would, from its own folder.
  // What Vite asks before it loads a part.
  const createElement = () => ({ relList: { supports: () => true } });
  Object.assign(globalThis, { document: { baseURI: 'https://x.test/app/', createElement } });
  for (const file of files)
    if (file.type === 'chunk') {
      mkdirSync(join(root, dirname(file.fileName)), { recursive: true });
      writeFileSync(join(root, file.fileName), file.code);
    }
  writeFileSync(join(root, 'package.json'), '{"type": "module"}');
  const entry = files.find((file) => file.type === 'chunk' && file.isEntry)!;
  await import(/* @vite-ignore */ pathToFileURL(join(root, entry.fileName)).href);
  const found = globalThis as unknown as { samples: Found[] };
  expect(found.samples.map(({ id, rows, columns, url }) => [id, rows, columns, url])).toEqual([
    ['penguins', 344, 7, 'https://x.test/app/datasets/penguins.csv'],
    ['loan', 5000, 9, 'https://x.test/app/datasets/loan.csv'],
    ['berkeley', 4526, 3, 'https://x.test/app/datasets/berkeley.csv'],
    ['titanic', 2201, 4, 'https://x.test/app/datasets/titanic.csv'],
    ['olympians', 11538, 10, 'https://x.test/app/datasets/olympians.csv'],
    ['birdstrikes', 10000, 15, 'https://x.test/app/datasets/birdstrikes.csv'],
    ['weather', 1461, 6, 'https://x.test/app/datasets/weather.csv'],
    ['diamonds', 53940, 10, 'https://x.test/app/datasets/diamonds.csv'],
    ['sentences', 3000, 3, 'https://x.test/app/datasets/sentences.csv'],
    ['emoji', 1923, 4, 'https://x.test/app/datasets/emoji.csv'],
    ['goods', 6000, 3, 'https://x.test/app/datasets/goods.csv'],
    ['requests', 4000, 9, 'https://x.test/app/datasets/requests.csv'],
    ['apps', 8653, 14, 'https://x.test/app/datasets/apps.csv'],
    ['food', 7200, 18, 'https://x.test/app/datasets/food.csv'],
  ]);
  for (const { card, study } of found.samples)
    expect([card.slice(0, 4), study]).toMatchObject(['<h1>', { version: 1 }]);
  for (const { id, truth, rows } of found.samples) {
    const known = samples.find((sample) => sample.id === id)!.truth?.() ?? null;
    expect(truth === null, id).toBe(known === null);
    if (!truth || !known) continue;
    const { sha256, target, classes, chances } = await truth();
    expect([sha256, target, classes]).toEqual([hashBytes(sampleBytes(id)), known.target, known.classes]);
    expect(chances.length).toBe(rows);
    for (const row of [0, 7, rows - 1])
      for (const [k, chance] of chances[row]!.entries()) expect(chance).toBeCloseTo(known.chances[row]![k]!, 4);
  }
}, 60_000);

test('the dev server answers with the same bytes', async () => {
  const server = await createServer({
    root,
    configFile: false,
    logLevel: 'error',
    plugins: [datasetsPlugin()],
    server: { port: 0, host: '127.0.0.1' },
  });
  try {
    await server.listen();
    const address = server.httpServer!.address();
    const port = address !== null && typeof address === 'object' ? address.port : 0;
    const answer = await fetch(`http://127.0.0.1:${port}/datasets/berkeley.csv`);
    expect(answer.headers.get('content-type')).toContain('text/csv');
    expect(Buffer.compare(Buffer.from(await answer.arrayBuffer()), sampleBytes('berkeley'))).toBe(0);
  } finally {
    await server.close();
  }
}, 60_000);
