import { beforeAll, describe, expect, test } from 'vitest';
import { InputError } from '../../../src/core/base/errors.ts';
import { createRng } from '../../../src/core/base/random.ts';
import type { Table } from '../../../src/core/data/table.ts';
import { explainRun } from '../../../src/core/study/explain.ts';
import { parseRunFiles, runFiles } from '../../../src/core/study/files.ts';
import { growTree } from '../../../src/core/study/grow.ts';
import { nodesOf } from '../../../src/core/models/composed/nodes.ts';
import { prepare } from '../../../src/core/study/prepare.ts';
import { rehearseGrowth } from '../../../src/core/study/rehearse.ts';
import { reproduce } from '../../../src/core/study/reproduce.ts';
import { parseStudy } from '../../../src/core/study/resolve.ts';
import { runStudy } from '../../../src/core/study/run-study.ts';
import type { RunOptions } from '../../../src/core/study/run-study.ts';
import type { RunResult } from '../../../src/core/study/run.ts';
import type { StudyInput } from '../../../src/core/study/schema.ts';
import { options as makeOptions, tableOf } from './fixture.ts';

/** 300 rows: two kinds of thing, one of two sorts and one of three; a price that follows size; a 0/1 flag. */
const rng = createRng(5);
const lines = Array.from({ length: 300 }, (_, i) => {
  const leaf = i % 5;
  const kind = leaf < 2 ? 'fruit' : 'tool';
  const sort = ['apple', 'pear', 'axe', 'hammer', 'saw'][leaf]!;
  const a = leaf + 0.9 * rng.normal();
  const b = (leaf === 1 || leaf === 3 ? 1 : -1) + 0.9 * rng.normal();
  const price = 10 + 3 * a + rng.normal();
  return [a.toFixed(4), b.toFixed(4), kind, sort, price.toFixed(3), a + rng.normal() > 2 ? 1 : 0].join(',');
});
const csv = ['a,b,kind,sort,price,flag', ...lines, ''].join('\n');
const columns = Object.fromEntries(
  ['kind', 'sort', 'price', 'flag'].map((name) => [name, { role: 'ignore' as const }]),
);
const base: Omit<StudyInput, 'framing'> = { version: 1, data: { source: 't.csv', columns } };

let table: Table;
let options: RunOptions;
beforeAll(async () => {
  table = await tableOf(csv);
  options = await makeOptions();
});
const run = (framing: StudyInput['framing'], changes: Partial<StudyInput> = {}): Promise<RunResult> =>
  runStudy(parseStudy({ ...base, ...changes, framing }), table, options);
const hash = (result: RunResult, stage: string) => result.run.stages.find((each) => each.stage === stage)!.hash;
const sums = ({ predictions, run }: RunResult) => {
  const k = run.classes.length;
  return Array.from(predictions.rows, (_, i) =>
    predictions.scores.subarray(i * k, (i + 1) * k).reduce((sum, p) => sum + p, 0),
  );
};

describe('one against the rest', () => {
  test('of two classes it is the binary model, to the bit', async () => {
    const several = await run({ kind: 'one-vs-rest', target: 'kind' });
    const binary = await run({ kind: 'binary', target: 'kind', positive: 'tool' });
    expect(several.run.classes).toEqual(['fruit', 'tool']);
    expect(several.predictions.scores).toEqual(binary.predictions.scores);
    expect(several.predictions.predicted).toEqual(binary.predictions.predicted);
    expect(several.run.metrics.test['rocAuc']).toEqual(binary.run.metrics.test['rocAuc']);
  });

  test('each class says what the binary model of it says; scores are that by its sum, in the same order', async () => {
    const several = await run({ kind: 'one-vs-rest', target: 'sort' });
    const { names, values } = several.predictions.own!;
    expect(names).toEqual(['own:apple', 'own:axe', 'own:hammer', 'own:pear', 'own:saw']);
    for (const [k, positive] of several.run.classes.entries()) {
      const binary = await run({ kind: 'binary', target: 'sort', positive });
      const own = several.predictions.actual.map((_, i) => values[i * 5 + k]!);
      for (const [i, row] of several.predictions.rows.entries()) {
        expect(row).toBe(binary.predictions.rows[i]);
        expect(values[i * 5 + k]).toBeCloseTo(binary.predictions.scores[2 * i + 1]!, 12);
      }
      expect(own.length).toBe(binary.predictions.rows.length);
      expect(several.run.perClass[positive]!['rocAuc']!.value).toBeCloseTo(
        binary.run.metrics.test['rocAuc']!.value!,
        12,
      );
      expect(several.run.perClass[positive]!['recall']!.value).toEqual(binary.run.metrics.test['recall']!.value);
    }
    for (let i = 0; i < several.predictions.rows.length; i++) {
      const own = [...values.subarray(i * 5, i * 5 + 5)];
      const total = own.reduce((sum, p) => sum + p, 0);
      expect(several.predictions.predicted[i]).toBe(own.indexOf(Math.max(...own)));
      for (const [k, p] of own.entries()) expect(several.predictions.scores[i * 5 + k]).toBeCloseTo(p / total, 12);
    }
    for (const sum of sums(several)) expect(sum).toBeCloseTo(1, 12);
  });

  test('a cutoff of 0 always says yes, of 1 hardly ever: shares of none, one and several add up to 1', async () => {
    const share = ({ run }: RunResult, name: string) => run.metrics.test[name]!.value!;
    const always = { apple: 0, axe: 0, hammer: 0, pear: 0, saw: 0 };
    const eager = await run({ kind: 'one-vs-rest', target: 'sort', cutoffs: always });
    expect([share(eager, 'noYes'), share(eager, 'oneYes'), share(eager, 'severalYes')]).toEqual([0, 0, 1]);
    const half = await run({ kind: 'one-vs-rest', target: 'sort' });
    expect(share(half, 'noYes') + share(half, 'oneYes') + share(half, 'severalYes')).toBeCloseTo(1, 12);
    expect(eager.run.perClass['apple']!['recall']!.value).toBe(1);
    await expect(run({ kind: 'one-vs-rest', target: 'sort', cutoffs: { aple: 0.4 } })).rejects.toThrow(
      new InputError('study.framing.cutoffs: not a class of sort (did you mean apple?): aple'),
    );
  });
});

describe('coarse to fine', () => {
  test('with one level it is multiclass, to the bit', async () => {
    for (const how of ['nodes', 'flat'] as const) {
      const one = await run({ kind: 'hierarchical', target: ['sort'], how });
      const many = await run({ kind: 'multiclass', target: 'sort' });
      expect(one.run.classes).toEqual(many.run.classes);
      expect(one.predictions.scores).toEqual(many.predictions.scores);
      expect(hash(one, 'split')).toBe(hash(many, 'split'));
      expect(one.run.metrics.test['accuracy: sort']!.value).toBe(many.run.metrics.test['accuracy']!.value);
    }
  });

  test('a leaf has the product of the probabilities along its path', async () => {
    const tree = await run({ kind: 'hierarchical', target: ['kind', 'sort'] });
    expect(tree.run.classes).toEqual(['fruit / apple', 'fruit / pear', 'tool / axe', 'tool / hammer', 'tool / saw']);
    // The root is the binary model of the kind, fitted on the same rows.
    const root = await run({ kind: 'multiclass', target: 'kind' }, { split: { kind: 'random' } });
    const same = await run({ kind: 'hierarchical', target: ['kind', 'sort'] }, { split: { kind: 'random' } });
    for (let i = 0; i < same.predictions.rows.length; i++) {
      const [apple, pear] = same.predictions.scores.subarray(i * 5, i * 5 + 2);
      expect(apple! + pear!).toBeCloseTo(root.predictions.scores[2 * i]!, 12);
    }
    for (const sum of sums(tree)) expect(sum).toBeCloseTo(1, 12);
  });

  test('counts what is right at each level, and the share of the path', async () => {
    const { run: tree } = await run({ kind: 'hierarchical', target: ['kind', 'sort'] });
    const value = (name: string) => tree.metrics.test[name]!.value!;
    // From the confusion matrix: classes 0 and 1 are fruit, the rest tools.
    const cells = tree.confusion.test;
    const total = cells.flat().reduce((sum, n) => sum + n, 0);
    let [coarse, fine] = [0, 0];
    cells.forEach((row, i) =>
      row.forEach((n, j) => {
        if (i < 2 === j < 2) coarse += n;
        if (i === j) fine += n;
      }),
    );
    expect(value('accuracy: kind')).toBeCloseTo(coarse / total, 12);
    expect(value('accuracy: sort')).toBeCloseTo(fine / total, 12);
    expect(value('pathShare')).toBeCloseTo((coarse + fine) / (2 * total), 12);
    expect(tree.baseline.test).toHaveProperty('pathShare');
  });

  test('a node with one child needs no model', async () => {
    const only = await tableOf(csv.replaceAll('tool,', 'fruit,'));
    const study = parseStudy({ ...base, framing: { kind: 'hierarchical', target: ['kind', 'sort'] } });
    const { bundle } = await runStudy(study, only, options);
    expect(bundle.model.json['parts']).toHaveLength(1);
  });

  test('refuses the same column twice, and two paths of one name', async () => {
    await expect(run({ kind: 'hierarchical', target: ['sort', 'sort'] })).rejects.toThrow(
      'study.framing.target[1]: each column may be named once: sort',
    );
    const odd = await tableOf(['x,y,z', '1,a / b,c', '2,a,b / c', '3,q,r', ''].join('\n'));
    const study = parseStudy({
      version: 1,
      data: { source: 't.csv' },
      framing: { kind: 'hierarchical', target: ['y', 'z'] },
    });
    expect(() => prepare(study, odd)).toThrow('study.framing.target: two paths would have the same name: a / b / c');
  });
});

describe('a number cut into classes', () => {
  test('says the number, and chances of classes that sum to 1', async () => {
    const cut = await run({ kind: 'score', target: 'price', edges: [12, 18] });
    expect(cut.run.classes).toEqual(['under 12', '12 to 18', '18 or more']);
    for (const sum of sums(cut)) expect(sum).toBeCloseTo(1, 12);
    const { r2, mae, rmse, spearman } = cut.run.metrics.test;
    // price is 3 a + noise of deviation 1, with a spread over several units.
    expect(r2!.value).toBeGreaterThan(0.9);
    expect(rmse!.value).toBeGreaterThan(mae!.value!);
    expect(spearman!.value).toBeGreaterThan(0.9);
    expect(cut.run.baseline.test['r2']!.value).toBeLessThan(0.01);
    expect(cut.run.baseline.test['spearman']!.reason).toMatch(/every number is the same/);
    expect(cut.predictions.own!.names).toEqual(['value']);
  });

  test('boosted trees tell it by bands: the number, its classes, and the same from the stored run', async () => {
    const cut = await run(
      { kind: 'score', target: 'price', edges: [12, 18] },
      { model: { kind: 'gradient-boosting' } },
    );
    // As above: price is 3 a + noise of deviation 1, and a is seen.
    expect(cut.run.metrics.test['r2']!.value).toBeGreaterThan(0.85);
    for (const sum of sums(cut)) expect(sum).toBeCloseTo(1, 12);
    expect(cut.predictions.own!.names).toEqual(['value']);
    const again = await run(
      { kind: 'score', target: 'price', edges: [12, 18] },
      { model: { kind: 'gradient-boosting' } },
    );
    expect(again.run.stages).toEqual(cut.run.stages);
    // Of a 0/1 target the bands are its two values: the number is the chance of 1.
    const flag = await run(
      { kind: 'score', target: 'flag', edges: [0.5], classes: ['no', 'yes'] },
      { model: { kind: 'gradient-boosting' } },
    );
    const binary = await run(
      { kind: 'binary', target: 'flag', positive: '1' },
      { model: { kind: 'gradient-boosting' } },
    );
    expect(flag.predictions.scores).toEqual(binary.predictions.scores);
    expect([...flag.predictions.own!.values]).toEqual(
      [...flag.predictions.rows.keys()].map((i) => flag.predictions.scores[2 * i + 1]),
    );
  });

  test('with one edge on a 0/1 target the score ranks as least squares does', async () => {
    const cut = await run({ kind: 'score', target: 'flag', edges: [0.5], classes: ['no', 'yes'] });
    const value = cut.predictions.own!.values;
    const order = (of: (i: number) => number) =>
      [...cut.predictions.rows.keys()].sort((i, j) => of(i) - of(j) || i - j);
    expect(order((i) => cut.predictions.scores[2 * i + 1]!)).toEqual(order((i) => value[i]!));
    expect([...cut.predictions.predicted]).toEqual([...value].map((v) => (v >= 0.5 ? 1 : 0)));
  });

  test.for([
    [{ edges: [18, 12] }, {}, 'study.framing.edges[1]: must be above 18: 12'],
    [{ edges: [12, 1000] }, {}, 'study.framing.edges: no row of price falls into the class 1000 or more: 12,1000'],
    [{ edges: [12], classes: ['a'] }, {}, 'study.framing.classes: 1 edges make 2 classes: 1'],
    [
      { edges: [12] },
      { model: { kind: 'decision-tree', classWeight: 'balanced' } },
      'study.model.classWeight: a score has no classes to balance; use none: balanced',
    ],
    [
      { edges: [12] },
      { model: { kind: 'logistic', options: { l1: 1 } } },
      'study.model.options.l1: a score is learned with an L2 penalty only; use 0: 1',
    ],
    [{ target: 'sort', edges: [12] }, {}, 'study.framing.target: a score needs a number column, not category: sort'],
  ] as [object, Partial<StudyInput>, string][])('refuses %j', async ([framing, changes, message]) => {
    await expect(run({ kind: 'score', target: 'price', edges: [12], ...framing }, changes)).rejects.toThrow(
      new InputError(message),
    );
  });
});

describe('switching the framing', () => {
  const framings: StudyInput['framing'][] = [
    { kind: 'multiclass', target: 'sort' },
    { kind: 'multiclass', target: 'sort', classes: ['saw', 'pear', 'hammer', 'axe', 'apple'] },
    { kind: 'binary', target: 'sort', positive: 'axe' },
    { kind: 'one-vs-rest', target: 'sort' },
    { kind: 'hierarchical', target: ['sort'] },
    { kind: 'hierarchical', target: ['kind', 'sort'] },
    { kind: 'hierarchical', target: ['kind', 'sort'], how: 'flat' },
  ];
  const splitOf = (framing: StudyInput['framing'], split: StudyInput['split']) => [
    ...prepare(parseStudy({ ...base, framing, split }), table).parts,
  ];

  test.for(['stratified', 'random'] as const)('keeps the rows of each part: %s', (kind) => {
    const parts = framings.map((framing) => splitOf(framing, { kind }));
    for (const own of parts) expect(own).toEqual(parts[0]);
    expect(splitOf(framings[0]!, { kind: 'random', test: 0.3 })).not.toEqual(parts[0]);
  });

  test('keeps them for every framing of any target where the split does not look at it', () => {
    const more: StudyInput['framing'][] = [
      { kind: 'multiclass', target: 'kind' },
      { kind: 'score', target: 'price', edges: [15] },
    ];
    const own = splitOf(framings[0]!, { kind: 'random' });
    for (const framing of more) expect(splitOf(framing, { kind: 'random' })).toEqual(own);
  });

  test('a score of few values keeps the split of its classes; of many values its own classes are shared out', () => {
    const flag = splitOf({ kind: 'multiclass', target: 'flag' }, { kind: 'stratified' });
    expect(splitOf({ kind: 'score', target: 'flag', edges: [0.5] }, { kind: 'stratified' })).toEqual(flag);
    const price = prepare(parseStudy({ ...base, framing: { kind: 'score', target: 'price', edges: [15] } }), table);
    const share = (rows: Uint32Array) => rows.filter((row) => price.codes[row] === 1).length / rows.length;
    expect(Math.abs(share(price.test) - share(price.train))).toBeLessThan(0.02);
  });
});

describe.each([
  ['one-vs-rest', { kind: 'one-vs-rest', target: 'sort', cutoffs: { saw: 0.3 } }],
  ['hierarchical', { kind: 'hierarchical', target: ['kind', 'sort'] }],
  ['score', { kind: 'score', target: 'price', edges: [12, 18] }],
] as [string, StudyInput['framing']][])('a %s run', (_, framing) => {
  test('is the same again, and reads back from its files', async () => {
    const first = await run(framing, { explain: { partialDependence: ['a'], permutation: true } });
    const again = await reproduce(first.run, first.predictions, table, options);
    expect(again.verdict).toBe('equal');
    const files = runFiles(first);
    const back = parseRunFiles(files);
    expect(runFiles(back)).toEqual(files);
    const drawn = { compute: options.compute, control: options.control };
    expect(await explainRun(back, table, ['a'], 0, drawn)).toEqual(
      first.partialDependence.map(({ ice: _, ...curve }) => curve),
    );
  });

  test('never learns from a target', async () => {
    const open = { data: { source: 't.csv' } };
    const { features } = (await run(framing, open)).run;
    const targets = [framing.target].flat();
    expect(features.filter((name) => targets.includes(name))).toEqual([]);
  });
});

describe('a new leaf', () => {
  const more = Array.from({ length: 40 }, (_, i) => `${(8 + (i % 7) / 5).toFixed(2)},${(i % 5) - 2},tool,drill,30,1`);
  const framing: StudyInput['framing'] = { kind: 'hierarchical', target: ['kind', 'sort'] };
  const means = () => ({ compute: options.compute, control: options.control });
  const node = (bundle: RunResult['bundle'], path: string[]) =>
    nodesOf(bundle.model).find(({ fork }) => fork.path.join() === path.join())!.state;

  test('under one node has that node alone learn again; the states of the others are the same bytes', async () => {
    const result = await run(framing);
    const grown = await growTree(result, await tableOf([...csv.trim().split('\n'), ...more, ''].join('\n')), means());
    expect(grown.added).toEqual(['tool / drill']);
    // 60 rows a sort, 12 of them tested and 12 validated: 36 train of each of three tools; of the drills 24 of 40.
    expect(grown.retrained.map(({ node, rows }) => ({ node, rows }))).toEqual([{ node: ['tool'], rows: 3 * 36 + 24 }]);
    expect(grown.kept).toEqual([[], ['fruit']]);
    expect(grown.above).toEqual([[]]);
    for (const path of grown.kept) expect(node(grown.bundle, path)).toEqual(node(result.bundle, path));
    expect(node(grown.bundle, ['tool'])).not.toEqual(node(result.bundle, ['tool']));
    // 12 test rows a sort, and 8 of the 40 drills.
    expect(grown.metrics.test['accuracy']!.n).toBe(5 * 12 + 8);
    expect(grown.metrics.test['accuracy: sort']!.value).toBeGreaterThan(0.5);
  });

  test('of a kind of its own changes the root, and no node below', async () => {
    const result = await run(framing);
    const lines = [...csv.trim().split('\n'), ...more.map((line) => line.replace('tool,drill', 'toy,kite')), ''];
    const grown = await growTree(result, await tableOf(lines.join('\n')), means());
    expect(grown.retrained.map(({ node }) => node)).toEqual([[]]);
    expect(grown.kept).toEqual([['fruit'], ['tool']]);
    expect(grown.above).toEqual([]);
  });

  test('without any, nothing is fitted; in another table or a flat run it is refused', async () => {
    const result = await run(framing);
    expect((await growTree(result, table, means())).retrained).toEqual([]);
    const turned = await tableOf([csv.split('\n')[0], ...[...lines].reverse(), ''].join('\n'));
    await expect(growTree(result, turned, means())).rejects.toThrow(
      'small.csv: must begin with the 300 rows of the run, in their order: 300',
    );
    const flat = await run({ kind: 'hierarchical', target: ['kind', 'sort'], how: 'flat' });
    await expect(growTree(flat, table, means())).rejects.toThrow(
      'study.framing: only a hierarchy with a model at each node can grow: hierarchical',
    );
  });

  test('can be rehearsed: trained without the class, then grown by it', async () => {
    const study = parseStudy({ ...base, framing });
    const found = await rehearseGrowth(study, table, 'tool / saw', options);
    // 60 rows a sort: 36 of them train, 12 are tested.
    expect(found.rows).toEqual({ before: 240, added: 60 });
    expect(found.retrained.map(({ node, rows }) => ({ node, rows }))).toEqual([{ node: ['tool'], rows: 3 * 36 }]);
    expect(found.kept).toEqual([[], ['fruit']]);
    expect(found.metrics['accuracy']!.n).toBe(60);
    await expect(rehearseGrowth(study, table, 'tool / lathe', options)).rejects.toThrow(
      'no class of this name: tool / lathe',
    );
  });
});
