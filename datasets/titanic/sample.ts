import { writeCsv } from '../../src/core/data/write.ts';
import type { SampleSource } from '../sample.ts';

/** Dawson (1995): [class, sex, age, died, survived]. Of 16 combinations, two have nobody in them. */
export const counts: [berth: string, sex: string, age: string, died: number, survived: number][] = [
  ['1st', 'male', 'child', 0, 5],
  ['1st', 'male', 'adult', 118, 57],
  ['1st', 'female', 'child', 0, 1],
  ['1st', 'female', 'adult', 4, 140],
  ['2nd', 'male', 'child', 0, 11],
  ['2nd', 'male', 'adult', 154, 14],
  ['2nd', 'female', 'child', 0, 13],
  ['2nd', 'female', 'adult', 13, 80],
  ['3rd', 'male', 'child', 35, 13],
  ['3rd', 'male', 'adult', 387, 75],
  ['3rd', 'female', 'child', 17, 14],
  ['3rd', 'female', 'adult', 89, 76],
  ['crew', 'male', 'child', 0, 0],
  ['crew', 'male', 'adult', 670, 192],
  ['crew', 'female', 'child', 0, 0],
  ['crew', 'female', 'adult', 3, 20],
];

export const sample: SampleSource = {
  id: 'titanic',
  title: 'Titanic, 1912',
  describes: 'Who survived the Titanic, by class, sex and age: all 2,201 people on board, the crew included.',
  csv: () =>
    writeCsv([
      ['class', 'sex', 'age', 'survived'],
      ...counts.flatMap(([berth, sex, age, died, survived]) => [
        ...new Array<string[]>(died).fill([berth, sex, age, 'no']),
        ...new Array<string[]>(survived).fill([berth, sex, age, 'yes']),
      ]),
    ]),
};
