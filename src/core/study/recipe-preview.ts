/** @file What each step of a recipe does to the training rows: columns added and taken away, cells changed, a few rows before and after. */
import { InputError } from '../base/errors.ts';
import type { Table } from '../data/table.ts';
import type { Frame, FrameColumn } from '../features/contract.ts';
import { frameOf, isLearnable } from '../features/frame.ts';
import { checkLearnable, fitStep, parseRecipe, type RecipeStep } from '../features/recipe.ts';
import type { Takes } from '../features/matrix.ts';
import { takenBy } from './learn.ts';
import { parseStudy } from './parse.ts';
import { prepare } from './prepare.ts';
import type { StudyInput } from './schema.ts';
import { recipeTargets } from './targets.ts';

export interface StepPreview {
  step: string;
  /** Columns after it. */
  columns: number;
  added: string[];
  removed: string[];
  /** Columns that stay, with the training rows in which their value is another one; most first. */
  changed: { column: string; rows: number }[];
  /** The first rows of what was touched, as text; null: missing, or not there. */
  examples: { row: number; cells: { column: string; before: string | null; after: string | null }[] }[];
  /** Switched off: it does nothing. */
  off: boolean;
  /** Why it cannot be fitted; the steps behind it are then not tried. */
  problem: string | null;
}

/** rows: training rows looked at. problem: why a model cannot learn from what the steps leave; null where it can. */
export interface RecipePreview {
  rows: number;
  problem: string | null;
  steps: StepPreview[];
}

const exampleRows = 5;
const exampleColumns = 4;

/** Fits the steps on the training rows, one after the other. Throws InputError where the study itself cannot be laid over the table. */
export function previewRecipe(table: Table, input: StudyInput): RecipePreview {
  // A recipe that cannot be fitted is what is to be shown; everything else must be right.
  const { recipe, ...rest } = input;
  const prepared = prepare(parseStudy(rest), table);
  const given = (recipe ?? prepared.study.recipe ?? []) as RecipeStep[];
  let frame = frameOf(prepared.features.filter(isLearnable), prepared.train);
  const sources = prepared.train.slice(0, exampleRows).map((row) => table.sourceRows[row]!);
  const targets = recipeTargets(prepared);
  const previews: StepPreview[] = [];
  for (const [i, step] of given.entries()) {
    try {
      const parsed = parseRecipe(given.slice(0, i + 1))[i]!;
      if (parsed.off === true) {
        previews.push({ ...nothing(step.step, frame), off: true });
        continue;
      }
      const after = fitStep(parsed, i, frame, targets).frame;
      previews.push(difference(step.step, frame, after, sources));
      frame = after;
    } catch (error) {
      const problem = messageOf(error);
      previews.push({ ...nothing(step.step, frame), problem });
      return { rows: prepared.train.length, problem, steps: previews };
    }
  }
  const takes = takenBy(prepared.study.model.kind, prepared.lesson);
  return { rows: prepared.train.length, problem: left(frame, takes), steps: previews };
}

/** What is wrong with what the steps leave: a category that is no number yet, a cell still missing that the model does not take. */
function left(frame: Frame, takes: Takes): string | null {
  try {
    checkLearnable(frame, takes);
    return null;
  } catch (error) {
    return messageOf(error);
  }
}

/** What a person can mend; anything else is thrown again. */
function messageOf(error: unknown): string {
  if (error instanceof InputError) return error.message;
  throw error;
}

function nothing(step: string, frame: Frame): StepPreview {
  return {
    step,
    columns: frame.columns.length,
    added: [],
    removed: [],
    changed: [],
    examples: [],
    off: false,
    problem: null,
  };
}

function difference(step: string, before: Frame, after: Frame, sources: Uint32Array): StepPreview {
  const old = new Map(before.columns.map((column) => [column.name, column]));
  const now = new Map(after.columns.map((column) => [column.name, column]));
  const added = after.columns.filter(({ name }) => !old.has(name)).map(({ name }) => name);
  const removed = before.columns.filter(({ name }) => !now.has(name)).map(({ name }) => name);
  const changed = after.columns
    .filter(({ name }) => old.has(name))
    .map((column) => ({ column: column.name, rows: changedRows(old.get(column.name)!, column) }))
    .filter(({ rows }) => rows > 0)
    .sort((a, b) => b.rows - a.rows);
  const shown = [...changed.map(({ column }) => column), ...removed, ...added].slice(0, exampleColumns);
  const text = (column: FrameColumn | undefined, i: number) => (column ? cell(column, i) : null);
  const examples = Array.from(sources, (row, i) => ({
    row,
    cells: shown.map((column) => ({
      column,
      before: text(old.get(column), i),
      after: text(now.get(column), i),
    })),
  }));
  return { step, columns: after.columns.length, added, removed, changed, examples, off: false, problem: null };
}

function changedRows(before: FrameColumn, after: FrameColumn): number {
  if (before === after) return 0;
  const n = (before.values ?? before.codes ?? []).length;
  let count = 0;
  for (let i = 0; i < n; i++) if (cell(before, i) !== cell(after, i)) count++;
  return count;
}

function cell({ values, codes, levels, sparse }: FrameColumn, i: number): string | null {
  if (sparse !== undefined) return shown(sparse.values[sparse.rows.indexOf(i)] ?? 0);
  if (values !== null) return Number.isNaN(values[i]!) ? null : shown(values[i]!);
  return codes![i]! < 0 ? null : levels![codes![i]!]!;
}

function shown(value: number): string {
  return String(Number(value.toPrecision(6)));
}
