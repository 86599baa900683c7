/** @file Builds the app once and serves it as a plain static host would: files, types, no other headers. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join, normalize } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** Address of the page, with a folder in it: a static host seldom gives the root. */
    address: string;
    /** Where the built files are. */
    folder: string;
  }
}

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.wasm': 'application/wasm',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.csv': 'text/csv; charset=utf-8',
};
const base = '/plumb/';

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const site = await buildAndServe();
  project.provide('address', site.address);
  project.provide('folder', site.folder);
  return site.close;
}

export async function buildAndServe(): Promise<{ address: string; folder: string; close(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'plumb-'));
  build(folder);
  const server = serve(folder);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const bound = server.address();
  const port = bound !== null && typeof bound === 'object' ? bound.port : 0;
  return {
    address: `http://127.0.0.1:${port}${base}`,
    folder,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      rmSync(folder, { recursive: true });
    },
  };
}

/** In a process of its own: Vitest's environment would make it a development build. */
function build(folder: string): void {
  const root = join(import.meta.dirname, '../..');
  const { VITEST: _, ...environment } = process.env;
  execFileSync(
    process.execPath,
    [join(root, 'node_modules/vite/bin/vite.js'), 'build', '--outDir', folder, '--emptyOutDir', '--logLevel', 'warn'],
    { cwd: root, env: { ...environment, NODE_ENV: 'production' }, stdio: ['ignore', 'ignore', 'inherit'] },
  );
}

function serve(folder: string): Server {
  return createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const inside = normalize(decodeURIComponent(pathname.slice(base.length)));
    const file = join(folder, inside === '.' || inside === '' ? 'index.html' : inside);
    const isFile =
      pathname.startsWith(base) && !inside.startsWith('..') && statSync(file, { throwIfNoEntry: false })?.isFile();
    if (!isFile) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { 'Content-Type': types[extname(file)] ?? 'application/octet-stream' });
    response.end(readFileSync(file));
  });
}
