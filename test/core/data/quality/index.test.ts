import { expect, test } from 'vitest';
import { qualityTests, testQuality } from '../../../../src/core/data/quality/index.ts';
import { parseRecipe } from '../../../../src/core/features/index.ts';
import { category, contextOf, csv, number } from './context.ts';

const text = csv('age,city,job,mail,y', 300, (i) =>
  [i % 9 ? i % 60 : '?', `c${i % 70}`, i % 9 ? 'pq'[i % 2] : '?', `n${i}@example.org`, i % 20 ? 'no' : 'yes'].join(),
);
const told = {
  columns: { age: number, city: category, job: category, mail: { type: 'text', role: 'meta' }, y: category },
  target: 'y',
  parts: 'ttve-'.repeat(60),
  groups: ['job'],
  references: [{ column: 'job', shares: { p: 1, q: 1 } }],
} as const;

test('each test has a kind of its own, and its findings bear it', async () => {
  expect(qualityTests).toHaveLength(17);
  expect(new Set(qualityTests.map(({ kind }) => kind)).size).toBe(17);
  const context = await contextOf(text, { ...told, groups: [...told.groups], references: [...told.references] });
  for (const { kind, run } of qualityTests) {
    const found = run(context);
    expect([kind, found.length > 0, new Set(found.map((finding) => finding.test))]).toEqual([
      kind,
      true,
      new Set([kind]),
    ]);
    for (const { rows, levels, text: sentence } of found) {
      expect(rows.length <= 50 && levels.length <= 50).toBe(true);
      expect(sentence).not.toMatch(/NaN|undefined|null|Infinity/);
    }
  }
});

test('findings can be cloned, and every step offered is one of the recipe', async () => {
  const context = await contextOf(text, { ...told, groups: [...told.groups], references: [...told.references] });
  const found = await testQuality(context);
  expect(structuredClone(found)).toEqual(found);
  const steps = found.flatMap(({ repair }) => (repair?.kind === 'step' ? [repair.step] : []));
  expect(new Set(steps.map(({ step }) => step))).toEqual(new Set(['impute', 'one-hot', 'rare']));
  expect(parseRecipe(steps)).toHaveLength(steps.length);
});

test('a table without a target, a split or groups is looked at all the same', async () => {
  const found = await testQuality(await contextOf('x,c\n1,p\n2,q\n3,p\n', { columns: { x: number, c: category } }));
  expect(new Set(found.map(({ status }) => status))).toEqual(new Set(['pass']));
});

test('a column that is left out as its finding offers is no longer at fault', async () => {
  const told = { one: number, x: number, twin: category, y: category };
  const cells = csv('one,x,twin,y', 200, (i) => `5,${i % 2 ? i + 500 : i},${'pq'[i % 2]},${'ab'[i % 2]}`);
  const before = await testQuality(await contextOf(cells, { columns: told, target: 'y' }));
  const offered = before.flatMap(({ repair }) => (repair?.kind === 'column' ? [repair] : []));
  expect(new Set(offered.map(({ name }) => name))).toEqual(new Set(['one', 'x', 'twin']));
  const columns = { ...told, ...Object.fromEntries(offered.map(({ name, change }) => [name, { ...change }])) };
  const after = await testQuality(await contextOf(cells, { columns, target: 'y' }));
  expect(after.filter(({ repair }) => repair !== null)).toEqual([]);
  expect(after.find(({ test: kind }) => kind === 'leakage')).toMatchObject({ status: 'pass' });
});
