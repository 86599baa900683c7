import { describe, expect, test } from 'vitest';
import type { ColumnProfile, TableSummary } from '../../../src/core/data/profile-types.ts';
import type { Beside } from '../../../src/core/study/beside.ts';
import type { StudyInput } from '../../../src/core/study/schema.ts';
import { choices, titleOf } from '../../../src/ui/stages/frame/beside/changes.ts';
import { amount, besideFinding, classesSaid, costPerThousand } from '../../../src/ui/stages/frame/beside/findings.ts';
import { gateFinding } from '../../../src/ui/stages/frame/gate/evidence.ts';
import { nestingSentence } from '../../../src/ui/stages/frame/kinds.ts';
import { arePricesKept, withPrices } from '../../../src/ui/stages/evaluate/stakes.ts';

const column = (name: string, role: ColumnProfile['role'], ...levels: string[]): ColumnProfile =>
  ({
    name,
    type: 'category',
    role,
    sensitive: false,
    numbers: null,
    levels: levels.map((text) => ({ text, count: 10 })),
  }) as unknown as ColumnProfile;
const table = {
  columns: [
    column('item', 'target', 'axe', 'pear', 'saw'),
    column('kind', 'group', 'fruit', 'tool'),
    column('x', 'feature', 'a', 'b'),
  ],
} as unknown as TableSummary;
const study: StudyInput = { version: 1, data: { source: 't.csv' }, framing: { kind: 'multiclass', target: 'item' } };
const said = (found: { text: string }[]) => found.map(({ text }) => text).join('');

describe('one choice', () => {
  test('of candidates takes the split by query with it', () => {
    const ids = Array.from({ length: 15 }, (_, i) => `q${i}`);
    const sized = { ...column('query', 'meta', ...ids), distinct: 15, missing: 0 };
    const offers = { ...table, rows: 60, columns: [...table.columns, sized] } as unknown as TableSummary;
    const ranked = choices(study, offers).find(({ name }) => name === 'Answer: candidates, ranked')!;
    expect(ranked.change).toMatchObject({ framing: { kind: 'per-item', target: 'item', query: 'query' } });
    expect(
      choices({ ...study, split: { kind: 'random' } }, offers).find(({ name }) => name === ranked.name)!.change.split,
    ).toEqual({
      kind: 'group',
      column: 'query',
      test: 0.2,
      validation: 0.2,
    });
  });

  test('is another kind of answer, target, model or weight, and never what is so already', () => {
    const names = choices(study, table).map(({ name }) => name);
    expect(names).toContain('Answer: coarse to fine');
    expect(names).toContain('Target: kind');
    expect(names).toContain('Model: Decision tree');
    expect(names).toContain('Class weights: balanced');
    expect(names).not.toContain('Answer: one of several');
    expect(names).not.toContain('Target: x');
    expect(names.some((name) => /numbers?, then|Model: Logistic/i.test(name))).toBe(false);
  });

  test('of a number may change the model, and has no classes to weigh', () => {
    const score: StudyInput = { ...study, framing: { kind: 'score', target: 'price', edges: [2] } };
    const price = {
      name: 'price',
      type: 'number',
      role: 'target',
      levels: null,
      numbers: { min: 0, max: 9, median: 2, mean: 3 },
    };
    const names = choices(score, { columns: [...table.columns, price] } as never).map(({ name }) => name);
    expect(names.some((name) => name.startsWith('Class weights'))).toBe(false);
    expect(names).toContain('Model: Gradient boosting');
    expect(names).toContain('Target: kind');
  });

  test('of another target never leaves the former answer to learn from', () => {
    const { change } = choices(study, table).find(({ name }) => name === 'Target: kind')!;
    expect(change.framing).toMatchObject({ target: 'kind' });
    expect(change.data!.columns).toEqual({ item: { role: 'ignore' } });
  });

  test('changes that alone', () => {
    const tree: StudyInput = { ...study, framing: { kind: 'hierarchical', target: ['kind', 'item'] } };
    const flat = choices(tree, table).find(({ name }) => name === 'Learned by: one model of all')!;
    expect(flat.change).toEqual({ framing: { kind: 'hierarchical', target: ['kind', 'item'], how: 'flat' } });
    const yes: StudyInput = { ...study, framing: { kind: 'binary', target: 'item', positive: 'saw' } };
    expect(
      choices(yes, table)
        .filter(({ name }) => name.startsWith('Positive'))
        .map(({ name }) => name),
    ).toEqual(['Positive class: axe', 'Positive class: pear']);
    expect(titleOf({ ...yes, model: { kind: 'logistic', classWeight: 'balanced' } })).toBe(
      'Yes or no: saw · Logistic regression, balanced',
    );
  });
});

describe('framings in words', () => {
  const of = (value: number, low: number, high: number) => ({ right: { value, low, high, n: 50 } });
  const verdict = (framings: object[], common = ['fruit', 'tool']) =>
    ({ rows: 50, common, positive: common.length === 2 ? 'tool' : null, framings, apart: [] }) as unknown as Beside;

  test('name the best only where the intervals part', () => {
    expect(said(besideFinding(verdict([of(0.9, 0.85, 0.95), of(0.7, 0.6, 0.8)]), ['A', 'B']))).toBe(
      'Asked whether it is tool, A is right most often: 90 % of rows.',
    );
    expect(said(besideFinding(verdict([of(0.9, 0.75, 0.95), of(0.7, 0.6, 0.8)]), ['A', 'B']))).toContain(
      'the intervals of the best two overlap',
    );
    expect(said(besideFinding(verdict([of(0.9, 0.8, 1)], ['all']), ['A']))).toContain('share no answer');
    const binary = { framing: { kind: 'binary' as const, target: 'kind', positive: 'tool' } };
    expect(said(besideFinding(verdict([of(0.9, 0.8, 1), of(0.9, 0.8, 1)]), ['A', 'B'], [study, binary]))).toBe(
      'Asked whether kind is tool, each is right in 90 % of rows.',
    );
  });

  test('count classes and the examples they need', () => {
    const classes = [60, 150, 240].map((n, i) => ({ label: `c${i}`, n, share: 0 }));
    // 3 classes at 100; one has 60.
    expect(classesSaid({ classes } as never)).toEqual({
      counts: 'c0 60, c1 150, c2 240',
      needed: '300 needed, 1 class has fewer than 100',
    });
  });

  test('price errors of two answers by their kind, of more by 1 each', () => {
    // 100 rows, 10 said wrongly at 2, 5 missed at 7: 1000 · (20 + 35) / 100 = 550.
    const two = [
      [50, 10],
      [5, 35],
    ];
    expect(costPerThousand(two, { falsePositive: 2, falseNegative: 7 })).toBe(550);
    // 4 of 10 wrong.
    expect(
      costPerThousand(
        [
          [2, 1, 0],
          [1, 2, 0],
          [1, 1, 2],
        ],
        { falsePositive: 9, falseNegative: 9 },
      ),
    ).toBe(400);
    expect([amount(0), amount(14.52), amount(550)]).toEqual(['0', '14.5', '550']);
  });

  test('say where levels do not nest', () => {
    const paths = (...labels: string[]) => labels.map((label) => ({ label, n: 10, share: 0.1 }));
    expect(nestingSentence({ target: ['kind', 'item'] }, paths('fruit / pear', 'tool / axe'))).toBeNull();
    expect(nestingSentence({ target: ['sex', 'item'] }, paths('f / pear', 'm / pear', 'm / axe'))).toContain(
      'The same item stands in more than one sex: 2 of item make 3 classes.',
    );
  });
});

test('the gate counts what speaks for and against, and one reason against is enough', () => {
  expect(said(gateFinding({}))).toBe('Should this be machine learning at all?');
  expect(
    said(
      gateFinding({
        data: { answer: 'yes' },
        scale: { answer: 'no' },
        simpler: { answer: 'no' },
        learn: { answer: 'unsure' },
      }),
    ),
  ).toBe('2 of 3 answers speak for it, 1 against. 10 questions are open.');
  expect(said(gateFinding({ data: { answer: 'yes' }, unethical: { answer: 'yes' } }))).toBe(
    'It would be unethical: that alone speaks against it. 11 questions are open.',
  );
});

test('prices are kept with the stakeholders of the study, who else is there stays', () => {
  const costs = { truePositive: 0, falsePositive: 1, falseNegative: 5, trueNegative: 0 };
  const named = [
    { name: 'sales', metric: 'business', weight: 2 },
    { name: 'platform', metric: 'latency' },
  ];
  const next = withPrices(named, [
    { name: 'sales', costs },
    { name: 'clients', costs },
  ]);
  expect(next).toEqual([
    { name: 'sales', metric: 'business', weight: 2, costs },
    { name: 'platform', metric: 'latency' },
    { name: 'clients', costs },
  ]);
  expect(arePricesKept(named, [{ name: 'sales', costs }])).toBe(false);
  expect(arePricesKept(next, [{ name: 'sales', costs: { ...costs } }])).toBe(true);
});
