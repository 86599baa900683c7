import { z } from 'zod';
import { InputError } from '../base/errors.ts';
import { findColumn } from '../data/select.ts';
import { isNumeric } from '../data/table.ts';
import type { FramingKind } from './contract.ts';

const options = z.strictObject({
  kind: z.literal('score'),
  target: z.string().meta({ label: 'Target', describes: 'The number that is to be predicted' }),
  edges: z
    .array(z.number())
    .min(1)
    .meta({ label: 'Edges', describes: 'Rising numbers that cut the score into classes; at an edge is above it' }),
  classes: z
    .array(z.string().min(1))
    .optional()
    .meta({ label: 'Names of classes', describes: 'From low to high, one more than edges; ranges when absent' }),
});

/** Classes from low to high: under the first edge, between edges, the last edge or more. */
export const score = {
  kind: 'score',
  label: 'A number, cut into classes',
  describes: 'The number itself is learned, then cut at edges into classes.',
  options,
  frame(table, { target, edges, classes: told }) {
    const column = findColumn(table, target, 'study.framing.target');
    if (!isNumeric(column) || column.type === 'date')
      throw new InputError(`study.framing.target: a score needs a number column, not ${column.type}: ${target}`);
    const fall = edges.findIndex((edge, i) => i > 0 && edge <= edges[i - 1]!);
    if (fall >= 0)
      throw new InputError(`study.framing.edges[${fall}]: must be above ${edges[fall - 1]}: ${edges[fall]}`);
    const classes = told?.map((label) => label.trim()) ?? rangesOf(edges);
    if (classes.length !== edges.length + 1)
      throw new InputError(
        `study.framing.classes: ${edges.length} edges make ${edges.length + 1} classes: ${classes.length}`,
      );
    const twice = classes.findIndex((label, i) => classes.indexOf(label) < i);
    if (twice >= 0)
      throw new InputError(`study.framing.classes[${twice}]: each class may be named once: ${classes[twice]}`);
    const { values } = column;
    const codes = Int32Array.from(values, (value) => (Number.isNaN(value) ? -1 : placeOf(value, edges)));
    const empty = classes.findIndex((_, code) => !codes.includes(code));
    if (empty >= 0)
      throw new InputError(`study.framing.edges: no row of ${target} falls into the class ${classes[empty]}: ${edges}`);
    return { classes, codes, score: { values, edges } };
  },
} satisfies FramingKind<z.output<typeof options>>;

function rangesOf(edges: readonly number[]): string[] {
  const between = edges.slice(1).map((edge, i) => `${edges[i]} to ${edge}`);
  return [`under ${edges[0]}`, ...between, `${edges[edges.length - 1]} or more`];
}

function placeOf(value: number, edges: readonly number[]): number {
  const above = edges.findIndex((edge) => value < edge);
  return above < 0 ? edges.length : above;
}
