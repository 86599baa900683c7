/** @file The recipe steps. */
import type { Step } from './contract.ts';
import { aggregate } from './aggregate.ts';
import { bin } from './bin.ts';
import { clip } from './clip.ts';
import { dateParts } from './date-parts.ts';
import { decorrelate } from './decorrelate.ts';
import { difference } from './difference.ts';
import { dropCorrelated } from './drop-correlated.ts';
import { frequency } from './frequency.ts';
import { hashing } from './hashing.ts';
import { impute } from './impute.ts';
import { interaction } from './interaction.ts';
import { keepBest } from './keep-best.ts';
import { log } from './log.ts';
import { minMax } from './min-max.ts';
import { oneHot } from './one-hot.ts';
import { ordinal } from './ordinal.ts';
import { polynomial } from './polynomial.ts';
import { power } from './power.ts';
import { quantile } from './quantile.ts';
import { rare } from './rare.ts';
import { ratio } from './ratio.ts';
import { robust } from './robust.ts';
import { standardize } from './standardize.ts';
import { target } from './target.ts';
import { tfIdf } from './tf-idf.ts';

/* Each step's own options and state meet only inside the step: recipe.ts parses the one and hands back the other. */
export const steps: Record<string, Step<any, any>> = Object.fromEntries(
  [
    impute,
    clip,
    log,
    standardize,
    robust,
    minMax,
    power,
    quantile,
    bin,
    rare,
    oneHot,
    frequency,
    ordinal,
    target,
    dateParts,
    tfIdf,
    hashing,
    interaction,
    polynomial,
    ratio,
    difference,
    aggregate,
    decorrelate,
    dropCorrelated,
    keepBest,
  ].map((step) => [step.step, step]),
);
