import { z } from 'zod';
import { InputError } from '../base/errors.ts';
import { byCodePoint } from '../base/order.ts';
import { cellText, findColumn } from '../data/select.ts';
import type { FramingKind } from './contract.ts';
import { some } from './labels.ts';

/** Between the texts of a path in the name of its class. */
export const separator = ' / ';

const options = z.strictObject({
  kind: z.literal('hierarchical'),
  target: z
    .array(z.string())
    .min(1)
    .meta({ label: 'Targets', describes: 'Columns from coarse to fine; the last is what is to be predicted' }),
  how: z
    .enum(['nodes', 'flat'])
    .default('nodes')
    .meta({ label: 'Learned by', describes: 'nodes: a model at each fork of the tree; flat: one model of all leaves' }),
});

/** Classes are the paths that occur, joined by ` / `, in code-point order. A row without any of the cells is not used. */
export const hierarchical = {
  kind: 'hierarchical',
  label: 'Coarse to fine',
  describes: 'First the coarse class, then the finer one within it.',
  options,
  frame(table, { target }) {
    const columns = target.map((name, i) => findColumn(table, name, `study.framing.target[${i}]`));
    for (const [i, name] of target.entries())
      if (target.indexOf(name) < i)
        throw new InputError(`study.framing.target[${i}]: each column may be named once: ${name}`);
    const found = new Map<string, string[]>();
    const labels = Array.from({ length: table.rows }, (_, row) => {
      const path = columns.map((column) => cellText(column, row));
      if (path.some((text) => text === null)) return null;
      const label = path.join(separator);
      const known = found.get(label);
      if (!known) found.set(label, path as string[]);
      else if (known.some((text, level) => text !== path[level]))
        throw new InputError(`study.framing.target: two paths would have the same name: ${label}`);
      return label;
    });
    const classes = [...found.keys()].sort(byCodePoint);
    const named = target.join(', ');
    if (classes.length < 2)
      throw new InputError(`study.framing.target: two classes at least are needed; ${named} have ${classes.length}`);
    if (classes.length > 1000)
      throw new InputError(`study.framing.target: 1,000 paths at most; there are ${classes.length}: ${some(classes)}`);
    const place = new Map(classes.map((label, code) => [label, code]));
    const codes = Int32Array.from(labels, (label) => (label === null ? -1 : place.get(label)!));
    return { classes, codes, tree: { columns: target, paths: classes.map((label) => found.get(label)!) } };
  },
} satisfies FramingKind<z.output<typeof options>>;
