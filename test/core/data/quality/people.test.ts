import { expect, test } from 'vitest';
import { holdsEmail, isPhone, isThaiId, particularsNamed } from '../../../../src/core/data/quality/personal.ts';
import { pii } from '../../../../src/core/data/quality/pii.ts';
import { representation } from '../../../../src/core/data/quality/representation.ts';
import { smallGroups } from '../../../../src/core/data/quality/small-groups.ts';
import { category, contextOf, csv, number } from './context.ts';

/** Twelve digits and the one that makes the checksum right. */
function thaiId(first: string): string {
  const sum = [...first].reduce((s, digit, i) => s + Number(digit) * (13 - i), 0);
  return first + ((11 - (sum % 11)) % 10);
}

test('the checksum of a Thai national ID', () => {
  // 1 2 3 4 5 6 7 8 9 0 1 2 times 13 .. 2: 13 24 33 40 45 48 49 48 45 0 3 4 = 352 = 32 * 11: 11 - 0 = 11, last digit 1.
  expect(isThaiId('1234567890121')).toBe(true);
  expect(isThaiId('1-2345-67890-12-1')).toBe(true);
  expect(isThaiId('1234567890122')).toBe(false);
  expect(isThaiId('123456789012')).toBe(false);
  // One digit wrong or two neighbours swapped.
  expect(isThaiId('1234567890131')).toBe(false);
  expect(isThaiId('2134567890121')).toBe(false);
});

test.for([
  ['08-1234-5678', true],
  ['+66 81 234 5678', true],
  ['(02) 123-4567', false],
  ['0812345678', true],
  ['812345678', false],
  ['0.123456789', false],
  ['2020-01-01', false],
  ['+1 (555) 123-4567', true],
  ['012', false],
] as const)('%s is a phone number: %s', ([text, is]) => {
  expect(isPhone(text)).toBe(is);
});

test.for([
  ['a.b@example.co.th', true],
  ['write to somchai@example.com, please', true],
  ['@home', false],
  ['a@b', false],
] as const)('%s holds an e-mail address: %s', ([text, is]) => {
  expect(holdsEmail(text)).toBe(is);
});

test.for([
  ['lastName', 'names of people'],
  ['Name', 'names of people'],
  ['e-mail', 'e-mail addresses'],
  ['customer_email', 'e-mail addresses'],
  ['เบอร์โทรศัพท์', 'phone numbers'],
  ['ip_address', 'internet addresses of people'],
  ['date_of_birth', 'birth dates'],
  ['filename', null],
  ['shipping', null],
  ['emailed', null],
] as const)('a column called %s promises %s', ([name, what]) => {
  expect(particularsNamed(name)).toBe(what);
});

test('personal data: what cells hold, and what names promise', async () => {
  // 40 rows: mail in two (5 %, not over), ids in all, barcodes with a right checksum in none; surname by its name.
  const text = csv('note,citizen,barcode,surname,x', 40, (i) =>
    [
      i < 2 ? `n${i}@example.org` : `note ${i}`,
      thaiId(`1${String(10_000_000_000 + i * 7919)}`),
      thaiId(`3${String(10_000_000_000 + i * 104729)}`).replace(/.$/, (d) => String((Number(d) + 5) % 10)),
      ['Dee', 'Suk'][i % 2],
      i / 3,
    ].join(),
  );
  const told = { type: 'text', role: 'meta' } as const;
  const columns = { note: told, citizen: told, barcode: told, surname: category, x: number };
  const found = pii.run(await contextOf(text, { columns }));
  expect(found.map(({ column, status, value }) => [column, status, value])).toEqual([
    ['note', 'warn', 0.05],
    ['citizen', 'fail', 1],
    ['surname', 'warn', null],
  ]);
  expect(found[0]!.rows).toEqual([0, 1]);
  expect(found[1]!.text).toBe('citizen: 100 % of its cells hold Thai national IDs, over 5 %');
  expect(found[1]!.repair).toEqual({ kind: 'column', name: 'citizen', change: { role: 'ignore' } });
  const numbers = csv('citizen', 30, (i) => thaiId(`1${String(10_000_000_000 + i * 7919)}`));
  expect(pii.run(await contextOf(numbers, { columns: { citizen: number } }))).toMatchObject([
    { status: 'fail', value: 1 },
  ]);
});

test('personal data: none, or in a column that is left out', async () => {
  const plain = csv('x,c', 20, (i) => `${1_000_000_000_000 + i},${'pq'[i % 2]}`);
  expect(pii.run(await contextOf(plain, { columns: { x: number, c: category } }))).toMatchObject([
    { status: 'pass', column: null },
  ]);
  // Thirteen digits of which few have the right last one are no IDs: 8850000000000 + 7919 i.
  const goods = Array.from({ length: 60 }, (_, i) => String(8_850_000_000_000 + 7919 * i));
  const right = goods.filter(isThaiId).length;
  expect(right > 0 && right < 30).toBe(true);
  const barcodes = await contextOf(`code\n${goods.join('\n')}\n`, {
    columns: { code: { type: 'text', role: 'meta' } },
  });
  expect(pii.run(barcodes)).toMatchObject([{ status: 'pass', column: null }]);
  const left = await contextOf(
    csv('mail', 20, (i) => `n${i}@example.org`),
    { columns: { mail: { role: 'ignore' } } },
  );
  expect(pii.run(left)).toMatchObject([{ status: 'pass', column: 'mail', value: 1, repair: null }]);
});

test('small groups: of all rows, or of the test rows once there are some', async () => {
  // a 60, b 29, c 9; of sensitive columns too.
  const text = csv('g,x', 98, (i) => `${i < 60 ? 'a' : i < 89 ? 'b' : 'c'},${i}`);
  const columns = { g: { ...category, sensitive: true } };
  expect(smallGroups.run(await contextOf(text, { columns }))).toMatchObject([
    { status: 'fail', column: 'g', value: 9, threshold: 10, levels: ['c', 'b'] },
  ]);
  // Every second row is tested: of a 30, of b 14 or 15, of c 4 or 5.
  const tested = { columns: { g: category }, groups: ['g'], parts: 'et'.repeat(49) };
  const [split] = smallGroups.run(await contextOf(text, tested));
  expect(split!.levels).toEqual(['c', 'b']);
  expect(split!.text).toMatch(
    /^g: the group c has [45] test rows, fewer than 10, .*; 2 of 3 groups have fewer than 30$/,
  );
  // The target is what is predicted, not a group to compare.
  expect(smallGroups.run(await contextOf(text, { columns, target: 'g' }))).toEqual([]);
  // A sensitive column of more numbers than can be groups is none to compare.
  const wages = await contextOf(
    csv('wage', 1200, (i) => `${i}.5`),
    { columns: { wage: { ...number, sensitive: true } } },
  );
  expect(smallGroups.run(wages)).toEqual([]);
  const even = csv('g', 60, (i) => 'ab'[i % 2]!);
  expect(smallGroups.run(await contextOf(even, { columns: { g: category }, groups: ['g'] }))).toMatchObject([
    { status: 'pass' },
  ]);
  expect(smallGroups.run(await contextOf(even, { columns: { g: category } }))).toEqual([]);
});

test('representation: chi-square against the shares of a population', async () => {
  // 70 f and 30 m of 100 against half and half: w = sqrt((.2^2 + .2^2) / .5) = 0.4, chi2 = 16, p 6e-5.
  const text = csv('g', 102, (i) => (i < 70 ? 'f' : i < 100 ? 'm' : 'x'));
  const columns = { g: category };
  const told = (shares: Record<string, number>) => ({ columns, references: [{ column: 'g', shares }] });
  const [off] = representation.run(await contextOf(text, told({ f: 50, m: 50 })));
  expect(off).toMatchObject({ status: 'fail', column: 'g', threshold: 0.3, levels: ['m'] });
  expect(off!.value).toBeCloseTo(0.4, 12);
  expect(off!.text).toContain('n 100');
  expect(off!.text).toContain('m has 30 % and not 50 %');
  expect(off!.text).toContain('not in the reference: x');
  // Against 3 to 2: w = sqrt(.01 / .6 + .01 / .4) = 0.2041, chi2 = 4.17, p 0.041: chance.
  expect(representation.run(await contextOf(text, told({ f: 3, m: 2 })))).toMatchObject([{ status: 'pass' }]);
  // 1,000 rows of the same shares: chi2 = 41.7.
  const more = csv('g', 1000, (i) => (i % 10 < 7 ? 'f' : 'm'));
  expect(representation.run(await contextOf(more, told({ f: 3, m: 2 })))).toMatchObject([
    { status: 'warn', threshold: 0.1 },
  ]);
  // A level that is not in the table at all counts with its share: (.3 - 0)^2 / .3 + ...
  const [absent] = representation.run(await contextOf(more, told({ f: 0.5, m: 0.2, z: 0.3 })));
  expect(absent!.value).toBeCloseTo(Math.sqrt(0.2 ** 2 / 0.5 + 0.1 ** 2 / 0.2 + 0.3), 12);
  expect(absent!.levels).toEqual(['z']);
});

test('representation: a reference that cannot be compared is refused by its path', async () => {
  const run = async (shares: Record<string, number>, column = 'g') =>
    representation.run(await contextOf('g\nf\nm\n', { columns: { g: category }, references: [{ column, shares }] }));
  await expect(run({ f: 1, m: -1 })).rejects.toThrow(/^quality\.references\[0\]\.shares\.m: .*: -1$/);
  await expect(run({ f: 1 })).rejects.toThrow(/^quality\.references\[0\]\.shares: two levels/);
  await expect(run({ f: 1, k: 1, m: 0 })).rejects.toThrow(/shares\.m: is 0, and the table has rows of it/);
  await expect(run({ f: 1, m: 1 }, 'sex')).rejects.toThrow(/^quality\.references\[0\]\.column: not a column/);
});
