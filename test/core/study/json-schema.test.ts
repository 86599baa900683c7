import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { steps } from '../../../src/core/features/steps.ts';
import { classifiers } from '../../../src/core/models/index.ts';
import { studyJsonSchema } from '../../../src/core/study/json-schema.ts';

interface Node {
  properties: Record<string, Node & { const?: string }>;
  items: { anyOf: Node[] };
  anyOf: Node[];
  required: string[];
  additionalProperties: boolean;
}
const schema = studyJsonSchema() as unknown as Node;

test('public/study.schema.json is current (else: npx tsx src/cli/schema.ts)', () => {
  const path = join(import.meta.dirname, '../../../public/study.schema.json');
  expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(JSON.parse(JSON.stringify(schema)));
});

test('it asks for what has no default, and knows every step and model with its options', () => {
  expect(schema.required).toEqual(['version', 'data', 'framing']);
  expect(schema.additionalProperties).toBe(false);
  const recipe = schema.properties['recipe']!.items.anyOf;
  expect(recipe.map((step) => step.properties['step']!.const)).toEqual(Object.keys(steps));
  // These name the type they are for; of every other step the columns must be said.
  const free = recipe.filter((step) => !step.required.includes('columns'));
  expect(free.map((step) => step.properties['step']!.const)).toEqual(['date-parts', 'tf-idf', 'hashing']);
  const models = schema.properties['model']!.anyOf;
  expect(models.map((model) => model.properties['kind']!.const)).toEqual(Object.keys(classifiers));
  const logistic = models.find((model) => model.properties['kind']!.const === 'logistic')!;
  expect(Object.keys(logistic.properties['options']!.properties)).toContain('l2');
});
