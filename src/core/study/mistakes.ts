/** @file Where a run is wrong: its hardest rows, labels that may be wrong, rows that contradict one another, and parts of the rows. */
import type { Control } from '../base/progress.ts';
import { createRng } from '../base/random.ts';
import { findColumn } from '../data/select.ts';
import type { Column, Table } from '../data/table.ts';
import { decide } from '../metrics/threshold.ts';
import { alikeRows, type AlikeRows } from '../mistakes/alike.ts';
import { hardestRows, type Hard } from '../mistakes/hardest.ts';
import { checkLabels, type LabelCheck, type Suspect } from '../mistakes/labels.ts';
import { findSlices, type Marked, type SliceSearch } from '../mistakes/slices.ts';
import { errorTree, type ErrorTree } from '../mistakes/tree.ts';
import { outOfFold } from './cross-fit.ts';
import { prepare } from './prepare.ts';
import type { Prepared } from './prepare.ts';
import type { Predictions, Run } from './run.ts';
import type { RunOptions } from './run-study.ts';

type Means = Pick<RunOptions, 'compute' | 'control'>;

/** As much of a finished run as its mistakes take. */
export interface JudgedRun {
  run: Pick<Run, 'study' | 'classes'>;
  predictions: Predictions;
}

/** A row by its number in the source, in place of its place among the rows looked at. */
type Told<T extends { place: number }> = Omit<T, 'place'> & { row: number };

/** Of `of` suspects the first are told. */
export interface Labels extends Omit<LabelCheck, 'suspects'> {
  suspects: (Told<Suspect> & { part: 'training' | 'validation' | 'test' })[];
  of: number;
}

export interface Suspects {
  /** Test rows, hardest first: actual class, and the class with the highest score. */
  hardest: (Told<Hard> & { actual: number; likely: number })[];
  /** Test and validation rows: the model learned from neither. */
  labels: Labels;
  /** All rows used, on the columns the model learns from; labels are class codes, rows numbers of the source. */
  alike: AlikeRows & { conflicting: number; pairs: number };
}

/** Rows of each list that are told; all are counted. */
const most = 300;
const test = 2;

/** Throws InputError where the study does not fit the table. */
export function suspectsOf({ run, predictions }: JudgedRun, table: Table): Suspects {
  const prepared = prepare(run.study, table);
  const classes = run.classes.length;
  const { rows, split, actual, scores } = predictions;
  const tested = placesOf(split, test);
  const own = new Float64Array(tested.length * classes);
  tested.forEach((i, r) => own.set(scores.subarray(i * classes, (i + 1) * classes), r * classes));
  const hardest = hardestRows(
    Int32Array.from(tested, (i) => actual[i]!),
    own,
    classes,
    100,
  ).map(({ place, ...rest }) => {
    const i = tested[place]!;
    const of = scores.subarray(i * classes, (i + 1) * classes);
    return { ...rest, row: rows[i]!, actual: actual[i]!, likely: of.indexOf(of.reduce((a, b) => Math.max(a, b))) };
  });
  return { hardest, labels: labelsOf(predictions, classes), alike: alikeOf(prepared, table) };
}

function labelsOf({ rows, split, actual, scores }: Omit<Predictions, 'predicted'>, classes: number): Labels {
  const { suspects, ...check } = checkLabels(actual, scores, classes);
  const told = suspects.slice(0, most).map(({ place, ...rest }) => {
    return { ...rest, row: rows[place]!, part: (['training', 'validation', 'test'] as const)[split[place]!]! };
  });
  return { ...check, suspects: told, of: suspects.length };
}

/**
 * Labels of all rows, training rows among them: training and validation rows are scored by models of the study that did not learn
 * from them (five folds), test rows by the run. Throws InputError.
 */
export async function allLabels({ run, predictions }: JudgedRun, table: Table, means: Means): Promise<Labels> {
  const { rows, scores, prepared } = await outOfFold(run.study, table, means);
  const classes = run.classes.length;
  const tested = placesOf(predictions.split, test);
  const count = rows.length + tested.length;
  const all = { rows: new Uint32Array(count), split: new Uint8Array(count), actual: new Int32Array(count) };
  const both = new Float64Array(count * classes);
  both.set(scores);
  rows.forEach((row, i) => {
    [all.rows[i], all.split[i], all.actual[i]] = [table.sourceRows[row]!, prepared.parts[row]!, prepared.codes[row]!];
  });
  tested.forEach((from, i) => {
    const to = rows.length + i;
    [all.rows[to], all.split[to], all.actual[to]] = [predictions.rows[from]!, test, predictions.actual[from]!];
    both.set(predictions.scores.subarray(from * classes, (from + 1) * classes), to * classes);
  });
  return labelsOf({ ...all, scores: both }, classes);
}

function alikeOf({ features, codes, parts }: Prepared, table: Table): Suspects['alike'] {
  const used = Uint32Array.from(parts.keys()).filter((row) => parts[row] !== 255 && codes[row]! >= 0);
  const { conflicts, near, ...rest } = alikeRows(features, codes, used);
  const source = (row: number) => table.sourceRows[row]!;
  return {
    ...rest,
    conflicts: conflicts.slice(0, most).map((each) => ({ ...each, rows: each.rows.map(source) })),
    near: near && near.slice(0, most).map((each) => ({ ...each, rows: each.rows.map(source) as [number, number] })),
    conflicting: conflicts.reduce((sum, each) => sum + each.rows.length, 0),
    pairs: near?.length ?? 0,
  };
}

export interface WeakSpots extends SliceSearch {
  tree: ErrorTree;
  /** Columns whose values make the slices. */
  columns: string[];
}

/**
 * Slices and a tree of errors, looked for on validation rows and told of test rows. threshold: of two classes, the score from which a
 * row is named positive; null: as the run decided. Throws InputError.
 */
export async function weakSpots(
  { run, predictions }: JudgedRun,
  table: Table,
  { threshold, conditions }: { threshold: number | null; conditions: number },
  control: Partial<Control>,
): Promise<WeakSpots> {
  const prepared = prepare(run.study, table);
  const columns = describing(prepared, table);
  const classes = run.classes.length;
  const predicted =
    classes === 2 && threshold !== null ? decide(predictions.scores, 2, threshold) : predictions.predicted;
  const placeOf = new Int32Array((table.sourceRows.at(-1) ?? -1) + 1).fill(-1);
  table.sourceRows.forEach((source, row) => (placeOf[source] = row));
  const marked = (part: number): Marked => {
    const places = placesOf(predictions.split, part);
    return {
      rows: Uint32Array.from(places, (i) => placeOf[predictions.rows[i]!]!),
      wrong: Uint8Array.from(places, (i) => (predicted[i] === predictions.actual[i] ? 0 : 1)),
    };
  };
  const [find, hold] = [marked(1), marked(test)];
  const search = await findSlices({ columns, find, hold, conditions, control });
  const tree = errorTree(columns, find, hold, createRng(run.study.seed));
  return { ...search, tree, columns: columns.map(({ name }) => name) };
}

/** Columns that say something in words: what the model learns from and the groups, without texts. */
function describing({ features, study }: Prepared, table: Table): Column[] {
  const names = new Set([...features.map(({ name }) => name), ...study.groups]);
  return [...names]
    .map((name) => findColumn(table, name, 'study.groups'))
    .filter(({ type }) => type !== 'text' && type !== 'id');
}

function placesOf(split: Uint8Array, part: number): Uint32Array {
  return Uint32Array.from(split.keys()).filter((i) => split[i] === part);
}
