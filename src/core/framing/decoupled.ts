import { z } from 'zod';
import { InputError } from '../base/errors.ts';
import { findColumn } from '../data/select.ts';
import { isNumeric } from '../data/table.ts';
import type { Table } from '../data/table.ts';
import type { FramingKind } from './contract.ts';
import { candidates, frameCandidates } from './per-item.ts';

const watched = z.strictObject({
  who: z.string().min(1).meta({ label: 'Who', describes: 'Who looks at it' }),
  column: z.string().meta({ label: 'Column', describes: 'A number of each candidate; it is not learned from' }),
  better: z.enum(['more', 'less']).default('more').meta({ label: 'Better', describes: 'Which way is better for them' }),
});

const options = z.strictObject({
  kind: z.literal('decoupled'),
  ...candidates,
  value: z.string().meta({ label: 'Value', describes: 'A number of each candidate, learned by a model of its own' }),
  weight: z
    .number()
    .min(0)
    .max(1)
    .default(0)
    .meta({ label: 'Weight of the value', describes: '0 ranks by the target alone, 1 by the value alone' }),
  watch: z.array(watched).max(12).default([]).meta({ label: 'Watched', describes: 'What others look at, and who' }),
});

export type Watched = z.output<typeof watched>;

/** A row without its value is not used. */
export const decoupled = {
  kind: 'decoupled',
  label: 'Two objectives, ranked',
  describes: 'One model of what is right and one of what it is worth; a weight between them ranks candidates.',
  options,
  frame(table, { value, watch, ...told }) {
    if (value === told.target || value === told.query)
      throw new InputError(`study.framing.value: must be another column than target and query: ${value}`);
    const watched = [value, ...watch.map(({ column }) => column)].map((column, i) => ({
      column,
      values: numbersOf(table, column, i === 0 ? 'study.framing.value' : `study.framing.watch[${i - 1}].column`),
    }));
    const { values } = watched[0]!;
    const framed = frameCandidates(table, told);
    const codes = framed.codes.map((code, row) => (Number.isNaN(values[row]!) ? -1 : code));
    return { ...framed, codes, worth: { values, weight: told.weight, watched } };
  },
} satisfies FramingKind<z.output<typeof options>>;

function numbersOf(table: Table, name: string, path: string): Float64Array {
  const column = findColumn(table, name, path);
  if (!isNumeric(column) || column.type === 'date')
    throw new InputError(`${path}: must be a number column, not ${column.type}: ${name}`);
  return column.values;
}
