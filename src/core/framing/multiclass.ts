import { z } from 'zod';
import { InputError, hint } from '../base/errors.ts';
import type { FramingKind } from './contract.ts';
import { labelsOf, some } from './labels.ts';

const options = z.strictObject({
  kind: z.literal('multiclass'),
  target: z.string().meta({ label: 'Target', describes: 'The column whose value is to be predicted' }),
  classes: z
    .array(z.string())
    .optional()
    .meta({ label: 'Order of classes', describes: 'Every value of the target once; code-point order when absent' }),
});

/** Each value of the target is a class: in code-point order, or in the order told. */
export const multiclass = {
  kind: 'multiclass',
  label: 'One of several classes',
  describes: 'Each value of the target is a class of its own.',
  options,
  frame(table, { target, classes: told }) {
    const { coded, present } = labelsOf(table, target);
    const classes = told === undefined ? present : told.map((label) => label.trim());
    for (const [i, label] of classes.entries()) {
      const path = `study.framing.classes[${i}]`;
      if (!present.includes(label))
        throw new InputError(`${path}: not a class of ${target}${hint(label, present)}: ${label}`);
      if (classes.indexOf(label) < i) throw new InputError(`${path}: each class may be named once: ${label}`);
    }
    const left = present.filter((label) => !classes.includes(label));
    if (left.length > 0)
      throw new InputError(`study.framing.classes: every class of ${target} must be named; not named: ${some(left)}`);
    const place = new Map(classes.map((label, code) => [label, code]));
    const codeOf = coded.levels.map((level) => place.get(level) ?? -1);
    return { classes, codes: coded.codes.map((code) => (code < 0 ? -1 : codeOf[code]!)) };
  },
} satisfies FramingKind<z.output<typeof options>>;
