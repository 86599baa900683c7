/** @file How a file is read, as a study says it and as the reader is told. */
import type { ReadOptions } from '../data/profile-types.ts';
import type { StudyInput } from './schema.ts';

type Data = Partial<StudyInput['data']>;

/** What the reader is told; what a study leaves open is detected. */
export function readingOf({ columns = {}, ragged = 'refuse', reading = {} }: Data = {}): ReadOptions {
  return { ...reading, columns, ragged } as ReadOptions;
}

/** What a study must say so that the file is read like this again. */
export function dataOf({ columns, ragged, ...reading }: ReadOptions): Data {
  const told = Object.fromEntries(Object.entries(reading).filter(([, value]) => value !== undefined));
  return {
    ...(columns && { columns }),
    ...(ragged && { ragged }),
    ...(Object.keys(told).length > 0 && { reading: told }),
  };
}
