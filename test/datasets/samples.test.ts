import { targetsOf } from '../../src/core/framing/index.ts';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { createRng } from '../../src/core/base/random.ts';
import { hashBytes } from '../../src/core/base/hash.ts';
import { prepare } from '../../src/core/study/prepare.ts';
import { parseStudy } from '../../src/core/study/parse.ts';
import { readTable } from '../../src/core/data/reader.ts';
import { codedOf, findColumn } from '../../src/core/data/select.ts';
import type { Table } from '../../src/core/data/table.ts';
import { studySchema } from '../../src/core/study/schema.ts';
import { largeSamples, sampleBytes, sampleFile, sampleIds } from '../../datasets/node.ts';
import { goods } from '../../datasets/goods/sample.ts';
import { applicants, bias } from '../../datasets/loan/sample.ts';
import { openingDay, requests } from '../../datasets/requests/sample.ts';
import { installed, newApp, openings } from '../../datasets/apps/sample.ts';
import { orderings } from '../../datasets/food/sample.ts';
import { samples } from '../../datasets/index.ts';
import { splitRows } from '../../src/core/data/split.ts';

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

test('they ship, the same bytes every time, about 1.4 MB compressed', () => {
  const ids =
    'apps berkeley birdstrikes diamonds emoji food goods loan olympians penguins requests sentences titanic weather';
  expect([...sampleIds].sort()).toEqual(ids.split(' '));
  const sizes = sampleIds.map((id) => gzipSync(sampleBytes(id)).length);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(1_500_000);
  // What is over half a megabyte says so, and is not kept before it is wanted.
  expect(largeSamples).toEqual(['diamonds']);
  for (const [i, id] of sampleIds.entries()) expect(sizes[i]! > 500_000, id).toBe(id === 'diamonds');
  for (const id of sampleIds) expect(hashBytes(sampleBytes(id))).toBe(hashBytes(sampleBytes(id)));
  expect(() => sampleBytes('penguin')).toThrow(
    /^study\.data\.source: not a sample .* \(did you mean penguins\?\): penguin$/,
  );
}, 60_000);

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

test('titanic: the published counts, 2,201 with the crew, 711 survived', async () => {
  const table = await open('titanic');
  expect(table.rows).toBe(2201);
  expect(counts(table, 'survived')).toEqual({ yes: 711, no: 1490 });
  expect(counts(table, 'class')).toEqual({ '1st': 325, '2nd': 285, '3rd': 706, crew: 885 });
  // Women: 344 of 470; third class: 178 of 706; children 57 of 109.
  expect(rate(table, 'sex', 'female', 'survived', 'yes')).toBeCloseTo(344 / 470, 12);
  expect(rate(table, 'class', '3rd', 'survived', 'yes')).toBeCloseTo(178 / 706, 12);
  expect(rate(table, 'age', 'child', 'survived', 'yes')).toBeCloseTo(57 / 109, 12);
});

test('weather: 1,461 days in order, five kinds', async () => {
  const table = await open('weather');
  expect([table.rows, table.columns.length]).toEqual([1461, 6]);
  expect(counts(table, 'weather')).toEqual({ rain: 641, sun: 640, fog: 101, drizzle: 53, snow: 26 });
  const dates = findColumn(table, 'date', 'test');
  expect([dates.type, dates.role]).toEqual(['date', 'time']);
  const days = 'values' in dates ? [...dates.values] : [];
  expect(days.map((day) => (day - days[0]!) / 86_400_000)).toEqual(days.map((_, i) => i));
});

test('diamonds: 53,940 stones, five grades of cut', async () => {
  const table = await open('diamonds');
  expect([table.rows, table.columns.length]).toEqual([53940, 10]);
  expect(counts(table, 'cut')).toEqual({ Ideal: 21551, Premium: 13791, 'Very Good': 12082, Good: 4906, Fair: 1610 });
  // The published ends of the scales, low to high.
  for (const [name, low, high] of [
    ['color', 'J', 'D'],
    ['clarity', 'I1', 'IF'],
  ] as const) {
    const { levels } = codedOf(findColumn(table, name, 'test'), 'test');
    expect([levels[0], levels.at(-1)]).toEqual([low, high]);
  }
});

test('sentences: 500 and 500 of each source, none empty', async () => {
  const table = await open('sentences');
  expect(counts(table, 'source')).toEqual({ amazon: 1000, imdb: 1000, yelp: 1000 });
  for (const source of ['amazon', 'imdb', 'yelp'])
    expect(rate(table, 'source', source, 'sentiment', 'positive')).toBe(0.5);
  const texts = codedOf(findColumn(table, 'text', 'test'), 'test');
  expect(texts.codes.filter((code) => code < 0).length).toBe(0);
  // 18 texts repeat an earlier one.
  expect(texts.levels.length).toBe(2982);
});

/** Values of `inner`, each with the one value of `outer` it lies in. Fails where it lies in two. */
const nesting = (table: Table, inner: string, outer: string) => {
  const [a, b] = [inner, outer].map((name) => codedOf(findColumn(table, name, 'test'), 'test')) as [
    ReturnType<typeof codedOf>,
    ReturnType<typeof codedOf>,
  ];
  const around = new Map<string, string>();
  for (const [row, code] of a.codes.entries()) {
    const [name, outside] = [a.levels[code]!, b.levels[b.codes[row]!]!];
    expect(around.get(name) ?? outside, name).toBe(outside);
    around.set(name, outside);
  }
  return around;
};

test('emoji: 1,923 in 100 subgroups, each in one of 10 groups', async () => {
  const table = await open('emoji');
  expect(table.rows).toBe(1923);
  const around = nesting(table, 'subgroup', 'group');
  expect([around.size, new Set(around.values()).size]).toEqual([100, 10]);
  expect(Object.values(counts(table, 'subgroup')).filter((n) => n >= 10).length).toBe(59);
});

test('goods: 6,000 in 106 classes, each in one of 18 sections', async () => {
  const table = await open('goods');
  expect(table.rows).toBe(6000);
  const around = nesting(table, 'class', 'section');
  expect([around.size, new Set(around.values()).size]).toEqual([106, 18]);
  // As in a shop.
  expect([around.get('wine'), around.get('stringed instrument'), around.get('seat (furniture)')]).toEqual([
    'food',
    'musical instrument',
    'furnishing',
  ]);
  // Every class was cut at 25 to 160 nouns.
  const sizes = new Map<string, number>();
  for (const [, kind] of goods()) sizes.set(kind, (sizes.get(kind) ?? 0) + 1);
  for (const size of sizes.values()) expect(size >= 25 && size <= 160).toBe(true);
  expect(sampleFile('goods', 'card.md')).toContain('WordNet 3.1 Copyright 2011 by Princeton University.');
}, 30_000);

test('requests: the fifth department opens, and every answer was drawn by the chances told', async () => {
  const table = await open('requests');
  expect(table.rows).toBe(4000);
  const all = requests();
  expect(all.filter(({ day, department }) => department === 'Investments' && day < openingDay)).toEqual([]);
  // Charged twice, with a card: Cards 0.86, Accounts 0.12, the 0.02 left shared by four.
  const twice = all.find(({ text, hasCard }) => /charged .* baht twice/.test(text) && hasCard)!;
  expect(twice.truth.map((p) => Math.round(1000 * p) / 1000)).toEqual([0.125, 0.865, 0.005, 0, 0.005]);
  const thai = counts(table, 'language')['th']! / 4000;
  expect(Math.abs(thai - 0.5)).toBeLessThan(3 * Math.sqrt(0.25 / 4000));
});

test('apps: one opened a session, none in two parts, the new app in no training row', async () => {
  const table = await open('apps');
  expect(table.rows).toBe(8653);
  const all = openings();
  for (const { candidates, day } of all) {
    expect(candidates.filter(({ opened }) => opened).length).toBe(1);
    expect(candidates.some(({ app }) => app === newApp)).toBe(day >= installed);
    expect(candidates.reduce((sum, { chance }) => sum + chance, 0)).toBeCloseTo(1, 12);
  }
  expect(counts(table, 'opened_app')[newApp]).toBeUndefined();
  // Who knows the rule names the likeliest, and is right as often as its chances say: 1,200 sessions, 3 deviations.
  const best = all.map(({ candidates }) => candidates.reduce((most, own) => (own.chance > most.chance ? own : most)));
  const expected = best.reduce((sum, { chance }) => sum + chance, 0);
  const deviation = Math.sqrt(best.reduce((sum, { chance }) => sum + chance * (1 - chance), 0));
  expect(Math.abs(best.filter(({ opened }) => opened).length - expected)).toBeLessThan(3 * deviation);
  expect(expected / 1200).toBeCloseTo(0.67, 2);
});

test('apps: candidates and classes share out the sessions alike', async () => {
  const table = await open('apps');
  const plan = { kind: 'column', column: 'part' } as const;
  const rows = Uint32Array.from({ length: table.rows }, (_, row) => row);
  const named = codedOf(findColumn(table, 'opened_app', 'test'), 'test').codes;
  const split = (usable: Uint32Array) => splitRows(table, plan, createRng(0), new Int32Array(table.rows), usable);
  const [ranked, classed] = [split(rows), split(rows.filter((row) => named[row]! >= 0))];
  // Of the rows that both use, each is in the same part.
  for (const row of rows) if (named[row]! >= 0) expect(classed[row]).toBe(ranked[row]);
});

test('food: what brings most is not what is ordered most', async () => {
  const table = await open('food');
  expect(table.rows).toBe(7200);
  const offers = orderings().flatMap(({ offers }) => offers);
  const mean = (of: typeof offers) => of.reduce((sum, { margin }) => sum + margin, 0) / of.length;
  const [partners, others] = [true, false].map((is) => offers.filter(({ partner }) => partner === is)) as [
    typeof offers,
    typeof offers,
  ];
  expect(mean(partners)).toBeGreaterThan(mean(others) + 20);
  const ordered = (of: typeof offers) => of.filter(({ ordered }) => ordered).length / of.length;
  expect(ordered(partners)).toBeLessThan(ordered(others) / 2);
  expect([partners.length, partners.filter(({ ordered }) => ordered).length]).toEqual([3462, 192]);
});

test.for(samples.filter(({ truth }) => truth))(
  '$id: answers are as frequent as the rule has it',
  async ({ id, truth }) => {
    const { target, classes, chances } = truth!();
    const table = await open(id);
    expect(chances.length).toBe(table.rows);
    for (const own of chances) expect(own.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 9);
    const found = counts(table, target);
    for (const [k, label] of classes.entries()) {
      const expected = chances.reduce((sum, own) => sum + own[k]!, 0);
      const deviation = Math.sqrt(chances.reduce((sum, own) => sum + own[k]! * (1 - own[k]!), 0));
      expect(Math.abs(found[label]! - expected) / deviation, label).toBeLessThan(3.5);
    }
  },
);

test.for(samples.flatMap(({ id, also = [] }) => also.map(({ title, study }) => ({ id, title, study }))))(
  '$id, $title: the same rows are judged by',
  { timeout: 30_000 },
  async ({ id, study }) => {
    const own = studyOf(id);
    const other = parseStudy({ ...own, ...study });
    const read = async (data: (typeof own)['data']) => (await readTable(sampleBytes(id), own.data.source, data)).table;
    const [one, two] = [prepare(own, await read(own.data)), prepare(other, await read(other.data))];
    // What the hash of the split is of, though of the apps classes take only the rows that were opened.
    expect(two.assigned).toEqual(one.assigned);
    const shared = Array.from(one.parts.keys()).filter((row) => two.parts[row] !== 255);
    expect(shared.length).toBeGreaterThan(1000);
    expect(shared.every((row) => one.parts[row] === one.assigned[row])).toBe(true);
    expect(shared.map((row) => two.parts[row])).toEqual(shared.map((row) => one.parts[row]));
  },
);

describe.each([...sampleIds])('%s', (id) => {
  test('has a card with its rows and a study whose columns are there', async () => {
    const [card, study, table] = [sampleFile(id, 'card.md'), studyOf(id), await open(id)];
    for (const part of ['**Provenance.**', '**Terms.**', '**Sensitive columns.**', '**Known biases.**'])
      expect(card).toContain(part);
    expect(card).toContain(`**Rows.** ${table.rows.toLocaleString('en')}`);
    expect(study.data.source).toBe(`sample:${id}`);
    const used = [...study.groups, ...study.explain.partialDependence, ...targetsOf(study.framing)];
    for (const name of used) findColumn(table, name, 'study');
    for (const { name } of table.columns) expect(card).toContain(name);
    if ('positive' in study.framing)
      expect(Object.keys(counts(table, study.framing.target))).toContain(study.framing.positive);
  });
});
