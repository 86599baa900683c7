import { beforeAll, describe, expect, test } from 'vitest';
import { InputError } from '../../../src/core/base/errors.ts';
import { createRng } from '../../../src/core/base/random.ts';
import type { Table } from '../../../src/core/data/table.ts';
import { explainRun } from '../../../src/core/study/explain.ts';
import { parseRunFiles, runFiles } from '../../../src/core/study/files.ts';
import { nodesOf } from '../../../src/core/models/composed/nodes.ts';
import { prepare } from '../../../src/core/study/prepare.ts';
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

  test('a score of few values keeps the split of its classes; of many values it has one split wherever it is cut', () => {
    const flag = splitOf({ kind: 'multiclass', target: 'flag' }, { kind: 'stratified' });
    expect(splitOf({ kind: 'score', target: 'flag', edges: [0.5] }, { kind: 'stratified' })).toEqual(flag);
    const price = prepare(parseStudy({ ...base, framing: { kind: 'score', target: 'price', edges: [15] } }), table);
    const share = (rows: Uint32Array) => rows.filter((row) => price.codes[row] === 1).length / rows.length;
    expect(Math.abs(share(price.test) - share(price.train))).toBeLessThan(0.02);
    const other = (framing: StudyInput['framing']) => prepare(parseStudy({ ...base, framing }), table).parts;
    expect(other({ kind: 'score', target: 'price', edges: [11, 19] })).toEqual(price.parts);
    for (const from of [12, 15, 20]) expect(other({ kind: 'threshold', target: 'price', from })).toEqual(price.parts);
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

describe('a number as a threshold', () => {
  test('has the classes of a score with one edge, and learns them as yes or no', async () => {
    const yes = await run({ kind: 'threshold', target: 'price', from: 15 });
    const score = await run({ kind: 'score', target: 'price', edges: [15] });
    expect(yes.run.classes).toEqual(['under 15', '15 or more']);
    for (const stage of ['data', 'framing', 'split', 'recipe']) expect(hash(yes, stage)).toBe(hash(score, stage));
    // The same as a column of the two words, answered by the binary model.
    const words = csv.replace(
      /,([\d.-]+),([01])$/gm,
      (_, price: string, flag: string) => `,${Number(price) < 15 ? 'cheap' : 'dear'},${flag}`,
    );
    const plain = parseStudy({
      ...base,
      split: { kind: 'random' },
      framing: { kind: 'binary', target: 'price', positive: 'dear' },
    });
    const binary = await runStudy(plain, await tableOf(words), options);
    const random = await run({ kind: 'threshold', target: 'price', from: 15 }, { split: { kind: 'random' } });
    expect(random.predictions.scores).toEqual(binary.predictions.scores);
  });

  test('is refused where one side is empty, or there is no number', async () => {
    await expect(run({ kind: 'threshold', target: 'price', from: 1e6 })).rejects.toThrow(
      'study.framing.from: no row of price falls into the class 1000000 or more: 1000000',
    );
    await expect(run({ kind: 'threshold', target: 'sort', from: 1 })).rejects.toThrow(
      'study.framing.target: a threshold needs a number column, not category: sort',
    );
  });
});

describe('a class that comes later', () => {
  const framing = { kind: 'hierarchical' as const, target: ['kind', 'sort'] };
  const node = ({ bundle }: RunResult, path: string[]) =>
    nodesOf(bundle.model).find(({ fork }) => fork.path.join() === path.join())!.state;
  const nodesAndRows = ({ run: { growth } }: RunResult) => growth!.retrained.map(({ node, rows }) => ({ node, rows }));

  test('under one node has that node alone learn again; the states of the others are the same bytes', async () => {
    const before = await run({ ...framing, without: ['tool / saw'] });
    expect(before.run.classes).toEqual(['fruit / apple', 'fruit / pear', 'tool / axe', 'tool / hammer']);
    // 60 rows a sort: 12 tested, 12 validated, 36 to train; those of the saw are not used, and have their parts.
    expect(before.run.rows).toEqual({ train: 144, validation: 48, test: 48, dropped: 60 });
    expect(before.run.warnings.join()).toContain('60 of 300 rows are left out: those of tool / saw are held back');
    const grown = await run({ ...framing, later: ['tool / saw'] });
    expect(grown.run.rows).toEqual({ train: 180, validation: 60, test: 60, dropped: 0 });
    for (const stage of ['split', 'recipe']) expect(hash(grown, stage)).toBe(hash(before, stage));
    expect(nodesAndRows(grown)).toEqual([{ node: ['tool'], rows: 3 * 36 }]);
    expect(grown.run.growth).toMatchObject({
      ...{ base: before.run.id, added: ['tool / saw'], kept: [[], ['fruit']], above: [[]] },
    });
    for (const path of [[], ['fruit']]) expect(node(grown, path)).toEqual(node(before, path));
    expect(node(grown, ['tool'])).not.toEqual(node(before, ['tool']));
    // Without a recipe the tool node is what it is where nothing came later.
    const [raw, plain] = [
      await run({ ...framing, later: ['tool / saw'] }, { recipe: [] }),
      await run(framing, { recipe: [] }),
    ];
    expect(node(raw, ['tool'])).toEqual(node(plain, ['tool']));
    expect(node(raw, [])).not.toEqual(node(plain, []));
    expect(grown.run.metrics.test['accuracy: sort']!.value).toBeGreaterThan(0.5);
  });

  test('grows from the run before to the same bytes, and from another run as from nothing', async () => {
    const before = await run({ ...framing, without: ['tool / saw'] });
    const study = parseStudy({ ...base, framing: { ...framing, later: ['tool / saw'] } });
    const alone = await runStudy(study, table, options);
    const taken = await runStudy(study, table, { ...options, base: before });
    const other = await runStudy(study, table, { ...options, base: await run(framing) });
    for (const result of [taken, other]) {
      expect(result.run.stages).toEqual(alone.run.stages);
      expect(result.bundle).toEqual(alone.bundle);
      expect(result.run.curves).toEqual(alone.run.curves);
      expect(nodesAndRows(result)).toEqual(nodesAndRows(alone));
    }
    expect(taken.run.growth!.before).toBe(before.run.timings['fit']);
    const read = parseRunFiles(runFiles(taken));
    expect((await reproduce(read.run, read.predictions, table, options)).verdict).toBe('equal');
  });

  test('of a kind of its own changes the root, and no node below', async () => {
    const rows = lines.map((line, i) => (i % 5 === 4 ? line.replace('tool,saw', 'toy,kite') : line));
    const toys = await tableOf(['a,b,kind,sort,price,flag', ...rows, ''].join('\n'));
    const study = parseStudy({ ...base, framing: { ...framing, later: ['toy / kite'] } });
    const grown = await runStudy(study, toys, options);
    // A kind of one sort needs no node of its own.
    expect(nodesAndRows(grown)).toEqual([{ node: [], rows: 180 }]);
    expect(grown.run.growth).toMatchObject({ kept: [['fruit'], ['tool']], above: [] });
  });

  test('keeps what a recipe knows of the target as it was before', async () => {
    // Rows of training are encoded out of fold, by the classes that there are.
    const coded = await tableOf(csv.replace(/,([01])$/gm, (_, flag: string) => `,${flag === '1' ? 'up' : 'down'}`));
    const recipe = [
      { step: 'target', columns: ['flag'] },
      { step: 'standardize', columns: 'number' },
    ];
    const features = { columns: { ...columns, flag: { role: 'feature' as const } }, source: 't.csv' };
    const of = (framing: StudyInput['framing']) =>
      runStudy(parseStudy({ ...base, recipe, data: features, framing }), coded, options);
    const before = await of({ ...framing, without: ['fruit / pear'] });
    const grown = await of({ ...framing, later: ['fruit / pear'] });
    expect(hash(grown, 'recipe')).toBe(hash(before, 'recipe'));
    // The fruit node is new, as one sort alone needed none.
    expect(grown.run.growth!.kept).toEqual([[], ['tool']]);
    for (const path of grown.run.growth!.kept) expect(node(grown, path)).toEqual(node(before, path));
  });

  test('is refused where it is not known, named twice, or the tree is one model', async () => {
    await expect(run({ ...framing, later: ['tool / sew'] })).rejects.toThrow(
      'study.framing.later[0]: not a class of kind, sort (did you mean tool / saw?): tool / sew',
    );
    await expect(run({ ...framing, without: ['tool / saw'], later: ['tool / saw'] })).rejects.toThrow(
      'study.framing.later[0]: each class may be named once: tool / saw',
    );
    await expect(run({ ...framing, how: 'flat', later: ['tool / saw'] })).rejects.toThrow(
      'study.framing.later: only a hierarchy with a model at each node can grow: flat',
    );
    await expect(
      run({ ...framing, without: ['tool / saw', 'tool / axe'], later: ['tool / hammer', 'fruit / pear'] }),
    ).rejects.toThrow('study.framing: two classes at least must be left, of 5');
  });
});
