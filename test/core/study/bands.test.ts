import { beforeAll, describe, expect, test } from 'vitest';
import { groupOfCell } from '../../../src/core/study/bands.ts';
import { prepare } from '../../../src/core/study/prepare.ts';
import { rowGroups } from '../../../src/core/study/judging.ts';
import { parseStudy } from '../../../src/core/study/resolve.ts';
import { runStudy } from '../../../src/core/study/run-study.ts';
import type { Table } from '../../../src/core/data/table.ts';
import type { StudyInput } from '../../../src/core/study/schema.ts';
import { options, tableOf } from './fixture.ts';

/** 3,000 people of 20 to 69; the older half is `yes` more often, and three of them told no age. */
const csv = [
  'age,score,answer',
  ...Array.from({ length: 3000 }, (_, i) => {
    const age = 20 + ((i * 7) % 50);
    const isYes = ((i * 31) % 10) + (age > 44 ? 3 : 0) >= 6;
    return `${i < 3 ? '' : age},${((i * 31) % 10) + (age % 3)},${isYes ? 'yes' : 'no'}`;
  }),
  '',
].join('\n');
const study: StudyInput = {
  version: 1,
  data: { source: 'ages.csv', columns: { age: { type: 'number', role: 'meta' }, score: { type: 'number' } } },
  framing: { kind: 'binary', target: 'answer', positive: 'yes' },
  groups: ['age'],
  bands: { age: [30, 44] },
};
let table: Table;
beforeAll(async () => {
  table = await tableOf(csv);
});
const prepared = (changes: Partial<StudyInput>) => prepare(parseStudy({ ...study, ...changes }), table);

describe('a study that cuts a column of numbers into bands', () => {
  test('its groups are the bands with a row, rising, missing last', () => {
    const [groups] = prepared({ bands: { age: [10, 30, 44] } }).groups;
    // Nobody is 10 or younger.
    expect(groups!.names).toEqual(['over 10 to 30', 'over 30 to 44', 'over 44', '(missing)']);
    // Row 3: 20 + 21 = 41; row 4: 20 + 28 = 48; row 8: 20 + 56 % 50 = 26.
    expect([0, 3, 4, 8].map((row) => groups!.names[groups!.codes[row]!])).toEqual([
      '(missing)',
      'over 30 to 44',
      'over 44',
      'over 10 to 30',
    ]);
  });

  test('even bands hold equally many training rows, and their edges are written out', () => {
    const { study: told, groups, train } = prepared({ bands: { age: { even: 2 } } });
    const ages = table.columns[0] as Extract<(typeof table.columns)[number], { values: Float64Array }>;
    const sorted = [...train].map((row) => ages.values[row]!).filter((age) => !Number.isNaN(age)).sort((a, b) => a - b); // prettier-ignore
    // The highest of the lower half.
    const edge = sorted[Math.ceil(sorted.length / 2) - 1]!;
    expect(told.bands).toEqual({ age: [edge] });
    expect(groups[0]!.names).toEqual([`to ${edge}`, `over ${edge}`, '(missing)']);
    // The study that is written out is the same study.
    expect(prepare(told, table).study).toEqual(told);
  });

  test('what cannot be cut is refused in words', () => {
    expect(() => prepared({ bands: { age: [44, 30] } })).toThrow('study.bands.age: edges must rise: 44, 30');
    expect(() => prepared({ bands: { answer: [1] } })).toThrow(
      'study.bands.answer: only a column of numbers is cut into bands, and it is: ',
    );
    expect(() => prepared({ bands: { agee: [1] } })).toThrow(/study\.bands\.agee: .*did you mean age\?/);
  });

  test('a study without bands is what it was', () => {
    const { bands: _, ...plain } = study;
    expect('bands' in prepare(parseStudy(plain), table).study).toBe(false);
    expect(prepare(parseStudy(plain), table).groups[0]!.names.length).toBe(51);
  });

  test('gaps, weights and cutoffs run by band, the same in the page’s rows', async () => {
    const made = await runStudy(parseStudy({ ...study, mitigation: { kind: 'cutoffs', group: 'age', alike: 'selectionRate' } }), table, await options()); // prettier-ignore
    expect(made.run.groups['age']!.rows.map(({ group }) => group).slice(0, 3)).toEqual(['to 30', 'over 30 to 44', 'over 44']); // prettier-ignore
    expect(Object.keys(made.run.cutoffs!.of)).toEqual(['to 30', 'over 30 to 44', 'over 44', '(missing)']);
    const { rows, predicted, scores } = made.predictions;
    const [groups] = rowGroups(made.run.study, table, rows, ['age']);
    const again = rows.map((_, i) => {
      const cutoff = made.run.cutoffs!.of[groups!.names[groups!.codes[i]!]!]!;
      return scores[2 * i + 1]! >= cutoff ? 1 : 0;
    });
    expect([...again]).toEqual([...predicted]);
    const weighed = prepared({ mitigation: { kind: 'reweighing', group: 'age' } });
    // Within each band weighted yes and no have the shares of the whole.
    const share = (isIn: (row: number) => boolean) => {
      const own = [...weighed.train].filter(isIn);
      const sum = (of: number[]) => of.reduce((total, row) => total + weighed.weights![row]!, 0);
      return sum(own.filter((row) => weighed.codes[row] === 1)) / sum(own);
    };
    const whole = [...weighed.train].filter((row) => weighed.codes[row] === 1).length / weighed.train.length;
    for (const g of [0, 1, 2]) expect(share((row) => weighed.groups[0]!.codes[row] === g)).toBeCloseTo(whole, 9);
  });

  test('drawn cutoffs decide each row by its band and its own draw, again alike', async () => {
    const drawn = parseStudy({ ...study, mitigation: { kind: 'randomised', group: 'age' } });
    const made = await runStudy(drawn, table, await options());
    const { mixed, common, validation } = made.run.cutoffs!;
    expect(common).toEqual(['(missing)']);
    expect(validation.gap).toBe(0);
    for (const mixture of Object.values(mixed!))
      expect(mixture.reduce((sum, { chance }) => sum + chance, 0)).toBeCloseTo(1, 9);
    expect(made.run.warnings.some((line) => /two people alike in everything may be decided differently/.test(line))).toBe(true); // prettier-ignore
    const again = await runStudy(drawn, table, await options());
    expect(again.run.stages).toEqual(made.run.stages);
    const reseeded = await runStudy({ ...drawn, seed: 5, split: drawn.split }, table, await options());
    expect(reseeded.run.id).not.toBe(made.run.id);
  });
});

test('a cell is in the group that the study makes of it', () => {
  const told = parseStudy(study);
  expect([30, 30.5, '44', 99, null].map((cell) => groupOfCell(told, 'age', cell))).toEqual([
    'to 30',
    'over 30 to 44',
    'over 30 to 44',
    'over 44',
    '(missing)',
  ]);
  expect(groupOfCell(told, 'answer', 'yes')).toBe('yes');
});
