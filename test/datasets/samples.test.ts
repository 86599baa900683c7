import { describe, expect, test } from 'vitest';
import { hashBytes } from '../../src/core/base/hash.ts';
import { readTable } from '../../src/core/data/reader.ts';
import { codedOf, findColumn } from '../../src/core/data/select.ts';
import type { Table } from '../../src/core/data/table.ts';
import { studySchema } from '../../src/core/study/schema.ts';
import { sampleBytes, sampleFile, sampleIds } from '../../datasets/node.ts';
import { applicants, bias } from '../../datasets/loan/sample.ts';

const open = async (id: string) => (await readTable(sampleBytes(id), `sample:${id}`, studyOf(id).data)).table;
const studyOf = (id: string) => studySchema.parse(JSON.parse(sampleFile(id, 'study.json')));
const counts = (table: Table, name: string) => {
  const { codes, levels } = codedOf(findColumn(table, name, 'test'), 'test');
  return Object.fromEntries(levels.map((level, k) => [level, codes.filter((code) => code === k).length]));
};
/** Share of `value` in `target` among rows where `column` is `group`. */
const rate = (table: Table, column: string, group: string, target: string, value: string) => {
  const [by, of] = [column, target].map((name) => codedOf(findColumn(table, name, 'test'), 'test')) as [
    ReturnType<typeof codedOf>,
    ReturnType<typeof codedOf>,
  ];
  const rows = Array.from(by.codes.keys()).filter((row) => by.levels[by.codes[row]!] === group);
  return rows.filter((row) => of.levels[of.codes[row]!] === value).length / rows.length;
};

test('five ship, the same bytes every time', () => {
  expect([...sampleIds].sort()).toEqual(['berkeley', 'birdstrikes', 'loan', 'olympians', 'penguins']);
  for (const id of sampleIds) expect(hashBytes(sampleBytes(id))).toBe(hashBytes(sampleBytes(id)));
  expect(() => sampleBytes('penguin')).toThrow(
    /^study\.data\.source: not a sample .* \(did you mean penguins\?\): penguin$/,
  );
});

test('penguins: 344, 152/124/68, sex missing 11 times', async () => {
  const table = await open('penguins');
  expect([table.rows, table.columns.length]).toEqual([344, 7]);
  expect(counts(table, 'species')).toEqual({ Adelie: 152, Gentoo: 124, Chinstrap: 68 });
  expect(counts(table, 'sex')).toEqual({ MALE: 168, FEMALE: 165 });
});

test('olympians: 11,538, 1,857 with a medal, nobody named', async () => {
  const table = await open('olympians');
  expect(table.rows).toBe(11538);
  expect(counts(table, 'medal')).toEqual({ no: 9681, yes: 1857 });
  expect(counts(table, 'sex')).toEqual({ male: 6333, female: 5205 });
  const names = table.columns.map((column) => column.name);
  for (const dropped of ['id', 'name', 'info']) expect(names).not.toContain(dropped);
  for (const leak of ['gold', 'silver', 'bronze']) expect(findColumn(table, leak, 'test').role).toBe('ignore');
});

test('birdstrikes: 10,000, 1,061 damaged, None is a class, costs are ignored', async () => {
  const table = await open('birdstrikes');
  expect(table.rows).toBe(10000);
  expect(counts(table, 'damaged')).toEqual({ no: 8939, yes: 1061 });
  expect(counts(table, 'Effect Amount of damage').None).toBe(8939);
  const leaks = ['Effect Amount of damage', 'Cost Other', 'Cost Repair', 'Cost Total $'];
  expect(leaks.map((name) => findColumn(table, name, 'test').role)).toEqual(leaks.map(() => 'ignore'));
});

test('berkeley: the published rates, and the gap that turns round', async () => {
  const table = await open('berkeley');
  expect(table.rows).toBe(4526);
  expect(rate(table, 'gender', 'Male', 'admission', 'admitted')).toBeCloseTo(0.4452, 4);
  expect(rate(table, 'gender', 'Female', 'admission', 'admitted')).toBeCloseTo(0.3035, 4);
  // Department A: women 89 of 108, men 512 of 825.
  const { codes, levels } = codedOf(findColumn(table, 'department', 'test'), 'test');
  expect(codes.filter((code) => levels[code] === 'A').length).toBe(108 + 825);
  expect(rate(table, 'department', 'A', 'admission', 'admitted')).toBeCloseTo((89 + 512) / (108 + 825), 12);
});

test('loan: the bias on the card is the bias in the data', async () => {
  const table = await open('loan');
  expect(table.rows).toBe(5000);
  expect(rate(table, 'district', 'West', 'approved', 'yes')).toBeCloseTo(0.748, 3);
  expect(rate(table, 'district', 'East', 'approved', 'yes')).toBeCloseTo(0.469, 3);
  // Given the true log-odds, approvals in East are those of a logistic rule moved by `bias`: mean minus expectation is noise.
  const east = applicants().filter((a) => a.district === 'East');
  const expected = east.map(({ repays }) => 1 / (1 + Math.exp(-(Math.log(repays / (1 - repays)) + bias))));
  const surplus = east.reduce((sum, a, i) => sum + (a.approved ? 1 : 0) - expected[i]!, 0);
  const deviation = Math.sqrt(expected.reduce((sum, p) => sum + p * (1 - p), 0));
  expect(Math.abs(surplus / deviation)).toBeLessThan(3);
});

describe.each([...sampleIds])('%s', (id) => {
  test('has a card with its rows and a study whose columns are there', async () => {
    const [card, study, table] = [sampleFile(id, 'card.md'), studyOf(id), await open(id)];
    for (const part of ['**Provenance.**', '**Terms.**', '**Sensitive columns.**', '**Known biases.**'])
      expect(card).toContain(part);
    expect(card).toContain(`**Rows.** ${table.rows.toLocaleString('en')}`);
    expect(study.data.source).toBe(`sample:${id}`);
    const used = [...study.groups, ...study.explain.partialDependence, study.framing.target];
    for (const name of used) findColumn(table, name, 'study');
    for (const { name } of table.columns) expect(card).toContain(name);
    if (study.framing.kind === 'binary')
      expect(Object.keys(counts(table, study.framing.target))).toContain(study.framing.positive);
  });
});
