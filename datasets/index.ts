/** @file The samples that ship, in the order of the first screen. Node only; the page takes them from virtual:samples. */
import { sample as apps } from './apps/sample.ts';
import { sample as berkeley } from './berkeley/sample.ts';
import { sample as birdstrikes } from './birdstrikes/sample.ts';
import { sample as diamonds } from './diamonds/sample.ts';
import { sample as emoji } from './emoji/sample.ts';
import { sample as food } from './food/sample.ts';
import { sample as goods } from './goods/sample.ts';
import { sample as loan } from './loan/sample.ts';
import { sample as olympians } from './olympians/sample.ts';
import { sample as penguins } from './penguins/sample.ts';
import { sample as requests } from './requests/sample.ts';
import { sample as sentences } from './sentences/sample.ts';
import { sample as titanic } from './titanic/sample.ts';
import { sample as weather } from './weather/sample.ts';
import type { SampleSource } from './sample.ts';

export const samples: readonly SampleSource[] = [
  penguins,
  loan,
  berkeley,
  titanic,
  olympians,
  birdstrikes,
  weather,
  diamonds,
  sentences,
  emoji,
  goods,
  requests,
  apps,
  food,
];
