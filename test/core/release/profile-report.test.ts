import { expect, test } from 'vitest';
import { profileTable } from '../../../src/core/data/profile.ts';
import type { ReadOptions } from '../../../src/core/data/profile-types.ts';
import { compareProfiles, parseProfile, profileReport } from '../../../src/core/release/profile-report.ts';
import { read } from '../data/csv.ts';

async function reportOf(text: string, columns: NonNullable<ReadOptions['columns']> = {}) {
  const { table, notices } = await read(text, { columns });
  return profileReport(profileTable(table, notices, text.length));
}
const csv = (header: string, n: number, row: (i: number) => string) =>
  `${header}\n${Array.from({ length: n }, (_, i) => `${row(i)}\n`).join('')}`;
const category = { type: 'category' } as const;

test('aggregates only: no text, no id, no least or greatest value, no count of 1 to 4', async () => {
  const text = csv(
    'mail,age,town',
    60,
    (i) => `planted${i}@example.org,${i === 7 ? 98.765 : 20 + (i % 10)},${i < 3 ? 'Hidden' : 'Large'}`,
  );
  const report = await reportOf(text, { mail: { type: 'text' }, town: category });
  const written = JSON.stringify(report);
  expect(written).not.toMatch(/planted|Hidden|98\.7/);
  const [mail, age, town] = report.columns;
  expect(mail).toMatchObject({ numbers: null, levels: null, rest: 60 });
  expect(town).toMatchObject({ levels: [{ text: 'Large', count: 57 }], rest: 0 });
  expect(age!.numbers!.counts.every((count) => count === 0 || count >= 5)).toBe(true);
  expect(parseProfile(written)).toEqual(report);
});

test('what changed: a mean, shares of levels, a new level, gaps, a type, columns new and gone', async () => {
  const before = await reportOf(
    csv('x,c,d,gap,t,old', 100, (i) => `${i % 2},${i < 50 ? 'p' : 'q'},u,${i},${i},1`),
    { x: { type: 'number' }, c: category, d: category, gap: { type: 'number' }, t: { type: 'number' } },
  );
  const now = await reportOf(
    csv(
      'x,c,d,gap,t,fresh',
      100,
      (i) => `${(i % 2) + 1},${i < 25 ? 'p' : 'q'},${i < 50 ? 'u' : 'v'},${i < 20 ? '' : i},${i},1`,
    ),
    { x: { type: 'number' }, c: category, d: category, gap: { type: 'number' }, t: category },
  );
  const changes = Object.fromEntries(compareProfiles(before, now).map((change) => [change.column, change]));
  // x is 0 or 1 half and half: deviation sqrt(100 / 99) / 2; the mean moved by 1.
  expect(changes['x']!.shift).toBeCloseTo(2 * Math.sqrt(99 / 100), 10);
  // 1/2 1/2 against 1/4 3/4: 1/4 ln 3.
  expect(changes['c']).toMatchObject({ kind: 'changed', index: expect.closeTo(Math.log(3) / 4, 10) as number });
  expect(changes['d']).toMatchObject({ kind: 'changed', appeared: ['v'], vanished: [] });
  expect(changes['gap']).toMatchObject({ kind: 'changed', missing: [0, 0.2] });
  expect([changes['t']!.kind, changes['old']!.kind, changes['fresh']!.kind]).toEqual(['type', 'gone', 'new']);
  expect(compareProfiles(before, before).every(({ kind }) => kind === 'same')).toBe(true);
});

test('a file that is no profile is refused with a sentence', () => {
  expect(() => parseProfile('age,sex')).toThrow(/^profile/);
  expect(() => parseProfile('{"version":1,"name":"a","rows":"many"}')).toThrow(/^profile/);
});
