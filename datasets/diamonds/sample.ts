import { writeCsv } from '../../src/core/data/write.ts';
import { packageRecords } from '../packages.ts';
import type { SampleSource } from '../sample.ts';

export const sample: SampleSource = {
  id: 'diamonds',
  title: 'Diamonds',
  describes: 'How well a diamond is cut, in five grades, from its measures and price: 53,940 stones.',
  large: true,
  csv: () => writeCsv(packageRecords('@observablehq/sample-datasets', 'diamonds.csv')),
};
