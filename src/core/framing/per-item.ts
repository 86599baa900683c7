import { z } from 'zod';
import { InputError } from '../base/errors.ts';
import type { Table } from '../data/table.ts';
import { binary } from './binary.ts';
import type { Framed, FramingKind } from './contract.ts';
import { numbered } from './queries.ts';

/** What every framing with candidates says. */
export const candidates = {
  target: z.string().meta({ label: 'Target', describes: 'The column that says which candidate was the right one' }),
  positive: z.string().meta({ label: 'Positive class', describes: 'The value of a candidate that was right' }),
  query: z.string().meta({ label: 'Query', describes: 'The column that says which rows are ranked together' }),
  item: z
    .string()
    .optional()
    .meta({ label: 'Item', describes: 'The column that names the candidate; it is not learned from' }),
  first: z
    .number()
    .int()
    .min(1)
    .max(100)
    .default(3)
    .meta({ label: 'First places', describes: 'How many of the first places are looked at' }),
};

const options = z.strictObject({ kind: z.literal('per-item'), ...candidates });

/** Classes are [negative, positive], as of yes or no; a row without a query is not used. */
export const perItem = {
  kind: 'per-item',
  label: 'Candidates, ranked',
  describes: 'Each row is one candidate, scored by itself; those of a query are ranked.',
  options,
  frame: (table, told) => frameCandidates(table, told),
} satisfies FramingKind<z.output<typeof options>>;

/** The labels of yes or no, and whose rows stand together. Throws InputError. */
export function frameCandidates(
  table: Table,
  { target, positive, query, item, first }: Omit<z.output<typeof options>, 'kind'>,
): Framed {
  for (const [name, column] of [
    ['query', query],
    ['item', item],
  ] as const)
    if (column === target || (name === 'item' && column === query))
      throw new InputError(`study.framing.${name}: must be another column than target and query: ${column}`);
  const { classes, codes } = binary.frame(table, { kind: 'binary', target, positive });
  const queries = numbered(table, query, 'study.framing.query');
  const used = codes.map((code, row) => (queries[row]! < 0 ? -1 : code));
  if (new Set(queries.filter((_, row) => used[row]! >= 0)).size < 3)
    throw new InputError(`study.framing.query: three queries at least are needed, one a part: ${query}`);
  const items = item === undefined ? null : numbered(table, item, 'study.framing.item');
  return { classes, codes: used, ranked: { queries, items, first } };
}
