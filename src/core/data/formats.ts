/** @file The files that are read as a whole into a grid of cell texts, each by a reader that is loaded when first needed. */
import type { Control } from '../base/progress.ts';
import type { Grid } from './grid-types.ts';
import type { Preview } from './profile-types.ts';

export type GridFormat = Exclude<Preview['format'], 'csv'>;

/** `limit`: at most about so many rows, where the format allows. Throws InputError. */
type GridReader = (bytes: Uint8Array, name: string, control: Partial<Control>, limit?: number) => Promise<Grid>;

const named = (records: string[][]): Grid => ({ records, named: true });

const readers: Record<GridFormat, GridReader> = {
  json: async (bytes, name) => named((await import('./grid.ts')).readJson(bytes, name)),
  jsonl: async (bytes, name, control, limit) => (await import('./lines.ts')).readJsonLines(bytes, name, control, limit),
  parquet: async (bytes, name, _, limit) => (await import('./parquet.ts')).readParquet(bytes, name, limit),
  arrow: async (bytes, name, _, limit) => (await import('./arrow.ts')).readArrow(bytes, name, limit),
  arff: async (bytes, name, _, limit) => (await import('./arff.ts')).readArff(bytes, name, limit),
  xlsx: async (bytes, name) => ({ records: await (await import('./grid.ts')).readExcel(bytes, name), named: false }),
};

export function gridOf(
  format: GridFormat,
  bytes: Uint8Array,
  name: string,
  control: Partial<Control> = {},
  limit?: number,
): Promise<Grid> {
  return readers[format](bytes, name, control, limit);
}
