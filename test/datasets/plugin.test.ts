import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { build, createServer } from 'vite';
import type { Rolldown } from 'vite';
import { datasetsPlugin } from '../../datasets/plugin.ts';
import { sampleBytes, sampleIds } from '../../datasets/node.ts';

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
  const chunk = files.find((file) => file.type === 'chunk')!;
  const found: {
    samples?: { id: string; rows: number; columns: number; url: string; card: string; study: unknown }[];
  } = {};
  new Function('globalThis', 'document', 'location', chunk.type === 'chunk' ? chunk.code : '')(
    found,
    { baseURI: 'https://x.test/app/' },
    {},
  );
  expect(found.samples!.map(({ id, rows, columns, url }) => [id, rows, columns, url])).toEqual([
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
  ]);
  for (const { card, study } of found.samples!)
    expect([card.slice(0, 4), study]).toMatchObject(['<h1>', { version: 1 }]);
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
