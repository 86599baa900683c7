/** @file What takes the table to judge a run: calibration of groups, and the price of each row. */
import { InputError } from '../base/errors.ts';
import type { Estimate } from '../base/estimate.ts';
import { restsBetween } from '../data/records.ts';
import type { Control } from '../base/progress.ts';
import { createRng } from '../base/random.ts';
import { findColumn } from '../data/select.ts';
import { isNumeric } from '../data/table.ts';
import type { Table } from '../data/table.ts';
import { calibrationLine, type CalibrationLine } from '../metrics/calibrated.ts';
import { cheapestCutoff, rowCostAt, rowCosts, type RowCosts } from '../metrics/row-costs.ts';
import { groupsOf } from './columns.ts';
import type { Groups } from './columns.ts';
import type { JudgedRun } from './mistakes.ts';
import type { Study } from './schema.ts';

export interface NamedLine extends CalibrationLine {
  name: string;
}

/**
 * Calibration on the test rows: of the positive class, or of many classes of the likeliest; then of each class against the rest (`by`
 * null), or of each group of a column. Throws InputError.
 */
export async function calibrationOf(
  { run, predictions }: JudgedRun,
  table: Table,
  by: string | null,
  control: Partial<Control>,
): Promise<NamedLine[]> {
  const classes = run.classes.length;
  const { rows, split, actual, scores } = predictions;
  const places = Uint32Array.from(split.keys()).filter((i) => split[i] === 2);
  const rng = createRng(run.study.seed).split('calibration');
  const rest = restsBetween(control);
  const line = async (name: string, own: Uint32Array, of: number | null): Promise<NamedLine> => {
    await rest();
    const told = Array.from(own, (i) => of ?? likeliest(scores, i, classes));
    const hit = Uint8Array.from(own, (i, r) => (actual[i] === told[r] ? 1 : 0));
    const score = Float64Array.from(own, (i, r) => scores[i * classes + told[r]!]!);
    return { name, ...calibrationLine(hit, score, rng.split(name)) };
  };
  const main = classes === 2 ? 1 : null;
  const lines = [await line(classes === 2 ? 'all rows' : 'the likeliest class', places, main)];
  if (by === null) {
    if (classes > 2) for (const [k, name] of run.classes.entries()) lines.push(await line(name, places, k));
    return lines;
  }
  const groups = groupsOf(run.study, table, by, 'calibration.by');
  const group = groups.codes;
  const at = placesIn(table);
  for (const [g, name] of groups.names.entries()) {
    const own = places.filter((i) => group[at(rows[i]!)] === g);
    if (own.length > 0) lines.push(await line(name, own, main));
  }
  return lines;
}

/** The group of each of these rows of the source, by each column, as the run's study makes groups. Throws InputError. */
export function rowGroups(study: Study, table: Table, rows: Uint32Array, columns: readonly string[]): Groups[] {
  const at = placesIn(table);
  return columns.map((name, i) => {
    const { column, codes, names } = groupsOf(study, table, name, `groups[${i}]`);
    return { column, names, codes: Int32Array.from(rows, (row) => codes[at(row)]!) };
  });
}

export interface PricedCutoffs {
  /** Of the test rows. */
  sweep: RowCosts;
  /** The cheapest cutoff on validation rows, and its cost on test rows; null without validation rows. */
  best: { threshold: number; cost: Estimate } | null;
  /** Mean cost a test row at the cutoff asked about. */
  now: Estimate;
  /** Of the test rows: all, and those without a price, which are left out. */
  rows: { tested: number; unpriced: number };
}

/** What the decisions of a run of two classes cost where the column says what being wrong about a row costs. Throws InputError. */
export function pricedCutoffs(
  { run, predictions }: JudgedRun,
  table: Table,
  { column: name, threshold }: { column: string; threshold: number },
): PricedCutoffs {
  const column = findColumn(table, name, 'costs.column');
  if (!isNumeric(column) || column.type !== 'number')
    throw new InputError(`costs.column: must be a column of numbers, not ${column.type}: ${name}`);
  const at = placesIn(table);
  const { rows, split, actual, scores } = predictions;
  const of = (wanted: number) => {
    const all = Uint32Array.from(split.keys()).filter((i) => split[i] === wanted);
    const priced = all.filter((i) => !Number.isNaN(column.values[at(rows[i]!)]!));
    const price = Float64Array.from(priced, (i) => column.values[at(rows[i]!)]!);
    const below = price.findIndex((p) => p < 0);
    if (below >= 0)
      throw new InputError(
        `costs.column: ${name} must be 0 or more in every row; row ${rows[priced[below]!]} has: ${price[below]}`,
      );
    const actual01 = Uint8Array.from(priced, (i) => actual[i]!);
    return { all, actual01, score: Float64Array.from(priced, (i) => scores[2 * i + 1]!), price };
  };
  const [held, test] = [of(1), of(2)];
  const rng = createRng(run.study.seed).split('costs');
  const costAt = (cutoff: number) => rowCostAt(test.actual01, test.score, test.price, cutoff, rng.split('bootstrap'));
  const best = cheapestCutoff(rowCosts(held.actual01, held.score, held.price));
  return {
    sweep: rowCosts(test.actual01, test.score, test.price),
    best: best === null ? null : { threshold: best, cost: costAt(best) },
    now: costAt(threshold),
    rows: { tested: test.all.length, unpriced: test.all.length - test.price.length },
  };
}

function likeliest(scores: ArrayLike<number>, row: number, classes: number): number {
  let best = 0;
  for (let k = 1; k < classes; k++) if (scores[row * classes + k]! > scores[row * classes + best]!) best = k;
  return best;
}

/** The row of the table with a number in the source. */
function placesIn(table: Table): (source: number) => number {
  const places = new Int32Array((table.sourceRows.at(-1) ?? -1) + 1).fill(-1);
  table.sourceRows.forEach((source, row) => (places[source] = row));
  return (source) => places[source]!;
}
