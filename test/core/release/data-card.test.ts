import { describe, expect, test } from 'vitest';
import type { ColumnProfile, TableSummary } from '../../../src/core/data/profile-types.ts';
import { cardMarkdown, dataCardSchema, emptyCard, openPoints } from '../../../src/core/release/data-card.ts';

const column = (change: Partial<ColumnProfile>): ColumnProfile => ({
  name: 'sex',
  type: 'category',
  role: 'feature',
  sensitive: true,
  reason: '',
  rows: 100,
  missing: 3,
  distinct: 3,
  numbers: null,
  histogram: { edges: null, labels: null, counts: [], other: 0 },
  levels: [
    { text: 'f', count: 60 },
    { text: 'm', count: 33 },
    { text: 'Ada Lovelace', count: 4 },
  ],
  ...change,
});
const table: TableSummary = {
  name: 't.csv',
  sha256: 'a'.repeat(64),
  bytes: 1,
  rows: 100,
  columns: [
    column({}),
    column({
      name: 'age',
      type: 'number',
      sensitive: false,
      missing: 0,
      levels: null,
      numbers: { min: 1, max: 99, mean: 40.123456, median: 40, deviation: 9.87654 },
    }),
  ],
  notices: [],
};

describe('what is still open', () => {
  test('an empty card has every point open: source, terms, basis, nine questions, two columns, one law', () => {
    // 3 + 9 + 2 + 1 = 15.
    const { done, total, open } = openPoints(emptyCard, table.columns);
    expect([done, total, open.length]).toEqual([0, 15, 15]);
    expect(open).toContain('whether sex may be used here');
    expect(open).not.toContain('whether age may be used here');
  });

  test('blanks are no answers', () => {
    const card = dataCardSchema.parse({ source: '  ', terms: 'CC0', answers: { row: 'a person', label: ' ' } });
    expect(openPoints(card, table.columns).done).toBe(2);
  });
});

describe('the card as Markdown', () => {
  const text = cardMarkdown(dataCardSchema.parse({ terms: 'CC0', columns: { sex: { lawful: 'no' } } }), table);

  test('says the terms, the law and what nobody answered', () => {
    expect(text).toContain('**Terms of use.** CC0');
    expect(text).toContain('sensitive, may not be used here');
    expect(text).toContain('**What does one row stand for?**\n*not answered*');
    expect(text).toContain('2 of 15 points answered');
  });

  test('holds aggregates only: no minimum or maximum, no count of 1 to 4, no level that only a few rows have', () => {
    expect(text).not.toContain('Ada Lovelace');
    expect(text).toContain('| sex | category | <5 | f 60, m 33 and 1 more |');
    expect(text).toContain('mean 40.12, deviation 9.877');
    expect(text).not.toMatch(/\b99\b/);
  });

  test('a bar in a name does not break the table', () => {
    const odd = { ...table, columns: [column({ name: 'a|b' })] };
    expect(cardMarkdown(emptyCard, odd)).toContain('| a\\|b | category |');
  });
});

test('an unknown answer is refused', () => {
  expect(dataCardSchema.safeParse({ answers: { colour: 'x' } }).success).toBe(false);
  expect(dataCardSchema.safeParse({ basis: 'because' }).success).toBe(false);
});

test('what is done to a personal column is said, and what is only decided too; never the salt', () => {
  const card = dataCardSchema.parse({ columns: { sex: { personal: 'hash' }, age: { personal: 'generalise' } } });
  const [sex, age] = table.columns as [ColumnProfile, ColumnProfile];
  const text = cardMarkdown(card, { ...table, columns: [sex, { ...age, treatment: 'in bands of 10' }] });
  expect(text).toContain('| personal: keep it coarser; in bands of 10 |');
  expect(text).toContain('| personal: keep a hash only; not done yet |');
});
