/** @file What each column alone says about the target. */
import { byCodePoint } from '../../base/order.ts';
import type { Control } from '../../base/progress.ts';
import { restsBetween } from '../records.ts';
import type { Table } from '../table.ts';
import { singleAuc } from './auc.ts';
import type { Classes, Information, InformationRanking } from './types.ts';
import type { Measured } from './measures.ts';
import { isUsable, viewOf } from './view.ts';
import type { View } from './view.ts';

const bins = 20;
/** A category of more levels says nothing that would hold for new rows. */
const mostLevels = 1000;
/** Most cells of a table of two columns. */
const mostCells = 1_000_000;

type Coarse = Pick<View, 'codes' | 'size'>;

/** Every column that is no text and no id, but the target itself, on `rows` (training rows, where there is a split). */
export async function rankInformation(
  table: Table,
  target: Classes,
  rows: Uint32Array,
  control: Partial<Control> = {},
): Promise<InformationRanking> {
  const codes = Int32Array.from(rows, (row) => target.codes[row]!);
  const rest = restsBetween(control);
  const columns: Information[] = [];
  for (const column of table.columns) {
    if (column.name === target.name || !isUsable(column)) continue;
    await rest();
    columns.push(informationOf(viewOf(column, rows), codes, target.classes.length));
  }
  columns.sort((a, b) => (b.share ?? -1) - (a.share ?? -1) || byCodePoint(a.column, b.column));
  return { target: target.name, rows: rows.length, columns };
}

/** target: class of each row of the view, -1 where there is none. */
export function informationOf(view: View, target: Int32Array, classes: number): Information {
  const binned = view.distinct === null ? { codes: view.codes, size: view.size } : equalFrequency(view);
  const { n, used, information, entropy, present } = mutual(binned.codes, binned.size, target, classes);
  const base = { column: view.name, type: view.type, n, bins: used };
  const none = (reason: string) => ({ ...base, information: null, share: null, chance: null, auc: null, reason });
  if (n === 0) return none('no row has both');
  if (present < 2) return none('one class only on its rows');
  if (view.levels !== null && used > mostLevels) return none(`too many levels to learn from: ${used}`);
  const chance = ((used - 1) * (present - 1)) / (2 * n);
  const auc = classes === 2 ? singleAuc(view, target) : null;
  return { ...base, information, share: Math.min(1, information / entropy), chance, auc, reason: null };
}

/**
 * At most 20 bins of about equal frequency: a value falls in bin floor(20 b / n), b values being under it, so that equal
 * values stay together; where 20 values at most differ, each is a bin.
 */
export function equalFrequency({ codes, size, missing }: View): { codes: Int32Array; size: number } {
  if (size <= bins) return { codes, size };
  const n = codes.length - missing;
  const counts = new Float64Array(size);
  for (const code of codes) if (code >= 0) counts[code]!++;
  const bin = new Int32Array(size);
  for (let code = 0, below = 0; code < size; code++) {
    bin[code] = Math.floor((bins * below) / n);
    below += counts[code]!;
  }
  return { codes: codes.map((code) => (code < 0 ? -1 : bin[code]!)), size: bins };
}

/**
 * Of two columns on the rows where both are there, numbers in 20 bins, as a share of the smaller of the two entropies: 0 nothing,
 * 1 the one gives the other away. Less what independent columns show in the mean, (r - 1)(c - 1) / 2n (Miller 1955), not below 0.
 */
export function mutualInformation(a: View, b: View): Measured {
  const [x, y] = [a, b].map((view) => (view.distinct === null ? view : equalFrequency(view))) as [Coarse, Coarse];
  const none = (n: number, reason: string) => ({ value: null, n, reason });
  if (x.size * y.size > mostCells) return none(0, `too many levels to cross: ${x.size} by ${y.size}`);
  const forward = mutual(x.codes, x.size, y.codes, y.size);
  const { n, used, present, information, entropy, own } = forward;
  if (n < 2) return none(n, 'fewer than two rows with both');
  if (used < 2) return none(n, `${a.name} has one value only`);
  if (present < 2) return none(n, `${b.name} has one value only`);
  const corrected = Math.max(0, information - ((used - 1) * (present - 1)) / (2 * n));
  return { value: Math.min(1, corrected / Math.min(entropy, own)), n, reason: null };
}

/** Mutual information sum p(x,y) ln(p(x,y) / p(x)p(y)), entropy of the target and of the column (own), in nats, as found (no correction). */
function mutual(codes: Int32Array, size: number, target: Int32Array, classes: number) {
  const cells = new Uint32Array(size * classes);
  for (let i = 0; i < codes.length; i++) {
    const x = codes[i]!;
    const y = target[i]!;
    if ((x | y) >= 0) cells[x * classes + y]!++;
  }
  const margin = new Float64Array(size);
  const totals = new Float64Array(classes);
  let n = 0;
  for (let x = 0, at = 0; x < size; x++)
    for (let y = 0; y < classes; y++, at++) {
      const count = cells[at]!;
      margin[x]! += count;
      totals[y]! += count;
      n += count;
    }
  let information = 0;
  for (let x = 0; x < size; x++)
    for (let y = 0; y < classes; y++) {
      const count = cells[x * classes + y]!;
      if (count > 0) information += (count / n) * Math.log((count * n) / (margin[x]! * totals[y]!));
    }
  const entropyOf = (counts: Float64Array) =>
    counts.reduce((sum, count) => (count > 0 ? sum - (count / n) * Math.log(count / n) : sum), 0);
  const occurring = (counts: Float64Array) => counts.reduce((sum, count) => sum + (count > 0 ? 1 : 0), 0);
  return {
    n,
    used: occurring(margin),
    present: occurring(totals),
    information: Math.max(0, information),
    entropy: entropyOf(totals),
    own: entropyOf(margin),
  };
}
