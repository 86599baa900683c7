/** @file The JSON Schema of a study, for editors; written to public/study.schema.json. */
import { z } from 'zod';
import { commonOptions } from '../features/recipe.ts';
import { steps } from '../features/steps.ts';
import { classifiers } from '../models/index.ts';
import { modelSchema, studySchema } from './schema.ts';

type Schema = Record<string, unknown> & { properties: Record<string, Schema> };

/** Generated from the same schemas that parse: the study's, each step's and each model's. */
export function studyJsonSchema(): Record<string, unknown> {
  const schema = toJsonSchema(studySchema) as Schema;
  const everyStep = toJsonSchema(commonOptions) as Schema;
  const recipe = Object.values(steps).map(({ step, options, describes }) => {
    const own = toJsonSchema(options) as Schema;
    const required = ['step', ...((own['required'] as string[]) ?? [])];
    const properties = { step: { const: step }, ...everyStep.properties, ...own.properties };
    return { ...own, description: describes, properties, required, additionalProperties: false };
  });
  const common = (toJsonSchema(modelSchema) as Schema).properties;
  const models = Object.values(classifiers).map(({ kind, options, describes }) => ({
    type: 'object',
    description: describes,
    properties: {
      ...common,
      kind: { const: kind },
      options: { ...toJsonSchema(options), additionalProperties: false },
    },
    required: ['kind'],
    additionalProperties: false,
  }));
  schema.properties['recipe'] = { type: 'array', items: { anyOf: recipe } } as unknown as Schema;
  schema.properties['model'] = { default: schema.properties['model']!['default'], anyOf: models } as unknown as Schema;
  return { ...schema, title: 'A study of Plumb, version 1' };
}

function toJsonSchema(schema: z.ZodType): Record<string, unknown> {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: 'input' }) as Record<string, unknown>;
  return { ...rest };
}
