import { packageRecords, shape, keep } from '../packages.ts';
import type { SampleSource } from '../sample.ts';

export const sample: SampleSource = {
  id: 'birdstrikes',
  title: 'Bird strikes',
  describes: 'Whether a bird strike damaged the aircraft: 10,000 reports, one in nine with damage, and a leak to find.',
  csv: () => {
    const records = packageRecords('vega-datasets', 'data/birdstrikes.csv');
    const columns = Object.fromEntries(records[0]!.map((name) => [name, keep(name)]));
    return shape(records, {
      ...columns,
      damaged: (cell) => (cell('Effect Amount of damage') === 'None' ? 'no' : 'yes'),
    });
  },
};
