/** @file Parses a value with a zod schema at the door; the first thing wrong becomes one sentence with its path in front. */
import { z } from 'zod';
import type { ZodType } from 'zod';
import { InputError, hint } from './errors.ts';

type Issue = z.core.$ZodIssue;
interface Definition {
  type: string;
  shape?: Record<string, ZodType>;
  innerType?: ZodType;
  element?: ZodType;
  valueType?: ZodType;
  options?: ZodType[];
  discriminator?: string;
}

/** `path`: what the value is, such as `study` or `study.model.options`. Throws InputError. */
export function parseAt<T>(schema: ZodType<T>, value: unknown, path: string): T {
  const strict = schema instanceof z.ZodObject ? (schema.strict() as unknown as ZodType<T>) : schema;
  const result = strict.safeParse(value);
  if (result.success) return result.data;
  throw new InputError(sentence(result.error.issues[0]!, strict, value, path));
}

/** `study.recipe[2].columns`; keys that are no plain words stand in brackets and quotes. */
export function joinPath(path: string, keys: readonly PropertyKey[]): string {
  return keys.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`;
    return /^[\w-]+$/.test(String(key)) ? `${text}.${String(key)}` : `${text}["${String(key)}"]`;
  }, path);
}

function sentence(issue: Issue, schema: ZodType, root: unknown, path: string): string {
  const at = joinPath(path, issue.path);
  const value = issue.path.reduce<unknown>(inside, root);
  if (issue.code === 'unrecognized_keys') {
    const key = issue.keys[0]!;
    const known = keysAt(schema, root, issue.path);
    const suggestion = hint(key, known);
    return `${joinPath(at, [key])}: not a known key${suggestion || `; known are ${known.join(', ')}`}: ${key}`;
  }
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    const branches = issue.errors.map((issues) => issues[0]!);
    if (value === undefined) return `${at}: is missing; must be ${branches.map(allowed).join(' or ')}`;
    const deep = branches.find((inner) => inner.path.length > 0);
    if (deep) return sentence({ ...deep, path: [...issue.path, ...deep.path] } as Issue, schema, root, path);
    return `${at}: must be ${branches.map(allowed).join(' or ')}: ${shown(value)}`;
  }
  if (value === undefined) return `${at}: is missing; ${expected(issue)}`;
  return `${at}: ${expected(issue)}${suggest(issue, value)}: ${shown(value)}`;
}

function expected(issue: Issue): string {
  return `must be ${allowed(issue)}`;
}

function allowed(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return (
        { int: 'a whole number', number: 'a number', string: 'a text', boolean: 'true or false' }[
          issue.expected as string
        ] ?? (issue.expected === 'array' ? 'a list' : `an ${issue.expected}`)
      );
    case 'invalid_value':
      return listed(issue.values.map(String));
    case 'too_big':
      return issue.origin === 'number' || issue.origin === 'int'
        ? `${issue.inclusive ? 'at most' : 'under'} ${issue.maximum}`
        : `at most ${issue.maximum} long`;
    case 'too_small':
      return issue.origin === 'number' || issue.origin === 'int'
        ? `${issue.inclusive ? 'at least' : 'over'} ${issue.minimum}`
        : `at least ${issue.minimum} long`;
    case 'invalid_union':
      return 'options' in issue ? listed((issue.options as unknown[]).map(String)) : 'of another form';
    case 'invalid_format':
      return 'pattern' in issue && issue.pattern?.includes('0-9a-f')
        ? '64 lower-case hexadecimal digits'
        : issue.format;
    default:
      return issue.message.toLowerCase();
  }
}

function suggest(issue: Issue, value: unknown): string {
  if (typeof value !== 'string') return '';
  if (issue.code === 'invalid_value') return hint(value, issue.values.map(String));
  if (issue.code === 'invalid_union' && 'options' in issue)
    return hint(value, (issue.options as unknown[]).map(String));
  return '';
}

function listed(values: readonly string[]): string {
  return values.length === 1 ? values[0]! : `one of ${values.join(', ')}`;
}

function shown(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}

function inside(value: unknown, key: PropertyKey): unknown {
  return value !== null && typeof value === 'object' ? (value as Record<PropertyKey, unknown>)[key] : undefined;
}

/** The keys an object at this place of the schema may have. */
function keysAt(schema: ZodType, root: unknown, path: readonly PropertyKey[]): string[] {
  let here: ZodType | undefined = schema;
  let value = root;
  for (const key of [...path, null]) {
    here = here && unwrapped(here, value);
    if (key === null || !here) break;
    const { shape, element, valueType }: Definition = definitionOf(here);
    here = shape ? shape[String(key)] : (element ?? valueType);
    value = inside(value, key);
  }
  return here ? Object.keys(definitionOf(here).shape ?? {}) : [];
}

function unwrapped(schema: ZodType, value: unknown): ZodType | undefined {
  const definition = definitionOf(schema);
  if (definition.innerType) return unwrapped(definition.innerType, value);
  if (!definition.options) return schema;
  const { discriminator, options } = definition;
  const told = discriminator === undefined ? undefined : inside(value, discriminator);
  const chosen = options.find((option) => {
    const literal = discriminator && definitionOf(option).shape?.[discriminator];
    return literal && literal.safeParse(told).success;
  });
  return chosen ?? options[0];
}

function definitionOf(schema: ZodType): Definition {
  return schema.def as unknown as Definition;
}
