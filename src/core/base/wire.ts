/** @file Errors on their way between workers: a clone loses their class and their fields. */
import { InputError, RunError } from './errors.ts';

export interface WireError {
  name: string;
  message: string;
  fields: Record<string, unknown>;
}

export function flatten(error: unknown): WireError {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error), fields: {} };
  const fields: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(error))
    if (value === null || ['string', 'number', 'boolean'].includes(typeof value)) fields[key] = value;
  return { name: error.name, message: error.message, fields };
}

export function revive({ name, message, fields }: WireError): Error {
  if (name === 'InputError') return Object.assign(new InputError(message), fields);
  if (name === 'RunError') return new RunError(message, fields['reason'] as RunError['reason']);
  return Object.assign(new Error(message), fields, { name });
}
