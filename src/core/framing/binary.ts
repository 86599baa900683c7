import { z } from 'zod';
import { InputError, nearest } from '../base/errors.ts';
import type { FramingKind } from './contract.ts';
import { labelsOf, some } from './labels.ts';

const options = z.strictObject({
  kind: z.literal('binary'),
  target: z.string().meta({ label: 'Target', describes: 'The column whose value is to be predicted' }),
  positive: z.string().meta({ label: 'Positive class', describes: 'The value the scores speak of' }),
});

/** Classes are [negative, positive]; of more than two values the rest is called `not <positive>`. */
export const binary = {
  kind: 'binary',
  label: 'Yes or no',
  describes: 'One value of the target against the rest.',
  options,
  frame(table, { target, positive: told }) {
    const { coded, present } = labelsOf(table, target);
    const positive = told.trim();
    if (!present.includes(positive)) {
      const near = nearest(positive, present);
      const help = near === null ? ` (its classes are ${some(present)})` : ` (did you mean ${near}?)`;
      throw new InputError(`study.framing.positive: not a class of ${target}: ${positive}${help}`);
    }
    const negative = present.length === 2 ? present.find((label) => label !== positive)! : `not ${positive}`;
    const place = coded.levels.map((level) => (level === positive ? 1 : 0));
    return { classes: [negative, positive], codes: coded.codes.map((code) => (code < 0 ? -1 : place[code]!)) };
  },
} satisfies FramingKind<z.output<typeof options>>;
