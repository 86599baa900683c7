import { z } from 'zod';
import { InputError, hint } from '../base/errors.ts';
import type { FramingKind } from './contract.ts';
import { labelsOf } from './labels.ts';

const options = z.strictObject({
  kind: z.literal('one-vs-rest'),
  target: z.string().meta({ label: 'Target', describes: 'The column whose value is to be predicted' }),
  cutoffs: z.record(z.string(), z.number().min(0).max(1)).default({}).meta({
    label: 'Cutoffs',
    describes: 'By class: its own probability from which the answer is yes; 0.5 when absent',
  }),
});

/** Each value of the target is a class with a model of its own: class or not. Code-point order. */
export const oneVsRest = {
  kind: 'one-vs-rest',
  label: 'Several yes or no',
  describes: 'One model a class says yes or no by itself: several may say yes, or none.',
  options,
  frame(table, { target, cutoffs }) {
    const { coded, present } = labelsOf(table, target);
    for (const label of Object.keys(cutoffs))
      if (!present.includes(label))
        throw new InputError(`study.framing.cutoffs: not a class of ${target}${hint(label, present)}: ${label}`);
    const place = new Map(present.map((label, code) => [label, code]));
    const codeOf = coded.levels.map((level) => place.get(level) ?? -1);
    return { classes: present, codes: coded.codes.map((code) => (code < 0 ? -1 : codeOf[code]!)) };
  },
} satisfies FramingKind<z.output<typeof options>>;
