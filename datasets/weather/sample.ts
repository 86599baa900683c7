import { writeCsv } from '../../src/core/data/write.ts';
import { packageRecords } from '../packages.ts';
import type { SampleSource } from '../sample.ts';

export const sample: SampleSource = {
  id: 'weather',
  title: 'Seattle weather',
  describes: 'What the weather was on each of 1,461 days: five classes, two of them rare, tested on the latest days.',
  csv: () => writeCsv(packageRecords('vega-datasets', 'data/seattle-weather.csv')),
};
