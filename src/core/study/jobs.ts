/** @file What a worker of the pool may be asked for. */
import { extraTreesJob } from '../models/extra-trees.ts';
import { randomForestJob } from '../models/random-forest.ts';
import { foldJob } from './search-fold.ts';

export const jobs = [foldJob, randomForestJob, extraTreesJob];
