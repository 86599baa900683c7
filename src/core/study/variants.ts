/** @file Studies that treat groups otherwise, made from one study: each changes one thing. */
import { InputError } from '../base/errors.ts';
import type { RecipeStep } from '../features/recipe.ts';
import type { Mitigation } from './mitigation.ts';
import type { Study } from './schema.ts';

/** drop, decorrelate: the column that stands in for the group. */
export type Variant =
  Mitigation | { kind: 'drop'; group: string; column: string } | { kind: 'decorrelate'; group: string; column: string };

/** What it is, for the label of its run. */
export function variantName(variant: Variant): string {
  switch (variant.kind) {
    case 'reweighing':
      return `Reweighed by ${variant.group}`;
    case 'penalty':
      return `Penalty ${variant.strength} on ${variant.group}${variant.alike === 'truePositiveRate' ? ', positives' : ''}`;
    case 'cutoffs':
      return `Cutoffs by ${variant.group}, ${alikeWords[variant.alike]} within ${variant.limit}`;
    case 'randomised':
      return `Drawn cutoffs by ${variant.group}, equal odds`;
    case 'drop':
      return `Without ${variant.column}`;
    case 'decorrelate':
      return `${variant.column} decorrelated from ${variant.group}`;
  }
}

const alikeWords = { selectionRate: 'named', truePositiveRate: 'found', equalizedOdds: 'found and false alarms' };

/**
 * The study with the variant in the place of any mitigation it had. `features`: raw columns the model learns from. Throws InputError
 * where nothing would be left, or a penalty meets another model than logistic regression.
 */
export function variantOf(study: Study, variant: Variant, features: readonly string[]): Study {
  const { mitigation: _, ...plain } = study;
  if (variant.kind === 'drop') return withoutColumn(plain, variant.column, features);
  if (variant.kind !== 'decorrelate') return { ...plain, mitigation: variant };
  const { group, column } = variant;
  const columns = { ...plain.data.columns };
  const isFeature = features.includes(group);
  // The step reads the group, and drops it again unless the model learned from it before.
  if (!isFeature) columns[group] = { ...columns[group], role: 'feature' };
  const step = { step: 'decorrelate', columns: [column], of: [group], share: 1, keep: isFeature };
  return { ...plain, data: { ...plain.data, columns }, recipe: [step, ...(plain.recipe ?? [])] };
}

function withoutColumn(study: Study, column: string, features: readonly string[]): Study {
  if (features.length < 2)
    throw new InputError(`study.data.columns: no column would be left to learn from without: ${column}`);
  const columns = { ...study.data.columns, [column]: { ...study.data.columns[column], role: 'meta' as const } };
  const { partialDependence, ice, ale, permutation, counterfactual, ...others } = study.explain;
  const rest = (names: string[]) => names.filter((name) => name !== column);
  const explain: Study['explain'] = {
    ...others,
    partialDependence: rest(partialDependence),
    ice: rest(ice),
    ...(ale && { ale: rest(ale) }),
    ...(permutation !== undefined && {
      permutation: Array.isArray(permutation)
        ? permutation
            .map((told) => (Array.isArray(told) ? rest(told) : told))
            .filter((told) => told.length > 0 && told !== column)
        : permutation,
    }),
    ...(counterfactual && {
      counterfactual: {
        ...counterfactual,
        constraints: Object.fromEntries(Object.entries(counterfactual.constraints).filter(([name]) => name !== column)),
      },
    }),
  };
  const { recipe, ...told } = study;
  const left = recipe?.flatMap((step) => withoutName(step, column));
  return { ...told, data: { ...study.data, columns }, explain, ...(left && { recipe: left }) };
}

/** The step without the column; none where it was of that alone. */
function withoutName(step: RecipeStep, column: string): RecipeStep[] {
  const names = Object.entries(step).filter(([, told]) => Array.isArray(told) && told.includes(column));
  if (names.length === 0) return [step];
  const left = names.map(([key, told]): [string, unknown[]] => [
    key,
    (told as unknown[]).filter((name) => name !== column),
  ]);
  return left.some(([, told]) => told.length === 0) ? [] : [{ ...step, ...Object.fromEntries(left) }];
}
