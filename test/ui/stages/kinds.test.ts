import { describe, expect, test } from 'vitest';
import type { ColumnProfile, TableSummary } from '../../../src/core/data/profile-types.ts';
import {
  addWatched,
  candidateRefusal,
  isCandidates,
  splitByQuery,
  withCandidates,
} from '../../../src/ui/stages/frame/candidates.ts';
import { question } from '../../../src/ui/stages/frame/findings.ts';
import { examplesNeeded, kinds, readEdges, refusal, switched } from '../../../src/ui/stages/frame/kinds.ts';
import type { Framing } from '../../../src/ui/stages/frame/kinds.ts';

const column = (name: string, type: ColumnProfile['type'], texts: string[] | null, numbers: number[] | null = null) =>
  ({
    ...{ name, type },
    levels: texts?.map((text, i) => ({ text, count: 10 - i })) ?? null,
    numbers: numbers && { min: numbers[0], max: numbers[1], median: numbers[2], mean: numbers[3], deviation: 1 },
  }) as ColumnProfile;
const table = {
  columns: [
    column('domain', 'category', ['bank', 'home']),
    column('intent', 'category', ['pay', 'lend', 'cook']),
    column('price', 'number', null, [1, 90, 24.01234, 30]),
    column('flag', 'number', ['0', '1'], [0, 1, 0, 0.2]),
    column('same', 'number', ['4'], [4, 4, 4, 4]),
  ],
} as TableSummary;

describe('switching the kind of answer', () => {
  const intent: Framing = { kind: 'multiclass', target: 'intent' };
  test('keeps the finest target and fills in what the kind needs', () => {
    expect(switched('binary', intent, table)).toEqual({ kind: 'binary', target: 'intent', positive: 'cook' });
    expect(switched('one-vs-rest', intent, table)).toEqual({ kind: 'one-vs-rest', target: 'intent' });
    const tree = switched('hierarchical', intent, table)!;
    expect(tree).toEqual({ kind: 'hierarchical', target: ['domain', 'intent'] });
    expect(switched('multiclass', tree, table)).toEqual(intent);
  });

  test('cuts a number at its median, or at its mean where the median is the least', () => {
    const ask = (target: string) => switched('score', { kind: 'multiclass', target }, table);
    expect(ask('price')).toEqual({ kind: 'score', target: 'price', edges: [24.01] });
    expect(ask('flag')).toEqual({ kind: 'score', target: 'flag', edges: [0.2] });
    expect(ask('same')).toBeNull();
  });

  test('says why a kind cannot be asked', () => {
    expect(refusal('score', intent, table)).toBe('needs a target of numbers');
    const price: Framing = { kind: 'score', target: 'price', edges: [20] };
    expect(refusal('multiclass', price, table)).toMatch(/more than 1,000 different values/);
    const plain = kinds.filter(({ kind }) => !isCandidates(kind));
    expect(plain.map(({ kind }) => refusal(kind, { kind: 'multiclass', target: 'flag' }, table))).toEqual(
      plain.map(() => null),
    );
  });
});

describe('candidates of a query', () => {
  const offers = {
    rows: 60,
    columns: [
      { ...column('session', 'category', ['s1', 's2']), distinct: 15, missing: 0 },
      { ...column('shop', 'category', ['a', 'b']), distinct: 4, missing: 0 },
      { ...column('price', 'number', null, [1, 9, 4, 5]), distinct: 58, missing: 0 },
      { ...column('bought', 'boolean', ['no', 'yes']), distinct: 2, missing: 0 },
    ] as ColumnProfile[],
  } as TableSummary;
  const bought: Framing = { kind: 'multiclass', target: 'bought' };

  test('a query is what most values group rows by; the rarer answer is the right one', () => {
    // price has 58 values in 60 rows: no two rows each.
    const ranked = withCandidates('per-item', bought, offers);
    expect(ranked).toEqual({ kind: 'per-item', target: 'bought', positive: 'yes', query: 'session' });
    expect(withCandidates('decoupled', ranked!, offers)).toEqual({ ...ranked, kind: 'decoupled', value: 'price' });
  });

  test('the split becomes one by query, unless time or a column already says it', () => {
    const ranked = withCandidates('per-item', bought, offers)!;
    const group = { kind: 'group', column: 'session', test: 0.3, validation: 0.2 };
    expect(splitByQuery(ranked, { kind: 'stratified', test: 0.3 })).toEqual({ split: group });
    expect(splitByQuery(ranked, undefined)).toEqual({ split: { ...group, test: 0.2 } });
    const told = { kind: 'column', column: 'part' } as const;
    expect(splitByQuery(ranked, told)).toEqual({ split: told });
    expect(splitByQuery(bought, { kind: 'random' })).toEqual({ split: { kind: 'random' } });
  });

  test('one more looks at what nobody looks at yet', () => {
    const watch = [{ who: 'sales', column: 'margin', better: 'more' as const }];
    expect(addWatched(watch, ['margin', 'stars'])[1]).toEqual({ who: 'person 2', column: 'stars', better: 'more' });
    expect(addWatched(watch, ['margin'])[1]!.column).toBe('margin');
  });

  test('without a column that groups rows, or a number to be worth, it says so', () => {
    const without = (name: string) => ({ ...offers, columns: offers.columns.filter((own) => own.name !== name) });
    expect(candidateRefusal('decoupled', bought, without('price'))).toBe('needs a column of numbers');
    const single = { ...offers, columns: offers.columns.slice(2) };
    expect(candidateRefusal('per-item', bought, single)).toBe('no column groups rows, several to a value');
  });
});

test('every kind has a question in words', () => {
  const said = (framing: Framing) =>
    question(framing, 3)
      .map(({ text }) => text)
      .join('');
  expect(said({ kind: 'hierarchical', target: ['domain', 'intent'] })).toBe(
    'Predict which intent it is within its domain from 3 columns.',
  );
  expect(said({ kind: 'score', target: 'price', edges: [10, 20] })).toBe(
    'Predict price from 3 columns as a number, cut at 10, 20.',
  );
  expect(said({ kind: 'one-vs-rest', target: 'intent' })).toBe(
    'Say yes or no to each intent by itself from 3 columns.',
  );
});

test('counts the examples that so many classes need', () => {
  const of = (...rows: number[]) => examplesNeeded(rows.map((n, i) => ({ label: String(i), n, share: 0 })));
  expect(of(900, 100)).toBe('2 classes of at least 100 rows need 200 examples: there are 1,000, and each has as many.');
  expect(of(900, 99)).toMatch(/there are 999, and one of them has fewer\.$/);
  expect(of(9, 99, 500)).toMatch(/need 300 examples: there are 608, and 2 of them have fewer\.$/);
});

test('reads edges between commas, semicolons or spaces', () => {
  expect(readEdges('5, 6.5;7')).toEqual([5, 6.5, 7]);
  expect(readEdges('5, six')).toBeNull();
  expect(readEdges(' ')).toBeNull();
});
