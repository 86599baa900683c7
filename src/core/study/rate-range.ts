/** @file Which learning rate would do: the range test on the training rows of a study. */
import { InputError } from '../base/errors.ts';
import { createRng } from '../base/random.ts';
import type { Table } from '../data/table.ts';
import { fitTransform } from '../features/recipe.ts';
import type { FitInput, Matrix, RateRange } from '../models/contract.ts';
import { classifiers } from '../models/index.ts';
import { parseModel } from './choices.ts';
import { prepare } from './prepare.ts';
import type { RunOptions } from './run-study.ts';
import type { Study } from './schema.ts';
import { recipeTargets } from './targets.ts';

/** Families that step by a learning rate. */
export const ratedKinds: readonly string[] = Object.values(classifiers).flatMap(({ kind, rateRange }) =>
  rateRange ? [kind] : [],
);

/** One network of all classes, whatever the framing makes of them. Throws InputError where the family has no such rate. */
export async function findRate(
  study: Study,
  table: Table,
  { compute, control }: Pick<RunOptions, 'compute' | 'control'>,
): Promise<RateRange> {
  const { kind, options } = parseModel(study.model);
  const { rateRange } = classifiers[kind]!;
  if (!rateRange)
    throw new InputError(`study.model.kind: only ${ratedKinds.join(' and ')} step by a learning rate: ${kind}`);
  control.progress({ stage: 'recipe', done: 0, total: 1 });
  await control.whenRunning();
  const prepared = prepare(study, table);
  const { train, features, codes, weights, classes } = prepared;
  const { x } = fitTransform(prepared.study.recipe!, features, train, recipeTargets(prepared), { sparse: false });
  const input: FitInput = {
    x: x as Matrix,
    y: Int32Array.from(train, (row) => codes[row]!),
    classes: classes.length,
    weights: weights && Float64Array.from(train, (row) => weights[row]!),
    validation: null,
  };
  const rng = createRng(study.seed).split('learning rate');
  return rateRange(input, options, { ...control, compute, rng });
}
