/** @file How a file is read, as a study says it and as the reader is told. */
import type { ReadOptions } from '../data/profile-types.ts';
import type { StudyInput } from './schema.ts';

type Data = Partial<StudyInput['data']>;

/** What the reader is told; what a study leaves open is detected. */
export function readingOf({ columns = {}, ragged = 'refuse', reading = {}, salt }: Data = {}): ReadOptions {
  return { ...reading, columns, ragged, ...(salt !== undefined && { salt }) } as ReadOptions;
}

/** What a study must say so that the file is read like this again. */
export function dataOf({ columns, ragged, salt, ...reading }: ReadOptions): Data {
  const told = Object.fromEntries(Object.entries(reading).filter(([, value]) => value !== undefined));
  return {
    ...(columns && { columns }),
    ...(ragged && { ragged }),
    ...(salt !== undefined && { salt }),
    ...(Object.keys(told).length > 0 && { reading: told }),
  };
}
