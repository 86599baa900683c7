import type { Study } from '../../src/core/study/schema.ts';
import { beforeEach, expect, test } from 'vitest';
import type { Control } from '../../src/core/base/progress.ts';
import { createDataHandlers } from '../../src/engine/data.ts';

const control: Control = {
  progress: () => undefined,
  signal: new AbortController().signal,
  whenRunning: () => Promise.resolve(),
  now: () => 0,
};
const csv = [
  'age,sex,y',
  ...Array.from({ length: 200 }, (_, i) => `${i % 7},${i % 2 ? 'f' : 'm'},${i % 3 ? 'no' : 'yes'}`),
];
const file = { name: 'small.csv', bytes: new Blob([csv.join('\n')]), options: {} };

let handlers = createDataHandlers();
beforeEach(() => {
  handlers = createDataHandlers();
});

const data = (more: Partial<Study['data']> = {}): Study['data'] => ({
  source: 'x.csv',
  columns: {},
  ragged: 'refuse',
  ...more,
});

test('rows are found by their number in the source, null where there is none', async () => {
  await handlers.read(file, control);
  expect(await handlers.rows({ rows: [3, 0, 999], columns: ['y', 'age'] }, control)).toEqual({
    columns: ['y', 'age'],
    cells: [
      ['yes', '3'],
      ['yes', '0'],
      [null, null],
    ],
  });
});

test('a question before any table is open is refused', async () => {
  await expect(handlers.rows({ rows: [0] }, control)).rejects.toThrow('table: none is open');
});

test('a file that cannot be read leaves the open table open', async () => {
  await handlers.read(file, control);
  await expect(handlers.read({ ...file, bytes: new Blob([]) }, control)).rejects.toMatchObject({ name: 'InputError' });
  expect((await handlers.rows({ rows: [1], columns: ['age'] }, control)).cells).toEqual([['1']]);
});

test('the compute worker gets the table once, and read anew only where a study reads it differently', async () => {
  await handlers.read(file, control);
  const first = await handlers.table({ data: data(), have: null }, control);
  expect(first.table!.rows).toBe(200);
  expect((await handlers.table({ data: data(), have: first.key }, control)).table).toBeNull();
  const other = await handlers.table(
    { data: data({ columns: { age: { type: 'category' } } }), have: first.key },
    control,
  );
  expect(other.key).not.toBe(first.key);
  expect(other.table!.columns.find(({ name }) => name === 'age')!.type).toBe('category');
});

test('a study is resolved against the open table', async () => {
  await handlers.read(file, control);
  const study = {
    version: 1 as const,
    data: { source: 'small.csv' },
    framing: { kind: 'binary' as const, target: 'y', positive: 'yes' },
  };
  const { study: resolved, notes } = await handlers.resolve({ study }, control);
  expect(resolved.model.kind).toBe('logistic');
  // 200 rows, every third from row 0 on is yes: 67.
  expect(notes.classes.map(({ label, n }) => [label, n])).toEqual([
    ['no', 133],
    ['yes', 67],
  ]);
});

const study = {
  version: 1 as const,
  data: { source: 'small.csv' },
  framing: { kind: 'binary' as const, target: 'y', positive: 'yes' },
};

test('a table is explored with and without a target', async () => {
  await handlers.read(file, control);
  const bare = await handlers.explore({ study: null, where: [] }, control);
  expect([bare.information, bare.missingness.complete, bare.missingness.classes]).toEqual([null, 200, []]);
  expect(bare.associations.pearson.columns).toEqual(['age', 'sex', 'y']);
  expect(bare.associations.pearson.kind[0]).toEqual(['pearson', 'correlation-ratio', 'correlation-ratio']);
  const { information, missingness } = await handlers.explore({ study, where: [] }, control);
  expect(missingness.classes).toEqual(['no', 'yes']);
  // Of 200 rows 60 % are for training, and only they say what tells of the target.
  expect([information!.target, information!.columns.map(({ column, n }) => [column, n]).sort()]).toEqual([
    'y',
    [
      ['age', 120],
      ['sex', 120],
    ],
  ]);
});

test('one column is laid out by the target, by a column, by the split', async () => {
  await handlers.read(file, control);
  const groupsBy = async (by: string) =>
    (await handlers.distribution({ column: 'age', by, study, where: [] }, control)).groups.map(({ label, n }) => [
      label,
      n,
    ]);
  // Every third of 200 rows from row 0 on is yes, every second from row 1 on f.
  expect(await groupsBy('y')).toEqual([
    ['no', 133],
    ['yes', 67],
  ]);
  expect(await groupsBy('sex')).toEqual([
    ['m', 100],
    ['f', 100],
  ]);
  expect(await groupsBy('(split)')).toEqual([
    ['train', 120],
    ['validation', 40],
    ['test', 40],
  ]);
  await expect(groupsBy('sexe')).rejects.toThrow(/^distribution\.by: not a column of small\.csv/);
});

test('the quality of a table is tested by what the study says so far', async () => {
  await handlers.read(file, control);
  const kindsOf = async (args: Parameters<typeof handlers.quality>[0]) =>
    new Map((await handlers.quality(args, control)).map((finding) => [finding.test, finding]));
  const bare = await kindsOf({ study: null, references: [] });
  expect(['imbalance', 'overlap', 'representation'].filter((kind) => bare.has(kind))).toEqual([]);
  // age is i % 7 and sex i % 2, so only 14 rows differ but for y, which is i % 3: 28.
  expect(bare.get('duplicate-rows')).toMatchObject({ status: 'fail', value: 172 / 200 });
  const full = await kindsOf({ study, references: [{ column: 'sex', shares: { m: 1, f: 1 } }] });
  // 67 of 200 are yes; 100 of 200 are m; the few features of a test row are all in training too.
  expect(full.get('imbalance')!.status).toBe('pass');
  expect(full.get('few-rows')).toMatchObject({ status: 'warn', value: 67, levels: ['yes'] });
  expect(full.get('representation')).toMatchObject({ status: 'pass', value: 0 });
  expect(full.get('overlap')).toMatchObject({ status: 'fail', value: 1 });
});
