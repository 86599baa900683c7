/** @file Vite: writes each sample into the build as datasets/<id>.csv, serves it in dev, and lists them in virtual:samples. */
import { parse } from 'marked';
import type { Plugin } from 'vite';
import { hashBytes } from '../src/core/base/hash.ts';
import { samples } from './index.ts';
import { sampleBytes, sampleFile } from './node.ts';

const name = 'virtual:samples';
const resolved = `\0${name}`;
/** Before the id of a sample: the rule that made it, loaded when it is asked for. */
const truth = 'virtual:truth/';

export function datasetsPlugin(): Plugin {
  let building = false;
  return {
    name: 'datasets',
    configResolved(config) {
      building = config.command === 'build';
    },
    resolveId: (id) => (id === name ? resolved : id.startsWith(truth) ? `\0${id}` : null),
    load: (id) =>
      id === resolved ? listing() : id.startsWith(`\0${truth}`) ? truthOf(id.slice(truth.length + 1)) : null,
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
  const entries = samples.map(({ id, title, describes, csv, truth: known, also = [] }) => {
    const lines = csv().trimEnd().split('\n');
    const shape = { rows: lines.length - 1, columns: lines[0]!.split(',').length };
    const study = JSON.parse(sampleFile(id, 'study.json')) as Record<string, unknown>;
    const others = also.map(({ title, study: change }) => ({ title, study: { ...study, ...change } }));
    const card = parse(sampleFile(id, 'card.md'));
    const told = JSON.stringify({
      id,
      title,
      describes,
      ...shape,
      study,
      also: others,
      card,
      url: `datasets/${id}.csv`,
    });
    return `{ ...${told}, truth: ${known ? `() => import('${truth}${id}').then((of) => of.truth)` : 'null'} }`;
  });
  return `const base = typeof document === 'undefined' ? location.href : document.baseURI;
export const samples = [${entries.join(', ')}].map((sample) => ({ ...sample, url: new URL(sample.url, base).href }));`;
}

/** Source of the module: chances that several rows share are written once. */
function truthOf(id: string): string {
  const { target, classes, chances } = samples.find((sample) => sample.id === id)!.truth!();
  const places = new Map<string, number>();
  const codes = chances.map((own) => {
    const text = own.map((chance) => Number(chance.toPrecision(5))).join(' ');
    if (!places.has(text)) places.set(text, places.size);
    return places.get(text)!;
  });
  const told = { target, classes, sha256: hashBytes(sampleBytes(id)) };
  return `const distinct = ${JSON.stringify([...places.keys()].join('\n'))}.split('\\n').map((own) => own.split(' ').map(Number));
export const truth = { ...${JSON.stringify(told)}, chances: ${JSON.stringify(codes.join(' '))}.split(' ').map((code) => distinct[code]) };`;
}
