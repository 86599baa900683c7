import { writeCsv } from '../../src/core/data/write.ts';
import { packageRecords } from '../packages.ts';
import type { SampleSource } from '../sample.ts';

export const sample: SampleSource = {
  id: 'penguins',
  title: 'Palmer penguins',
  describes: 'Which of three species a penguin is, from its measurements: 344 birds, easy to get right.',
  csv: () => writeCsv(packageRecords('@observablehq/sample-datasets', 'penguins.csv')),
};
