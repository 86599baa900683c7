/** @file The samples outside the page: for the headless runner, the build and tests. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InputError, hint } from '../src/core/base/errors.ts';
import { samples } from './index.ts';

export const sampleIds: readonly string[] = samples.map((sample) => sample.id);
/** Those not kept for offline use before they were opened. */
export const largeSamples: readonly string[] = samples.filter(({ large }) => large).map(({ id }) => id);

/** The CSV file of a sample, the very bytes the page fetches. Throws InputError for an id that does not ship. */
export function sampleBytes(id: string): Uint8Array {
  const found = samples.find((sample) => sample.id === id);
  if (found === undefined)
    throw new InputError(`study.data.source: not a sample (${sampleIds.join(', ')})${hint(id, sampleIds)}: ${id}`);
  return new TextEncoder().encode(found.csv());
}

/** The text of a file in a sample's folder, such as card.md or study.json. */
export function sampleFile(id: string, file: string): string {
  return readFileSync(join(import.meta.dirname, id, file), 'utf8');
}
