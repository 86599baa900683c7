import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { csv, study } from '../core/study/fixture.ts';
import { exists, folderOf, plumb } from './runner.ts';

const json = (path: string) => JSON.parse(readFileSync(path, 'utf8'));

describe('a study run from a file', { timeout: 60_000 }, () => {
  let at: (name: string) => string;
  beforeAll(() => {
    at = folderOf({ 'study.json': study, 'small.csv': csv });
    const { code, stderr } = plumb(at('study.json'), '--data', at('small.csv'), '--out', at('out'));
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  }, 60_000);

  test('writes the files of a run and nothing beside them', () => {
    expect(readdirSync(at('out')).sort()).toEqual([
      'ice.json',
      'model',
      'partial-dependence.json',
      'predictions.csv',
      'run.json',
      'study.json',
    ]);
    expect(readdirSync(at('out/model')).sort()).toEqual(['model.json', 'weights.bin']);
    expect(readdirSync(dirname(at('out'))).sort()).toEqual(['out', 'small.csv', 'study.json']);
    const run = json(at('out/run.json'));
    expect(run.study).toEqual(json(at('out/study.json')));
    expect(Object.keys(run.timings)).toEqual(expect.arrayContaining(['parse', 'recipe', 'fit', 'evaluate', 'explain']));
    expect(run.environment).toMatchObject({ backend: 'cpu', plumb: '0.1.0' });
    const [header, first] = readFileSync(at('out/predictions.csv'), 'utf8').split('\n');
    expect(header).toBe('row,split,actual,predicted,p:no,p:yes');
    expect(first).toMatch(/^\d+,(validation|test),(no|yes),(no|yes),0\.\d+,0\.\d+$/);
  });

  test('--onnx writes the model once more, as ONNX Runtime reads it', () => {
    expect(plumb(at('study.json'), '--data', at('small.csv'), '--out', at('exported'), '--onnx').code).toBe(0);
    expect(readdirSync(at('exported/model')).sort()).toEqual(['model.json', 'model.onnx', 'weights.bin']);
    rmSync(at('exported'), { recursive: true });
  });

  test('again into the same folder gives the same run but for its times; its own study.json gives it too', () => {
    const before = readFileSync(at('out/run.json'), 'utf8');
    const predictions = readFileSync(at('out/predictions.csv'));
    expect(plumb(at('out/study.json'), '--data', at('small.csv'), '--out', at('out')).code).toBe(0);
    const timeless = (run: object) => ({ ...run, timings: null, cost: null, startedAt: null });
    expect(timeless(json(at('out/run.json')))).toEqual(timeless(JSON.parse(before)));
    expect(readFileSync(at('out/predictions.csv'))).toEqual(predictions);
  });

  test('--reproduce says equal on the same data, and names the first stage on other data', () => {
    const equal = plumb('--reproduce', at('out/run.json'), '--data', at('small.csv'));
    expect([equal.code, equal.stdout]).toEqual([0, 'Equal: all 7 stages came out the same.\n']);
    const other = folderOf({ 'small.csv': csv.replace('red', 'blue') });
    const differs = plumb('--reproduce', at('out/run.json'), '--data', other('small.csv'));
    expect([differs.code, differs.stderr]).toEqual([1, '']);
    expect(differs.stdout).toMatch(/^Differs: first at the stage data/);
    const seeded = plumb('--reproduce', at('out/run.json'), '--data', at('small.csv'), '--seed', '7');
    expect(seeded.stdout).toMatch(/^Differs: first at the stage split/);
  });

  test.each([
    ['one-vs-rest', { kind: 'one-vs-rest', target: 'color' }, ',own:blue,own:green,own:red'],
    ['hierarchical', { kind: 'hierarchical', target: ['answer', 'color'] }, ''],
    ['score', { kind: 'score', target: 'size', edges: [8, 16] }, ',value'],
  ])('runs a framing and reproduces it: %s', (_, framing, own) => {
    const told = folderOf({
      'study.json': { ...study, framing, groups: [], explain: { partialDependence: [], ice: [] } },
      'small.csv': csv,
    });
    const { code, stderr } = plumb(told('study.json'), '--data', told('small.csv'), '--out', told('out'));
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const [header] = readFileSync(told('out/predictions.csv'), 'utf8').split('\n');
    const names = (json(told('out/run.json')).classes as string[]).map((label) => `,p:${label}`);
    expect(header).toBe(`row,split,actual,predicted${names.join('')}${own}`);
    const again = plumb('--reproduce', told('out/run.json'), '--data', told('small.csv'));
    expect([again.code, again.stdout]).toEqual([0, 'Equal: all 7 stages came out the same.\n']);
  });

  test('on another backend agrees within tolerance', () => {
    const wasm = plumb('--reproduce', at('out/run.json'), '--data', at('small.csv'), '--backend', 'wasm');
    expect([wasm.code, wasm.stderr]).toEqual([0, '']);
    expect(wasm.stdout).toMatch(/^(Equal|Within tolerance): /);
  });

  test('a shipped sample needs no data file', () => {
    const penguins = folderOf({
      'study.json': {
        version: 1,
        data: { source: 'sample:penguins' },
        framing: { kind: 'multiclass', target: 'species' },
      },
    });
    const { code, stderr } = plumb(penguins('study.json'), '--out', penguins('out'), '--seed', '0');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(json(penguins('out/run.json')).classes).toEqual(['Adelie', 'Chinstrap', 'Gentoo']);
  });
});

describe('bad input: exit 2, one line, nothing written', { timeout: 60_000 }, () => {
  const minimal = { version: 1, data: { source: 'd.csv' }, framing: { kind: 'binary', target: 'y', positive: 'b' } };
  const good = ['x,z,y', ...Array.from({ length: 30 }, (_, i) => `${(i * 7) % 11},${i % 4},${'ab'[i % 2]}`)];
  const data = (...lines: string[]) => lines.join('\n');
  const mixed = good.map((line, i) => (i === 4 || i === 9 ? line.replace(/^\d+/, 'lots') : line));
  const parted = good.map((line, i) => `${line},${i === 0 ? 'part' : ['train', 'test', 'dev'][i % 3]}`);
  const late = good.map((line, i) =>
    i === 0 ? `${line},part` : i > 25 ? `3,1,c,test` : `${line},${i > 20 ? 'test' : 'train'}`,
  );
  const binary = Uint8Array.from({ length: 400 }, (_, i) => (i * 37) % 256);

  test.for<[string, object | string, string | Uint8Array, RegExp]>([
    ['an empty file', minimal, '', /^data: the file is empty/],
    ['a header only', minimal, 'x,y\n', /^data: only a header and no rows/],
    ['a binary file', minimal, binary, /^data: .*d\.csv$/],
    ['ragged rows', minimal, data(...good, '1,2'), /^data: 1 line has not the 3 fields .*lines 32$/],
    ['a column name that comes twice', minimal, data('x,x,y', '1,2,a', '3,4,b'), /^data: .*x \(columns 1, 2\)$/],
    [
      'a missing target',
      { ...minimal, framing: { kind: 'binary', target: 'Y2', positive: 'b' } },
      data(...good),
      /^study\.framing\.target: not a column of d\.csv .*: Y2$/,
    ],
    ['a constant target', minimal, data('x,y', '1,b', '2,b', '1,b'), /^study\.framing\.target: two classes at least/],
    [
      'a target without values',
      minimal,
      data('x,y', '1,', '2,', '1,'),
      /^study\.framing\.target: every cell is missing/,
    ],
    [
      'a positive class that is not there',
      { ...minimal, framing: { kind: 'binary', target: 'y', positive: 'B' } },
      data(...good),
      /^study\.framing\.positive: not a class of y: B \(did you mean b\?\)$/,
    ],
    [
      'an all-missing column made a feature',
      { ...minimal, data: { source: 'd.csv', columns: { e: { type: 'number', role: 'feature' } } } },
      data(...good.map((line, i) => `${i ? '' : 'e'},${line}`)),
      /^study\.data\.columns\.e: every cell is missing/,
    ],
    [
      'a number column with a few texts in it',
      minimal,
      data(...good, ...good.slice(1), ...mixed.slice(1)),
      /^study\.data\.columns\.x\.type: .*lots/,
    ],
    [
      'an unknown key',
      { ...minimal, sed: 3 },
      data(...good),
      /^study\.sed: not a known key \(did you mean seed\?\): sed$/,
    ],
    [
      'data of another hash',
      { ...minimal, data: { source: 'd.csv', sha256: '0'.repeat(64) } },
      data(...good),
      /^study\.data\.sha256: .*differs/,
    ],
    [
      'a split column with other values',
      { ...minimal, split: { kind: 'column', column: 'part' } },
      data(...parted),
      /^study\.split\.column: part may hold train, validation and test only: dev$/,
    ],
    [
      'a class that is absent from training',
      { ...minimal, framing: { kind: 'multiclass', target: 'y' }, split: { kind: 'column', column: 'part' } },
      data(...late),
      /^study\.split: every class needs a training row; none has: c$/,
    ],
    ['a study that is no JSON', '{"version": 1,', data(...good), /^study: .*study\.json is not valid JSON/],
    [
      'a recipe that leaves gaps',
      { ...minimal, recipe: [{ step: 'standardize', columns: 'number' }] },
      data(...good, ',1,a', ',2,b', ',3,a', ',3,b', ',2,b'),
      /^study\.recipe: missing values are left/,
    ],
  ])('%s', ([, bad, content, message]) => {
    const at = folderOf({ 'study.json': bad, 'd.csv': content });
    const { code, stdout, stderr } = plumb(at('study.json'), '--data', at('d.csv'), '--out', at('out'));
    expect(stderr.split('\n')).toHaveLength(2);
    expect(stderr.trimEnd()).toMatch(message);
    expect([code, stdout, exists(at('out'))]).toEqual([2, '', false]);
    expect(readdirSync(dirname(at('out'))).sort()).toEqual(['d.csv', 'study.json']);
  });

  test('a file over the budget of 1 GB, told by its declared size', async () => {
    const at = folderOf({ 'study.json': minimal, 'd.csv': '' });
    const { truncateSync } = await import('node:fs');
    truncateSync(at('d.csv'), 1_000_000_001);
    const { code, stderr } = plumb(at('study.json'), '--data', at('d.csv'), '--out', at('out'));
    rmSync(at('d.csv'));
    expect([code, exists(at('out'))]).toEqual([2, false]);
    expect(stderr).toMatch(/^data: 1\.00 GB is over the budget of 1\.00 GB .*: d\.csv\n$/);
  });

  test.for<[string[], RegExp]>([
    [[], /^the study file is missing; usage: npm run study/],
    [['s.json'], /^--out: is missing/],
    [['s.json', '--out', 'o'], /^study: no such file: s\.json$/],
    [['s.json', '--out', 'o', '--seed', '1.5'], /^--seed: must be a whole number: 1\.5$/],
    [['s.json', '--out', 'o', '--backend', 'gpu'], /^--backend: must be one of webgpu, wasm, cpu: gpu$/],
    [['s.json', '--output', 'o'], /--output/],
    [['--reproduce', 'nothing/run.json'], /^--reproduce: no such file: nothing\/run\.json$/],
  ])('the words %o', ([words, message]) => {
    const { code, stderr } = plumb(...words);
    expect(stderr.split('\n')).toHaveLength(2);
    expect(stderr.trimEnd()).toMatch(message);
    expect(code).toBe(2);
  });

  test('a run that is there already stays whole when the next one fails', () => {
    const at = folderOf({ 'study.json': { ...minimal, seed: 'x' }, 'd.csv': data(...good), 'out/run.json': '{}' });
    writeFileSync(at('out/note.txt'), 'mine');
    expect(plumb(at('study.json'), '--data', at('d.csv'), '--out', at('out')).code).toBe(2);
    expect(readFileSync(at('out/run.json'), 'utf8')).toBe('{}');
    expect(readFileSync(at('out/note.txt'), 'utf8')).toBe('mine');
  });
});
