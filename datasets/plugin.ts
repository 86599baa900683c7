/** @file Vite: writes each sample into the build as datasets/<id>.csv, serves it in dev, and lists them in virtual:samples. */
import { parse } from 'marked';
import type { Plugin } from 'vite';
import { samples } from './index.ts';
import { sampleBytes, sampleFile } from './node.ts';

const name = 'virtual:samples';
const resolved = `\0${name}`;

export function datasetsPlugin(): Plugin {
  let building = false;
  return {
    name: 'datasets',
    configResolved(config) {
      building = config.command === 'build';
    },
    resolveId: (id) => (id === name ? resolved : null),
    load: (id) => (id === resolved ? listing() : null),
    buildStart() {
      if (!building) return;
      for (const { id } of samples)
        this.emitFile({ type: 'asset', fileName: `datasets/${id}.csv`, source: sampleBytes(id) });
    },
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const id = /\/datasets\/([a-z]+)\.csv(\?|$)/.exec(request.url ?? '')?.[1];
        if (id === undefined || !samples.some((sample) => sample.id === id)) return next();
        response.setHeader('Content-Type', 'text/csv; charset=utf-8');
        response.end(sampleBytes(id));
      });
    },
  };
}

/** Source of the module. Rows and columns are counted; none of these tables has a line break in a cell. */
function listing(): string {
  const entries = samples.map(({ id, title, describes, csv }) => {
    const lines = csv().trimEnd().split('\n');
    const shape = { rows: lines.length - 1, columns: lines[0]!.split(',').length };
    const study: unknown = JSON.parse(sampleFile(id, 'study.json'));
    return { id, title, describes, ...shape, study, card: parse(sampleFile(id, 'card.md')), url: `datasets/${id}.csv` };
  });
  return `const base = typeof document === 'undefined' ? location.href : document.baseURI;
export const samples = ${JSON.stringify(entries)}.map((sample) => ({ ...sample, url: new URL(sample.url, base).href }));`;
}
