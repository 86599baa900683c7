/** @file A schema's options as plain fields that a form can draw. Pure. */
import { z, type ZodType } from 'zod';

export interface OptionField {
  key: string;
  label: string;
  description: string;
  unit: string;
  /**
   * columns: all of a type, one of `choices`, or a list of names; numbers: a list of whole numbers; some: a list of `choices`;
   * either: a number or a text; signs: columns, each with 1 or -1.
   */
  kind: 'number' | 'integer' | 'boolean' | 'choice' | 'some' | 'columns' | 'numbers' | 'text' | 'either' | 'signs';
  choices: string[];
  minimum: number | null;
  maximum: number | null;
  default: unknown;
}

interface Property {
  type?: string | string[];
  enum?: string[];
  anyOf?: Property[];
  items?: Property;
  minimum?: number;
  exclusiveMinimum?: number;
  maximum?: number;
  default?: unknown;
  label?: string;
  description?: string;
  describes?: string;
  unit?: string;
}

/** One field an option, in the schema's order. Throws where an option is of a kind that no form can draw. */
export function fieldsOf(schema: ZodType): OptionField[] {
  const { properties = {} } = z.toJSONSchema(schema, { io: 'input' }) as { properties?: Record<string, Property> };
  return Object.entries(properties).map(([key, property]) => ({
    key,
    label: property.label ?? key,
    description: property.description ?? property.describes ?? '',
    unit: property.unit ?? '',
    kind: kindOf(key, property),
    choices: property.enum ?? property.items?.enum ?? property.anyOf?.find((option) => option.enum)?.enum ?? [],
    minimum: property.minimum ?? property.exclusiveMinimum ?? null,
    maximum: property.maximum !== undefined && property.maximum < Number.MAX_SAFE_INTEGER ? property.maximum : null,
    default: property.default,
  }));
}

function kindOf(key: string, { type, enum: choices, anyOf, items }: Property): OptionField['kind'] {
  if (choices) return 'choice';
  if (Array.isArray(type)) return 'either';
  if (type === 'string') return 'text';
  if (type === 'object') return 'signs';
  if (type === 'array' && items?.enum) return 'some';
  if (type === 'number' || type === 'integer' || type === 'boolean') return type;
  if (type === 'array' && (items?.type === 'integer' || items?.type === 'number')) return 'numbers';
  if (anyOf?.some((option) => option.type === 'array')) return 'columns';
  if (anyOf) return 'either';
  throw new RangeError(`no form field for the option ${key}: ${String(type)}`);
}
