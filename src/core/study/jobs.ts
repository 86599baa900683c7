/** @file What a worker of the pool may be asked for. */
import { extraTreesJob } from '../models/extra-trees.ts';
import { randomForestJob } from '../models/random-forest.ts';

export const jobs = [randomForestJob, extraTreesJob];
