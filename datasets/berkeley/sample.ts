import { writeCsv } from '../../src/core/data/write.ts';
import type { SampleSource } from '../sample.ts';

/** Bickel, Hammel and O'Connell (1975), the six largest departments: [department, gender, admitted, rejected]. */
export const counts: [department: string, gender: string, admitted: number, rejected: number][] = [
  ['A', 'Male', 512, 313],
  ['A', 'Female', 89, 19],
  ['B', 'Male', 353, 207],
  ['B', 'Female', 17, 8],
  ['C', 'Male', 120, 205],
  ['C', 'Female', 202, 391],
  ['D', 'Male', 138, 279],
  ['D', 'Female', 131, 244],
  ['E', 'Male', 53, 138],
  ['E', 'Female', 94, 299],
  ['F', 'Male', 22, 351],
  ['F', 'Female', 24, 317],
];

export const sample: SampleSource = {
  id: 'berkeley',
  title: 'Berkeley admissions, 1973',
  describes:
    'Who was admitted, by gender and department: 4,526 applicants, and a gap that turns round when looked at closely.',
  csv: () =>
    writeCsv([
      ['department', 'gender', 'admission'],
      ...counts.flatMap(([department, gender, admitted, rejected]) => [
        ...new Array<string[]>(admitted).fill([department, gender, 'admitted']),
        ...new Array<string[]>(rejected).fill([department, gender, 'rejected']),
      ]),
    ]),
};
