import { parseAt } from '../base/parse.ts';
import { studySchema } from './schema.ts';
import type { Study } from './schema.ts';

/** Throws InputError, with the path of the first thing wrong, for anything that is not a study of version 1. */
export function parseStudy(json: unknown): Study {
  return parseAt(studySchema, json, 'study');
}
