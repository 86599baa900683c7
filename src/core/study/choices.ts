/** @file The choices of a study that other rooms define: the model and its options, the decision. */
import { InputError, hint } from '../base/errors.ts';
import { parseAt } from '../base/parse.ts';
import { classifiers } from '../models/index.ts';
import type { Decision, Study } from './schema.ts';

/** Options parsed by the model's own schema, defaults filled in. `path`: where it stands in the study. */
export function parseModel({ kind, options, ...rest }: Study['model'], path = 'study.model'): Study['model'] {
  const kinds = Object.keys(classifiers);
  if (!Object.hasOwn(classifiers, kind))
    throw new InputError(`${path}.kind: must be one of ${kinds.join(', ')}: ${kind}${hint(kind, kinds)}`);
  const parsed = parseAt(classifiers[kind]!.options, options, `${path}.options`) as object as Options;
  return { ...rest, kind, options: parsed };
}

type Options = Study['model']['options'];

/** Throws InputError where the decision is for two classes and there are more, or both errors cost nothing. */
export function checkDecision(decision: Decision, classes: readonly string[]): void {
  if (decision.kind !== 'cost') return;
  if (classes.length > 2)
    throw new InputError(
      `study.decision.kind: cost needs two classes, and there are ${classes.length}; use threshold (the likeliest class wins): cost`,
    );
  if (decision.falsePositive === 0 && decision.falseNegative === 0)
    throw new InputError('study.decision: one of falsePositive and falseNegative must be over 0');
}
