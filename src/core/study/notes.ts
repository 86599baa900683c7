/** @file What a study means before any training, in words. */
import { InputError } from '../base/errors.ts';
import type { FrameNotes } from './verdicts.ts';

const few = 100;

/** Shares of the classes, with warnings. Throws InputError for a class that no training row has. */
export function classNotes(
  classes: readonly string[],
  codes: Int32Array,
  parts: { train: Uint32Array; validation: Uint32Array; test: Uint32Array },
): { classes: FrameNotes['classes']; warnings: string[] } {
  const [train, validation, test] = [parts.train, parts.validation, parts.test].map((rows) =>
    count(codes, rows, classes),
  );
  const absent = classes.filter((_, c) => train![c] === 0);
  if (absent.length > 0)
    throw new InputError(`study.split: every class needs a training row; none has: ${listed(absent)}`);
  const n = classes.map((_, c) => train![c]! + validation![c]! + test![c]!);
  const total = n.reduce((sum, each) => sum + each, 0);
  const warnings: string[] = [];
  const small = classes.flatMap((label, c) => (n[c]! < few ? [`${label} (${n[c]})`] : []));
  if (small.length > 0) warnings.push(`under ${few} rows, so its numbers are uncertain: ${listed(small)}`);
  for (const [name, counts, rows] of [
    ['validation', validation!, parts.validation],
    ['test', test!, parts.test],
  ] as const) {
    const none = classes.filter((_, c) => counts[c] === 0);
    if (rows.length > 0 && none.length > 0) warnings.push(`no ${name} row has the class ${listed(none)}`);
  }
  if (parts.validation.length === 0) warnings.push('there are no validation rows');
  return { classes: classes.map((label, c) => ({ label, n: n[c]!, share: n[c]! / total })), warnings };
}

function count(codes: Int32Array, rows: Uint32Array, classes: readonly string[]): Uint32Array {
  const counts = new Uint32Array(classes.length);
  for (const row of rows) counts[codes[row]!]!++;
  return counts;
}

function listed(labels: readonly string[]): string {
  return labels.slice(0, 10).join(', ') + (labels.length > 10 ? ` and ${labels.length - 10} more` : '');
}
