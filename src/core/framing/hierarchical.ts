import { z } from 'zod';
import { InputError, hint } from '../base/errors.ts';
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
  without: z.array(z.string()).optional().meta({
    label: 'Held back',
    describes: 'Classes that are neither learned nor judged; their rows keep their parts',
  }),
  later: z.array(z.string()).optional().meta({
    label: 'Added later',
    describes: 'Classes that came after the tree was fitted: only nodes they change learn them',
  }),
});

/** Classes are the paths that occur, joined by ` / `, in code-point order. A row without any of the cells is not used. */
export const hierarchical = {
  kind: 'hierarchical',
  label: 'Coarse to fine',
  describes: 'First the coarse class, then the finer one within it.',
  options,
  frame(table, { target, how, without = [], later = [] }) {
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
    for (const [name, told] of Object.entries({ without, later }))
      for (const [i, label] of told.entries()) {
        const path = `study.framing.${name}[${i}]`;
        if (!found.has(label))
          throw new InputError(`${path}: not a class of ${named}${hint(label, classes)}: ${label}`);
        if (told.indexOf(label) < i || (name === 'later' && without.includes(label)))
          throw new InputError(`${path}: each class may be named once: ${label}`);
      }
    if (later.length > 0 && how === 'flat')
      throw new InputError('study.framing.later: only a hierarchy with a model at each node can grow: flat');
    if (classes.length - without.length - later.length < 2)
      throw new InputError(
        `study.framing: two classes at least must be left, of ${classes.length}: ${some([...without, ...later])}`,
      );
    const codesOf = (all: readonly string[]) => {
      const place = new Map<string | null, number>(all.map((label, code) => [label, code]));
      return Int32Array.from(labels, (label) => place.get(label) ?? -1);
    };
    const kept = classes.filter((label) => !without.includes(label));
    const tree = {
      columns: target,
      paths: kept.map((label) => found.get(label)!),
      ...(later.length > 0 && { later: later.map((label) => kept.indexOf(label)) }),
    };
    return { classes: kept, codes: codesOf(kept), tree, ...(without.length > 0 && { all: codesOf(classes) }) };
  },
} satisfies FramingKind<z.output<typeof options>>;
