/** @file What the Features stage says: which columns go in, what stays out and why, what the steps make of them. Pure. */
import type { ColumnProfile } from '../../../core/data/profile-types.ts';
import type { RecipeState, RecipeStep } from '../../../core/features/recipe.ts';
import type { StepPreview } from '../../../core/study/recipe-preview.ts';
import type { Run } from '../../../core/study/run.ts';
import { count, segments, type Segment } from '../../plots/format.ts';

/** `**12** columns go in; **3** steps made **104** numbers of them for each row.` made: null before a run. */
export function featuresFinding(features: number, steps: number, made: number | null): Segment[] {
  if (features === 0) return segments('No column goes in: give at least one the role **feature**.');
  const goIn = `**${count(features)}** ${features === 1 ? 'column goes' : 'columns go'} in`;
  const them = features === 1 ? 'it' : 'them';
  if (steps === 0) return segments(`${goIn}; no step changes ${them}.`);
  const work = `**${count(steps)}** ${steps === 1 ? 'step' : 'steps'}`;
  if (made === null) return segments(`${goIn}; ${work} ${steps === 1 ? 'prepares' : 'prepare'} ${them} for the model.`);
  return segments(`${goIn}; ${work} made **${count(made)}** ${made === 1 ? 'number' : 'numbers'} a row of ${them}.`);
}

/** Why a column is no feature; empty where it is one. */
export function whyOut(column: ColumnProfile, features: readonly string[], target: string | undefined): string {
  if (features.includes(column.name)) return '';
  if (column.name === target) return 'the target: it is the answer';
  if (column.role === 'feature')
    return `a ${column.type} column: no step here reads ${column.type === 'date' ? 'dates' : `${column.type}s`} yet; set its type to category or number if it is one`;
  if (column.role === 'ignore') return column.reason || 'left out by choice';
  return `its role is ${column.role}`;
}

/** The recipe with a step added: one that reads categories before they are encoded, any other at the end. */
export function withStep(
  recipe: readonly RecipeStep[],
  step: string,
  columnsHelp: string,
  numbers: readonly string[],
): RecipeStep[] {
  const forCategories = columnsHelp.startsWith('category');
  const columns = forCategories ? 'category' : columnsHelp.startsWith('names of two') ? numbers.slice(0, 2) : 'number';
  const encodes = recipe.findIndex((each) => each.step === 'one-hot');
  const place = (forCategories || step === 'aggregate') && encodes >= 0 ? encodes : recipe.length;
  return recipe.toSpliced(place, 0, { step, columns });
}

/** Options that do something only where another has one of these values. */
const askedWhere: Record<string, Record<string, [option: string, values: string[]]>> = {
  impute: { value: ['strategy', ['constant']] },
  bin: { criterion: ['strategy', ['tree']], minRows: ['strategy', ['tree']] },
  aggregate: {
    columns: ['statistic', ['mean', 'median', 'deviation']],
    difference: ['statistic', ['mean', 'median']],
  },
  select: {
    keep: ['method', ['mutual-information', 'anova', 'permutation', 'recursive']],
    share: ['method', ['mutual-information', 'anova', 'permutation', 'recursive']],
    threshold: ['method', ['variance']],
    strength: ['method', ['l1']],
  },
};
const defaults: Record<string, string> = { aggregate: 'mean', select: 'mutual-information' };

/** Whether an option of the step does something, as its others are set. */
export function isAsked(step: RecipeStep, key: string): boolean {
  const where = askedWhere[step.step]?.[key];
  return where === undefined || where[1].includes(String(step[where[0]] ?? defaults[step.step]));
}

/** `Changes 2 columns (income in 68 of 3,000 rows) and adds 5 (…); 14 columns then.` */
export function changeSentence({ changed, added, removed, columns }: StepPreview, rows: number): string {
  const first = changed[0];
  const some = (n: number) => `${count(n)} ${n === 1 ? 'column' : 'columns'}`;
  const parts = [
    first
      ? `changes ${some(changed.length)} (${first.column} in ${count(first.rows)} of ${count(rows)} training rows)`
      : '',
    removed.length > 0 ? `takes away ${some(removed.length)} (${named(removed)})` : '',
    added.length > 0 ? `adds ${some(added.length)} (${named(added)})` : '',
  ].filter(Boolean);
  const said = parts.length === 0 ? 'changes nothing in the training rows' : parts.join(', ');
  return `${said[0]!.toUpperCase()}${said.slice(1)}; ${some(columns)} then.`;
}

function named(names: string[]): string {
  return names.length > 3 ? `${names.slice(0, 3).join(', ')} …` : names.join(', ');
}

export interface Made {
  source: string;
  names: string[];
}

/** The model's columns by the raw column they came from, in order. */
export function madeOf({ names, sources }: Pick<RecipeState, 'names' | 'sources'>): Made[] {
  const made = new Map<string, string[]>();
  names.forEach((name, i) => {
    const source = sources[i]!;
    made.set(source, [...(made.get(source) ?? []), name]);
  });
  return [...made].map(([source, own]) => ({ source, names: own }));
}

/** Whether a run was made by these steps: what its recipe learned then still holds. */
export function isRecipeOf(run: Run, recipe: readonly RecipeStep[]): boolean {
  return JSON.stringify(run.study.recipe) === JSON.stringify(recipe);
}
