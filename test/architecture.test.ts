/** @file The walls of the house: who may import whom, how long a file may be, and what must not be written anywhere. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';

/** The house, ground up: each room, the rooms below that it may import, and the packages it may import beside its equals. */
const house: [room: string, below: string[], packages?: string[]][] = [
  ['core/base', []],
  ['core/data', ['core/base'], ['danfojs', 'xlsx', 'papaparse']],
  ['core/framing', ['core/base', 'core/data']],
  ['core/features', ['core/base', 'core/data']],
  ['core/compute', ['core/base'], ['@tensorflow']],
  ['core/models', ['core/base', 'core/data', 'core/compute'], ['@tensorflow']],
  ['core/metrics', ['core/base']],
  ['core/fairness', ['core/base', 'core/metrics']],
  ['core/explain', ['core/base', 'core/data', 'core/metrics']],
  ['core/mistakes', ['core/base', 'core/data', 'core/metrics', 'core/explain']],
  ['core/study', ['core']],
  ['core/release', ['core']],
  ['core/monitor', ['core']],
  // The WASM binaries are the worker's to serve; it calls nothing of TensorFlow.js.
  ['engine', ['core'], ['@tensorflow/tfjs-backend-wasm/dist']],
  ['store', ['core'], ['idb', 'fflate']],
  // Outside src: the samples, read in Node only.
  ['../datasets', ['core']],
  ['cli', ['core', '../datasets'], ['webgpu', 'fflate', '@tensorflow/tfjs-backend-wasm']],
  ['ui/widgets', [], ['bits-ui', '@lucide/svelte']],
  ['ui/plots', ['core', 'ui/widgets'], ['plotly.js']],
  ['ui/state', ['core', 'engine', 'store']],
  ['ui/stages', ['core', 'ui/widgets', 'ui/plots', 'ui/state'], ['bits-ui', '@lucide/svelte']],
  // The shell opens the two doors and hands them to the state; it reads the shapes it describes in words.
  ['ui', ['core', 'engine', 'store', 'ui/widgets', 'ui/plots', 'ui/state', 'ui/stages'], ['bits-ui', '@lucide/svelte']],
  ['', ['ui']],
];

/** Files longer than their ceiling, each with its reason. */
const exceptions: Record<string, { lines: number; reason: string }> = {
  'ui/state/workspace.svelte.ts': {
    lines: 340,
    reason: 'it joins the parts behind the one contract, a line or two a verb',
  },
};

const root = join(import.meta.dirname, '..');
const source = join(root, 'src');
const files = (readdirSync(source, { recursive: true }) as string[])
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => /(?<!\.d)\.(ts|svelte)$/.test(file));
const texts = new Map(files.map((file) => [file, readFileSync(join(source, file), 'utf8')]));
const text = (file: string) => texts.get(file)!;

const isInside = (path: string, room: string) => room === '' || path === room || path.startsWith(`${room}/`);
/** The innermost room around a file: its place in the house. */
function roomOf(file: string): number {
  const around = house.map(([room], i) => ({ room, i })).filter(({ room }) => isInside(file, room));
  return around.reduce((inner, next) => (next.room.length > inner.room.length ? next : inner)).i;
}
const imports = (file: string) =>
  [...text(file).matchAll(/\b(?:from|import)\s*\(?\s*['"]([^'"]+)['"]/g)].map((match) => match[1]!);
const local = (file: string) =>
  imports(file)
    .filter((name) => name.startsWith('.'))
    .map((name) => relative(source, join(source, dirname(file), name)).replaceAll('\\', '/'));
const owns = (packages: string[], name: string) => packages.some((own) => name === own || name.startsWith(`${own}/`));
const owned = house.flatMap(([, , packages = []]) => packages);

describe('rooms', () => {
  test.for(files)('%s imports only the rooms below it', (file) => {
    const [, below, own = []] = house[roomOf(file)]!;
    const up = local(file).filter(
      (to) =>
        roomOf(to) !== roomOf(file) && !(roomOf(to) < roomOf(file) && below.some((allowed) => isInside(to, allowed))),
    );
    const borrowed = imports(file).filter((name) => owns(owned, name) && !owns(own, name));
    expect({ up, borrowed }).toEqual({ up: [], borrowed: [] });
  });

  test('no stage imports another stage', () => {
    const stageOf = (path: string) => /^ui\/stages\/([^/]+)\//.exec(path)?.[1];
    const across = files.flatMap((file) =>
      local(file)
        .filter((to) => stageOf(file) && stageOf(to) && stageOf(to) !== stageOf(file))
        .map((to) => `${file} -> ${to}`),
    );
    expect(across).toEqual([]);
  });

  test('no room imports its own index', () => {
    const own = files.flatMap((file) =>
      local(file)
        .filter((to) => to.endsWith('/index.ts') && dirname(to) === dirname(file))
        .map((to) => `${file} -> ${to}`),
    );
    expect(own).toEqual([]);
  });

  test('no file imports itself through others', () => {
    const done = new Set<string>();
    const cycles: string[] = [];
    const visit = (file: string, path: string[]) => {
      if (path.includes(file)) cycles.push([...path.slice(path.indexOf(file)), file].join(' -> '));
      if (done.has(file) || path.includes(file) || !texts.has(file)) return;
      for (const next of local(file)) visit(next, [...path, file]);
      done.add(file);
    };
    for (const file of files) visit(file, []);
    expect(cycles).toEqual([]);
  });

  test('danfojs is in one file, and plotly.js behind one door', () => {
    const importers = (name: string) => files.filter((file) => imports(file).some((found) => owns([name], found)));
    expect(importers('danfojs')).toEqual(['core/data/frame.ts']);
    // The rest take its types.
    const drawing = importers('plotly.js').filter((file) => /import\(['"]plotly\.js\/lib/.test(text(file)));
    expect(drawing).toEqual(['ui/plots/plotly.ts']);
  });
});

describe('ceilings', () => {
  const lines = (file: string) => text(file).trimEnd().split('\n').length;
  const ceiling = (file: string) => exceptions[file]?.lines ?? (file.endsWith('.svelte') ? 200 : 250);

  test('no file is over its ceiling', () => {
    expect(files.filter((file) => lines(file) > ceiling(file)).map((file) => `${file}: ${lines(file)}`)).toEqual([]);
  });

  test('every exception is still needed', () => {
    const idle = Object.keys(exceptions).filter(
      (file) => !texts.has(file) || lines(file) <= (file.endsWith('.svelte') ? 200 : 250),
    );
    expect(idle).toEqual([]);
  });
});

/** What must not be written, where, and why it would be wrong. */
const bans: { name: string; pattern: RegExp; within?: string; except?: string[] }[] = [
  { name: 'global randomness', pattern: /Math\.random/ },
  { name: 'the clock in core', pattern: /Date\.now|performance\.now|new Date\(\s*\)/, within: 'core' },
  // The WebGPU backend answers synchronous reads with zeros.
  {
    name: 'synchronous tensor reads',
    pattern: /\b(?:dataSync|arraySync|bufferSync)\b/,
    except: ['core/compute'],
  },
  // tfjs-layers shuffles with Math.random.
  { name: "the layers' own training loop", pattern: /\bmodel\.fit\(|shuffle:\s*true/ },
  // Seed 0 is a seed.
  { name: 'a seed taken for a truth value', pattern: /\bif \(!?seed\)|\bseed (?:\?(?![?.:])|\|\||&&) / },
  { name: 'the console in core', pattern: /\bconsole\./, within: 'core' },
  { name: 'old Svelte', pattern: /\bexport let\b|\bon:[a-z]+=|createEventDispatcher|<slot\b|svelte\/store/ },
  { name: 'unfinished work', pattern: /\bTODO\b|\bFIXME\b/ },
];

describe('what must not be written', () => {
  test.for(bans)('$name', ({ pattern, within = '', except = [] }) => {
    const found = files
      .filter((file) => isInside(file, within) && !except.some((room) => isInside(file, room)))
      .filter((file) => pattern.test(text(file)));
    expect(found).toEqual([]);
  });

  test.for(bans)('$name would be found', ({ name, pattern }) => {
    const samples: Record<string, string> = {
      'global randomness': 'Math.random()',
      'the clock in core': 'const now = new Date();',
      'synchronous tensor reads': 'x.dataSync()',
      "the layers' own training loop": 'fit(x, y, { shuffle: true })',
      'a seed taken for a truth value': 'const rng = seed ? make(seed) : make(1);',
      'the console in core': 'console.log(1)',
      'old Svelte': '<button on:click={go}>',
      'unfinished work': '// TODO later',
    };
    expect(samples[name]).toMatch(pattern);
  });
});

test('the top level holds only what it always holds', () => {
  const tracked = execFileSync('git', ['ls-files'], { cwd: root, encoding: 'utf8' }).trim().split('\n');
  expect([...new Set(tracked.map((path) => path.split('/')[0]))].sort()).toEqual(
    [
      '.ci .gitignore .npmrc .prettierignore LICENSE README.md datasets package-lock.json package.json public src test',
      'tsconfig.json vite.config.ts',
    ]
      .join(' ')
      .split(' '),
  );
});
