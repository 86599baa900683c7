/** @file The built files: the policy, what is loaded first, and what is kept for offline. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, inject, test } from 'vitest';
import { largeSamples, sampleIds } from '../../datasets/node.ts';

const folder = inject('folder');
const files = (readdirSync(folder, { recursive: true }) as string[])
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => statSync(join(folder, file)).isFile());
const read = (file: string) => readFileSync(join(folder, file), 'utf8');
const page = read('index.html');

test('the page states its policy: its own origin only, no eval', () => {
  const policy = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(page)![1]!.replaceAll('&#39;', "'");
  const directives = new Map(policy.split('; ').map((part) => [part.split(' ')[0]!, part.split(' ').slice(1)]));
  expect(directives.get('connect-src')).toEqual(["'self'"]);
  expect(directives.get('worker-src')).toEqual(["'self'"]);
  expect(directives.get('form-action')).toEqual(["'none'"]);
  expect(directives.get('object-src')).toEqual(["'none'"]);
  expect(directives.get('script-src')).toEqual(["'self'", "'wasm-unsafe-eval'"]);
  expect(policy).not.toMatch(/\*|https?:|'unsafe-eval'/);
});

test('the JavaScript of the first screen is under 250 kB gzip', () => {
  const first = [...page.matchAll(/(?:src|href)="\.\/([^"]+\.js)"/g)].map((match) => match[1]!);
  expect(first.length).toBeGreaterThan(0);
  const size = first.reduce((sum, file) => sum + gzipSync(readFileSync(join(folder, file))).length, 0);
  expect(size).toBeLessThan(250_000);
  // What is heavy comes when it is needed.
  for (const file of first) expect(read(file)).not.toMatch(/tfjs-core|plotly\.js v|danfo/i);
});

test('every file of the build is kept for offline, but the service worker itself and large samples', () => {
  const worker = read('sw.js');
  const kept = new Set([...worker.matchAll(/url:\s*"([^"]+)"/g)].map((match) => match[1]!));
  const missing = files.filter((file) => !kept.has(file) && !/^(sw|workbox-[\w-]+)\.js$/.test(file));
  expect(missing).toEqual(largeSamples.map((id) => `datasets/${id}.csv`));
  // Every other sample, and the files of the WASM backend.
  const small = sampleIds.filter((id) => !largeSamples.includes(id)).map((id) => `datasets/${id}.csv`);
  expect([...kept].filter((file) => file.startsWith('datasets/')).sort()).toEqual([...small].sort());
  expect([...kept].filter((file) => file.endsWith('.wasm')).length).toBe(3);
});

test('no file is too big to be kept', () => {
  expect(files.filter((file) => statSync(join(folder, file)).size > 4 * 1024 * 1024)).toEqual([]);
});
