/** Row, level and missing counts of real files, as published in the notes beside them. Skipped where the files are not there. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readTable } from '../../../src/core/data/reader.ts';
import { profileTable } from '../../../src/core/data/profile.ts';
import { sharedFile } from '../../shared.ts';

interface Known {
  file: string;
  rows: number;
  columns: number;
  missing: Record<string, number>;
  levels: Record<string, Record<string, number>>;
}
const known: Known[] = [
  {
    file: 'adult.csv',
    rows: 48842,
    columns: 16,
    missing: { workclass: 2799, occupation: 2809, 'native-country': 857, age: 0 },
    levels: { income: { '<=50K': 37155, '>50K': 11687 }, split: { train: 32561, test: 16281 } },
  },
  {
    file: 'compas.csv',
    rows: 7214,
    columns: 46,
    missing: { violent_recid: 7214 },
    levels: {
      two_year_recid: { 0: 3963, 1: 3251 },
      race: { 'African-American': 3696, Caucasian: 2454, Hispanic: 637, Other: 377, Asian: 32, 'Native American': 18 },
      sex: { Male: 5819, Female: 1395 },
    },
  },
  {
    file: 'titanic.csv',
    rows: 1309,
    columns: 14,
    missing: { age: 263, cabin: 1014, fare: 1, embarked: 2 },
    levels: { survived: { 0: 809, 1: 500 } },
  },
  {
    file: 'quirks/titanic3_cr_line_endings.csv',
    rows: 1309,
    columns: 14,
    missing: { age: 263, cabin: 1014, fare: 1, embarked: 2 },
    levels: { survived: { 0: 809, 1: 500 } },
  },
  {
    // No header; the label ends in a full stop, kept as the cell's own text.
    file: 'quirks/adult_test_headerless.data',
    rows: 16281,
    columns: 15,
    missing: {},
    levels: { column_15: { '<=50K.': 12435, '>50K.': 3846 } },
  },
  {
    file: 'pima_diabetes.csv',
    rows: 768,
    columns: 9,
    missing: { insulin: 374, triceps: 227, pressure: 35, mass: 11, glucose: 5 },
    levels: { diabetes: { neg: 500, pos: 268 } },
  },
  {
    file: 'breast_cancer_wisconsin.csv',
    rows: 699,
    columns: 11,
    missing: { 'Bare.nuclei': 16 },
    levels: { Class: { benign: 458, malignant: 241 } },
  },
  {
    file: 'law_school.csv',
    rows: 20798,
    columns: 12,
    missing: {},
    levels: { pass_bar: { '1.0': 18505, '0.0': 2293 } },
  },
  {
    file: 'wine_quality.csv',
    rows: 6497,
    columns: 13,
    missing: {},
    levels: { quality: { 3: 30, 4: 216, 5: 2138, 6: 2836, 7: 1079, 8: 193, 9: 5 }, type: { white: 4898, red: 1599 } },
  },
  { file: 'sms_spam.csv', rows: 5574, columns: 2, missing: {}, levels: { label: { ham: 4827, spam: 747 } } },
];

describe.each(known)('$file', ({ file, rows, columns, missing, levels }) => {
  const path = sharedFile(file);
  test.skipIf(path === null)('has the known rows, levels and missing cells', async () => {
    const bytes = new Uint8Array(readFileSync(path!));
    const { table, notices } = await readTable(bytes, file, {});
    const profile = profileTable(table, notices, bytes.length);
    expect([profile.rows, profile.columns.length]).toEqual([rows, columns]);
    const column = (name: string) => profile.columns.find((c) => c.name === name)!;
    for (const [name, count] of Object.entries(missing)) expect([name, column(name).missing]).toEqual([name, count]);
    for (const [name, counts] of Object.entries(levels))
      expect(Object.fromEntries(column(name).levels!.map(({ text, count }) => [text, count]))).toEqual(counts);
    expect(notices.filter(({ kind }) => kind === 'mixed-number')).toEqual([]);
  });
});
