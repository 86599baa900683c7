import { keep, packageRecords, shape } from '../packages.ts';
import type { SampleSource } from '../sample.ts';

export const sample: SampleSource = {
  id: 'olympians',
  title: 'Olympians, Rio 2016',
  describes: 'Whether an athlete won a medal, from body, sport and country: 11,538 people, one in six with a medal.',
  // Names, ids and biographies stay behind: they single out persons and predict nothing a model should use.
  csv: () =>
    shape(packageRecords('@observablehq/sample-datasets', 'olympians.csv'), {
      nationality: keep('nationality'),
      sex: keep('sex'),
      date_of_birth: keep('date_of_birth'),
      height: keep('height'),
      weight: keep('weight'),
      sport: keep('sport'),
      gold: keep('gold'),
      silver: keep('silver'),
      bronze: keep('bronze'),
      medal: (cell) => (['gold', 'silver', 'bronze'].some((metal) => cell(metal) !== '0') ? 'yes' : 'no'),
    }),
};
