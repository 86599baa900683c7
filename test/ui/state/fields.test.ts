import { expect, test } from 'vitest';
import { z } from 'zod';
import { steps } from '../../../src/core/features/index.ts';
import { classifiers } from '../../../src/core/models/index.ts';
import { fieldsOf } from '../../../src/ui/state/fields.ts';

const drawn = [...Object.values(steps), ...Object.values(classifiers)];

test.for(drawn.map((definition) => [definition.label, definition] as const))(
  'every option of %s has a control with a label and a sentence',
  ([, { options }]) => {
    for (const field of fieldsOf(options)) {
      expect(field.label).not.toBe(field.key);
      expect(field.description.length).toBeGreaterThan(10);
    }
  },
);

test('kinds, ranges and defaults come from the schema', () => {
  const fields = fieldsOf(
    z.strictObject({
      share: z.number().min(0).max(0.9).default(0.5),
      rows: z.number().int().min(1).default(256),
      on: z.boolean().default(true),
      way: z.enum(['a', 'b']).default('b'),
      sizes: z.array(z.number().int()).default([3]),
      which: z.union([z.enum(['number']), z.array(z.string())]),
      parts: z.array(z.enum(['year', 'day'])).default(['year']),
      language: z.string().default(''),
      fill: z.union([z.number(), z.string()]).optional(),
    }),
  );
  expect(fields.map(({ kind }) => kind)).toEqual([
    'number',
    'integer',
    'boolean',
    'choice',
    'numbers',
    'columns',
    'some',
    'text',
    'either',
  ]);
  expect(fields[0]).toMatchObject({ minimum: 0, maximum: 0.9, default: 0.5 });
  // A whole number's own bound, 2^53 - 1, is no range that a person gave.
  expect(fields[1]).toMatchObject({ minimum: 1, maximum: null, default: 256 });
  expect(fields[5]).toMatchObject({ choices: ['number'] });
  expect(fields[6]).toMatchObject({ choices: ['year', 'day'], default: ['year'] });
  expect(fields[3]).toMatchObject({ choices: ['a', 'b'], default: 'b' });
});

test('an option that no form can draw is refused by its name', () => {
  expect(() => fieldsOf(z.object({ odd: z.array(z.string()) }))).toThrow('odd');
});
