import { z } from 'zod';
import { InputError } from '../base/errors.ts';
import type { FramingKind } from './contract.ts';
import { score } from './score.ts';

const options = z.strictObject({
  kind: z.literal('threshold'),
  target: z.string().meta({ label: 'Target', describes: 'The number that is asked about' }),
  from: z.number().meta({ label: 'Yes from', describes: 'The positive class is this number or more' }),
});

/** The two classes of a score with one edge, learned as yes or no by any model; the number itself is not learned. */
export const threshold = {
  kind: 'threshold',
  label: 'At least a number',
  describes: 'Whether the number is the threshold or more.',
  options,
  frame(table, { target, from }) {
    try {
      const { classes, codes } = score.frame(table, { kind: 'score', target, edges: [from] });
      return { classes, codes };
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      throw new InputError(
        error.message
          .replace('study.framing.edges', 'study.framing.from')
          .replace('a score needs', 'a threshold needs'),
      );
    }
  },
} satisfies FramingKind<z.output<typeof options>>;
