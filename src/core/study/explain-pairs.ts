/** @file Shapley interaction values of a finished model: of one row, and how large they are over many. */
import { InputError } from '../base/errors.ts';
import { takeColumn } from '../data/select.ts';
import { cellOf, sample, withRows } from '../explain/rows.ts';
import type { Cell } from '../explain/rows.ts';
import { mostTried, pairValues, withMains } from '../explain/shapley-pairs.ts';
import type { Scale } from '../explain/shapley.ts';
import type { ShapleyPairs } from '../explain/shapley-pairs.ts';
import { interventional, interventionalPairs } from '../explain/tree-shapley.ts';
import { closedFormOf, placeOf } from './explain-closed.ts';
import { beforeCalibration, besideRows, gameOf, shapleyOfRow } from './explain-shapley.ts';
import type { ShapleyMeans } from './explain-shapley.ts';

/** Rows whose sizes are averaged, and background rows of each: trees and sums take more of them in the same time. */
const sizes = { closed: { rows: 100, background: 50 }, tried: { rows: 25, background: 25 } };
/** Columns up to which many rows are tried without a closed form. */
const fewColumns = 8;

/** Of one row, its raw cells given, for one class. Throws InputError where there are too many columns and no closed form. */
export async function pairsOfRow(
  cells: readonly Cell[],
  source: number,
  told: { label: string; output: Scale; background: number },
  given: ShapleyMeans,
): Promise<ShapleyPairs> {
  const { all, output } = told.output === 'margin' ? beforeCalibration(given) : { all: given, output: told.output };
  const { prepared, bundle, rng, train } = { ...all, train: all.prepared.train };
  const { features, classes } = prepared;
  const of = classes.indexOf(told.label);
  if (of < 0) throw new InputError(`Shapley interaction values: must be one of ${classes.join(', ')}: ${told.label}`);
  const names = features.map(({ name }) => name);
  const rows = sample(train, told.background, rng.split('shapley/background'));
  const common = { class: told.label, columns: names, output: told.output, background: rows.length, rows: 1 };
  const columns = withRows(
    features.map((column) => takeColumn(column, rows)),
    [cells],
  );
  const form = closedFormOf(prepared, bundle);
  if (form?.kind === 'trees' && form.output === output) {
    const [mine, others] = besideRows(bundle, columns, rows.length);
    const { part, at, sign } = placeOf(form, of);
    const { trees } = form.parts[part]!;
    const asked = [trees, mine, others, form.players, names.length, form.scale] as const;
    const own = (values: Float64Array) =>
      Float64Array.from({ length: values.length / trees.width }, (_, i) => sign * values[i * trees.width + at]! || 0);
    const mains = own(interventional(...asked).values);
    return { ...common, values: withMains(own(interventionalPairs(...asked)), mains), method: 'tree' };
  }
  const game = gameOf(columns, source, { output: output as 'logit' }, form, all);
  const pairs = await pairValues(game);
  if (!pairs)
    throw new InputError(
      `Shapley interaction values: every coalition of columns is tried, up to ${mostTried} of them, and the model has no closed form; columns: ${names.length}`,
    );
  const [whole] = (await shapleyOfRow(cells, source, { ...told, output }, all)).filter(
    (each) => each.class === told.label,
  );
  const mains = names.map((name) => whole!.values[name]!);
  return { ...common, values: withMains(pairs[of]!, mains), method: game.order ? 'pairs' : 'exact' };
}

/** The mean size over a seeded sample of test rows, whatever the sign. Throws InputError as pairsOfRow does. */
export async function meanPairs(told: { label: string; output: Scale }, given: ShapleyMeans): Promise<ShapleyPairs> {
  const { prepared, rng, means } = given;
  const { features, test, train } = prepared;
  const { all, output } = told.output === 'margin' ? beforeCalibration(given) : { all: given, output: told.output };
  const form = closedFormOf(prepared, all.bundle);
  const isClosed = form !== null && form.output === output;
  if (!isClosed && features.length > fewColumns)
    throw new InputError(
      `Shapley interaction values: of many rows they are tried for up to ${fewColumns} columns where the model has no closed form for this unit; columns: ${features.length}`,
    );
  const { rows: limit, background } = isClosed ? sizes.closed : sizes.tried;
  const rows = sample(test, limit, rng.split('pairs/rows'));
  const quiet = { ...given, means: { ...means, control: { ...means.control, progress: () => undefined } } };
  const values = features.map(() => features.map(() => 0));
  let method: ShapleyPairs['method'] = 'exact';
  for (const [i, row] of rows.entries()) {
    means.control.signal.throwIfAborted();
    await means.control.whenRunning();
    const cells = features.map((column) => cellOf(column, row));
    const found = await pairsOfRow(cells, row, { ...told, background }, quiet);
    method = found.method;
    found.values.forEach((own, a) => own.forEach((v, b) => (values[a]![b]! += Math.abs(v) / rows.length)));
    means.control.progress({ stage: 'Shapley interaction values', done: i + 1, total: rows.length, what: 'rows' });
  }
  const names = features.map(({ name }) => name);
  const common = {
    class: told.label,
    columns: names,
    output: told.output,
    background: Math.min(background, train.length),
  };
  return { ...common, values, method, rows: rows.length };
}
